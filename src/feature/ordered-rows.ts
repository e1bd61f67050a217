import { takeNumbers } from "../schema/index.ts";
import { orderBy } from "./event-block.ts";

/** The rows that have a key and a prediction time, in the order of both. */
export interface OrderedRows {
  readonly rows: Uint32Array;
  /** The prediction time of each of them. */
  readonly times: Float64Array;
  /** Where the rows of each key begin; one more number than there are keys. */
  readonly starts: Uint32Array;
}

/** Orders rows by key and prediction time; those that lack one of the two (NaN) are left out. */
export function orderRows(keys: Float64Array, times: Float64Array, keyCount: number): OrderedRows {
  const there = placesThere(keys, times);
  const keysThere = takeNumbers(keys, there);
  const timesThere = takeNumbers(times, there);
  const order = orderBy([keysThere, timesThere]);
  const starts = new Uint32Array(keyCount + 1);
  for (const key of keysThere) starts[key + 1]!++;
  for (let key = 0; key < keyCount; key++) starts[key + 1]! += starts[key]!;
  return {
    rows: order.map((at) => there[at]!),
    times: takeNumbers(timesThere, order),
    starts,
  };
}

function placesThere(keys: Float64Array, times: Float64Array): Uint32Array {
  const places = new Uint32Array(keys.length);
  let count = 0;
  for (let row = 0; row < keys.length; row++)
    if (!Number.isNaN(keys[row]!) && !Number.isNaN(times[row]!)) places[count++] = row;
  return places.slice(0, count);
}
