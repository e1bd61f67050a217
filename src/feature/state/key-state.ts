import { enterMoment, leaveMoment } from "../event-block.ts";
import type { Value } from "../../schema/index.ts";
import type { StatePlan } from "./state-plan.ts";
import type { Accumulator, EventNumbers } from "./accumulator.ts";
import { createAccumulator } from "./create-accumulator.ts";
import { Lane, type EventOrder } from "./lane.ts";
import { compareLists, type KeptVersion } from "./version.ts";

const startRoom = 16;

const numbers = (): EventNumbers => ({ values: new Float64Array(startRoom) });

/**
 * The events of one key and the features over them, kept ready for the last moment that was asked for. A later moment has
 * events enter and leave; a late event or a correction is put where it belongs, in the time of a binary search; only an
 * earlier moment begins anew.
 */
export class KeyState {
  readonly #plan: StatePlan;
  readonly #at = numbers();
  readonly #known = numbers();
  readonly #enter = numbers();
  readonly #byEnter: EventOrder = { places: new Int32Array(startRoom) };
  readonly #leaves: readonly { readonly leave: EventNumbers; readonly byLeave: EventOrder }[];
  readonly #values: readonly EventNumbers[];
  readonly #reads: (readonly Value[])[] = [];
  /** The place of a version by its number. */
  readonly #places = new Map<number, number>();
  readonly #accumulators: readonly Accumulator[];
  readonly #lanes: readonly Lane[];
  #time = Number.NEGATIVE_INFINITY;

  constructor(plan: StatePlan) {
    this.#plan = plan;
    this.#leaves = plan.windows.map(() => ({
      leave: numbers(),
      byLeave: { places: new Int32Array(startRoom) },
    }));
    this.#values = plan.exprs.map(numbers);
    const compare = (left: number, right: number): number =>
      this.#at.values[left]! - this.#at.values[right]! ||
      this.#known.values[left]! - this.#known.values[right]! ||
      compareLists(this.#reads[left]!, this.#reads[right]!);
    const accumulators = plan.features.map(({ feature, value }) => {
      const column = value === null ? this.#at : this.#values[value]!;
      return createAccumulator(feature, { at: this.#at, value: column, compare });
    });
    this.#accumulators = accumulators;
    this.#lanes = plan.groups.map(
      ({ window, condition, members }) =>
        new Lane(
          members.map((member) => accumulators[member]!),
          { enter: this.#enter, byEnter: this.#byEnter, ...this.#leaves[window]! },
          condition === null ? null : this.#values[condition]!,
        ),
    );
  }

  /** How many versions it holds. */
  get size(): number {
    return this.#reads.length;
  }

  insert(version: KeptVersion): void {
    const event = this.size;
    if (event === this.#at.values.length) this.#makeRoom(event * 2);
    this.#at.values[event] = version.at;
    this.#known.values[event] = version.known;
    this.#enter.values[event] = enterMoment(version.at, version.known);
    this.#plan.valuesOf(version.reads).forEach((value, place) => {
      this.#values[place]!.values[event] = value;
    });
    this.#plan.windows.forEach((length, window) => {
      this.#leaves[window]!.leave.values[event] = leaveMoment(version.at, length, version.next);
    });
    putInOrder(this.#byEnter, this.#enter, event, event);
    for (const { leave, byLeave } of this.#leaves) putInOrder(byLeave, leave, event, event);
    this.#reads.push(version.reads);
    this.#places.set(version.number, event);
    for (const lane of this.#lanes) lane.inserted(event);
  }

  /** A later version of an event was known at this moment. */
  supersede(number: number, next: number): void {
    const event = this.#places.get(number);
    if (event === undefined) return;
    for (const { leave, byLeave } of this.#leaves) {
      const before = leave.values[event]!;
      if (next >= before) continue;
      takeFromOrder(byLeave, leave, event, this.size);
      leave.values[event] = next;
      putInOrder(byLeave, leave, event, this.size - 1);
      for (const lane of this.#lanes) if (lane.visibility.leave === leave) lane.leavesEarlier(event, before);
    }
  }

  /** The features at a moment, in the order of the plan; NaN where missing, texts by their number. */
  read(time: number): number[] {
    if (time < this.#time) for (const lane of this.#lanes) lane.begin(0, this.size);
    this.#time = time;
    for (const lane of this.#lanes) lane.advance(time);
    return this.#accumulators.map((accumulator) => accumulator.read(time));
  }

  #makeRoom(room: number): void {
    const columns = [
      this.#at,
      this.#known,
      this.#enter,
      ...this.#values,
      ...this.#leaves.map(({ leave }) => leave),
    ];
    for (const column of columns) {
      const larger = new Float64Array(room);
      larger.set(column.values);
      column.values = larger;
    }
    for (const order of [this.#byEnter, ...this.#leaves.map(({ byLeave }) => byLeave)]) {
      const larger = new Int32Array(room);
      larger.set(order.places);
      order.places = larger;
    }
  }
}

/** The place behind all events whose moment is not later. */
function placeBehind(
  { places }: EventOrder,
  { values }: EventNumbers,
  moment: number,
  count: number,
): number {
  let [low, high] = [0, count];
  if (count > 0 && values[places[count - 1]!]! <= moment) return count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[places[middle]!]! <= moment) low = middle + 1;
    else high = middle;
  }
  return low;
}

function putInOrder(order: EventOrder, moments: EventNumbers, event: number, count: number): void {
  const place = placeBehind(order, moments, moments.values[event]!, count);
  order.places.copyWithin(place + 1, place, count);
  order.places[place] = event;
}

function takeFromOrder(order: EventOrder, moments: EventNumbers, event: number, count: number): void {
  let place = placeBehind(order, moments, moments.values[event]!, count) - 1;
  while (order.places[place] !== event) place--;
  order.places.copyWithin(place, place + 1, count);
}
