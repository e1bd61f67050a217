import { compareText } from "../ir/index.ts";
import { ascendingPlaces } from "../stats/index.ts";
import { takeNumbers, type Table, type Vector } from "../schema/index.ts";
import type { EventNumbers } from "./state/accumulator.ts";
import type { EventOrder } from "./state/lane.ts";
import { momentUnit, numbersOf, type TablePlan } from "./table-plan.ts";

/** The versions of many keys in the order of keys and events, as columns of numbers. */
export interface EventBlock {
  readonly count: number;
  /** The number of the key of each. */
  readonly keys: Float64Array;
  /** Where the events of each key that has events end, in order. */
  readonly ends: Uint32Array;
  readonly at: EventNumbers;
  readonly enter: EventNumbers;
  readonly byEnter: EventOrder;
  /** For each window of the plan. */
  readonly leaves: readonly { readonly leave: EventNumbers; readonly byLeave: EventOrder }[];
  /** For each expression of the plan; texts by their number in the dictionary. */
  readonly values: readonly EventNumbers[];
  readonly dictionaries: readonly (readonly string[])[];
}

/** The places 0… in the order of several columns of numbers, the first deciding most. Equal ones stay as they stand. */
export function orderBy(columns: readonly Float64Array[]): Uint32Array<ArrayBuffer> {
  let order: Uint32Array<ArrayBuffer> | undefined;
  for (const column of columns.toReversed()) {
    if (!order) {
      order = ascendingPlaces(column);
      continue;
    }
    const step = ascendingPlaces(takeNumbers(column, order));
    for (let at = 0; at < step.length; at++) step[at] = order[step[at]!]!;
    order = step;
  }
  return order ?? new Uint32Array(0);
}

/** Puts versions as the engine gives them into a block. `key`, `happened`, `known` and `next` are columns of the table. */
export function createBlock(plan: TablePlan, versions: Table, values: readonly Vector[]): EventBlock {
  const { table, windows } = plan;
  const moments = (name: string, column: string): Float64Array<ArrayBuffer> =>
    scaled(numbersOf(versions.columns.get(name)!), momentUnit(plan.typeOf(column)));
  const keys = numbersOf(versions.columns.get("key")!);
  const at = moments("happened", table.at);
  const known = moments("known", table.known);
  const reads = table.reads.map((_, place) => versions.columns.get(`r${place}`)!);
  const order = orderBy([keys, at]);
  orderEqualEvents(order, [keys, at], [{ kind: "numbers", type: "Instant", values: known }, ...reads]);
  const sorted = (numbers: Float64Array): EventNumbers => ({ values: takeNumbers(numbers, order) });
  const next = moments("next", table.known);
  for (let row = 0; row < next.length; row++)
    if (Number.isNaN(next[row]!)) next[row] = Number.POSITIVE_INFINITY;
  const block = { keys: takeNumbers(keys, order), at: sorted(at), known: sorted(known), next: sorted(next) };
  const enter = enterMoments(block.at.values, block.known.values);
  const ends = endsOfKeys(block.keys);
  return {
    count: versions.rowCount,
    ends,
    keys: block.keys,
    at: block.at,
    enter: { values: enter },
    byEnter: { places: placesWithin(ends, enter) },
    leaves: windows.map((length) => {
      const leave = leaveMoments(block.at.values, length, block.next.values);
      return { leave: { values: leave }, byLeave: { places: placesWithin(ends, leave) } };
    }),
    values: values.map((vector) => sorted(numbersOf(vector))),
    dictionaries: values.map((vector) => (vector.kind === "texts" ? vector.dictionary : [])),
  };
}

function endsOfKeys(keys: Float64Array): Uint32Array {
  const ends = new Uint32Array(keys.length);
  let count = 0;
  for (let at = 1; at <= keys.length; at++) if (keys[at] !== keys[at - 1]) ends[count++] = at;
  return ends.slice(0, count);
}

/** The places of the events of each key in the order of their moments, which is mostly the order in which they stand. */
function placesWithin(ends: Uint32Array, moments: Float64Array): Int32Array<ArrayBuffer> {
  const places = new Int32Array(moments.length);
  let start = 0;
  for (const end of ends) {
    let ascending = true;
    for (let at = start; at < end; at++) {
      places[at] = at;
      if (at > start && moments[at]! < moments[at - 1]!) ascending = false;
    }
    if (!ascending) orderPart(places, moments, start, end);
    start = end;
  }
  return places;
}

/** How far an event is moved one by one, on average, before all are sorted at once. */
const shortMove = 16;

function orderPart(places: Int32Array, moments: Float64Array, start: number, end: number): void {
  let moves = (end - start) * shortMove;
  for (let from = start + 1; from < end && moves > 0; from++) {
    const moment = moments[from]!;
    let at = from;
    while (at > start && moments[places[at - 1]!]! > moment) {
      places[at] = places[at - 1]!;
      at--;
    }
    places[at] = from;
    moves -= from - at;
  }
  if (moves > 0) return;
  const order = ascendingPlaces(moments.slice(start, end));
  for (let at = start; at < end; at++) places[at] = start + order[at - start]!;
}

function scaled(moments: Float64Array<ArrayBuffer>, unit: number): Float64Array<ArrayBuffer> {
  if (unit !== 1) for (let row = 0; row < moments.length; row++) moments[row] = moments[row]! * unit;
  return moments;
}

/** From when on a version is visible: it happened before, and it is known. */
export const enterMoment = (at: number, known: number): number => Math.max(at + 1, known);

/** From when on it is not: the window has passed it, or the next version is known. */
export const leaveMoment = (at: number, length: number, next: number): number =>
  Math.min(at + length + 1, next);

function enterMoments(at: Float64Array, known: Float64Array): Float64Array<ArrayBuffer> {
  const moments = new Float64Array(at.length);
  for (let row = 0; row < at.length; row++) moments[row] = enterMoment(at[row]!, known[row]!);
  return moments;
}

function leaveMoments(at: Float64Array, length: number, next: Float64Array): Float64Array<ArrayBuffer> {
  const moments = new Float64Array(at.length);
  for (let row = 0; row < at.length; row++) moments[row] = leaveMoment(at[row]!, length, next[row]!);
  return moments;
}

/** Events of one key and moment are ordered by when they were known and what they say, so that the order of the table decides nothing. */
function orderEqualEvents(
  order: Uint32Array,
  decided: readonly [keys: Float64Array, at: Float64Array],
  reads: readonly Vector[],
): void {
  const [keys, at] = decided;
  const same = (left: number, right: number): boolean => at[left] === at[right] && keys[left] === keys[right];
  for (let start = 0; start < order.length; start++) {
    let end = start + 1;
    while (end < order.length && same(order[start]!, order[end]!)) end++;
    if (end - start > 1)
      order.subarray(start, end).sort((left, right) => {
        for (const vector of reads) {
          const difference = compareAt(vector, left, right);
          if (difference !== 0) return difference;
        }
        return 0;
      });
    start = end - 1;
  }
}

/** Missing first, then numbers by size and texts by code point. */
function compareAt(vector: Vector, left: number, right: number): number {
  if (vector.kind === "texts") {
    const [one, other] = [vector.codes[left]!, vector.codes[right]!];
    if (one === other) return 0;
    if (one < 0 || other < 0) return one - other;
    return compareText(vector.dictionary[one]!, vector.dictionary[other]!);
  }
  const [one, other] = [vector.values[left]!, vector.values[right]!];
  if (one === other) return 0;
  if (Number.isNaN(one)) return Number.isNaN(other) ? 0 : -1;
  return Number.isNaN(other) ? 1 : one - other;
}
