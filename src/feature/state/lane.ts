import type { Accumulator, EventNumbers } from "./accumulator.ts";

/** Places of events in an order. The array may be exchanged for a larger one. */
export interface EventOrder {
  places: Int32Array<ArrayBuffer>;
}

/** The moments between which each event is visible to a feature, and the events in the order of either. */
export interface Visibility {
  /** From this moment on; in milliseconds. */
  readonly enter: EventNumbers;
  /** From this moment on no longer. */
  readonly leave: EventNumbers;
  readonly byEnter: EventOrder;
  readonly byLeave: EventOrder;
}

/**
 * Features of one key with the same window and condition on their way through time: whoever goes to a later moment has the
 * events enter and leave that did so in between. An event that entered and left between two moments is never touched.
 */
export class Lane {
  readonly accumulators: readonly Accumulator[];
  readonly visibility: Visibility;
  /** Events count where it is 1; all of them where there is none. */
  readonly #condition: EventNumbers | null;
  #nextEnter = 0;
  #nextLeave = 0;
  #end = 0;
  #time = Number.NEGATIVE_INFINITY;

  constructor(accumulators: readonly Accumulator[], visibility: Visibility, condition: EventNumbers | null) {
    this.accumulators = accumulators;
    this.visibility = visibility;
    this.#condition = condition;
  }

  /** Goes back to the beginning of time, with the events that stand from `start` to before `end` in both orders. */
  begin(start: number, end: number): void {
    for (const accumulator of this.accumulators) accumulator.clear();
    this.#nextEnter = start;
    this.#nextLeave = start;
    this.#end = end;
    this.#time = Number.NEGATIVE_INFINITY;
  }

  /** Goes to a moment that is not before the last one. */
  advance(time: number): void {
    const { enter, leave, byEnter, byLeave } = this.visibility;
    const before = this.#time;
    const end = this.#end;
    while (this.#nextEnter < end) {
      const event = byEnter.places[this.#nextEnter]!;
      if (enter.values[event]! > time) break;
      this.#nextEnter++;
      if (leave.values[event]! > time && this.#counts(event)) this.#add(event);
    }
    while (this.#nextLeave < end) {
      const event = byLeave.places[this.#nextLeave]!;
      if (leave.values[event]! > time) break;
      this.#nextLeave++;
      if (enter.values[event]! <= before && this.#counts(event)) this.#remove(event);
    }
    this.#time = time;
  }

  /** An event was put into both orders, at a place that fits its moments. It may come late, for a time already passed. */
  inserted(event: number): void {
    const { enter, leave } = this.visibility;
    this.#end++;
    const hasEntered = enter.values[event]! <= this.#time;
    const hasLeft = leave.values[event]! <= this.#time;
    if (hasEntered) this.#nextEnter++;
    if (hasLeft) this.#nextLeave++;
    if (hasEntered && !hasLeft && this.#counts(event)) this.#add(event);
  }

  /** The moment at which an event leaves was moved to an earlier one, and its place in the order with it. */
  leavesEarlier(event: number, before: number): void {
    const { enter, leave } = this.visibility;
    if (before <= this.#time || leave.values[event]! > this.#time) return;
    this.#nextLeave++;
    if (enter.values[event]! <= this.#time && this.#counts(event)) this.#remove(event);
  }

  #add(event: number): void {
    const { accumulators } = this;
    for (let at = 0; at < accumulators.length; at++) accumulators[at]!.add(event);
  }

  #remove(event: number): void {
    const { accumulators } = this;
    for (let at = 0; at < accumulators.length; at++) accumulators[at]!.remove(event);
  }

  #counts(event: number): boolean {
    return this.#condition === null || this.#condition.values[event] === 1;
  }
}
