import { failInfinite, failLengths, failMissing, failNotNumbers, failTooFew } from "./problems.ts";

/** Numbers as they come: a typed or plain array, with null, undefined or NaN where one is missing. */
export type Numbers = ArrayLike<number | null | undefined>;

/** The numbers that are there, and how many were not. */
export interface Sample {
  readonly values: Float64Array<ArrayBuffer>;
  readonly dropped: number;
}

/** Refuses what is no array. */
export function checkArray(given: unknown, place: string): void {
  if (!isArrayLike(given)) failNotNumbers(place, given);
}

const isArrayLike = (value: unknown): value is ArrayLike<unknown> =>
  Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));

/** The numbers of an array, NaN where one is missing; refuses text, objects and infinities. */
function readNumbers(given: unknown, place: string): Float64Array<ArrayBuffer> {
  if (!isArrayLike(given)) return failNotNumbers(place, given);
  const values = new Float64Array(given.length);
  for (let at = 0; at < values.length; at++) {
    const value = given[at] ?? Number.NaN;
    if (typeof value !== "number") return failNotNumbers(`${place}[${at}]`, value);
    if (value === Infinity || value === -Infinity) failInfinite(`${place}[${at}]`, value);
    values[at] = value;
  }
  return values;
}

/** Reads one sample: finite numbers, at least `least` of them. */
export function readSample(given: unknown, place: string, missing: "refuse" | "drop", least = 1): Sample {
  const all = readNumbers(given, place);
  let count = 0;
  for (let at = 0; at < all.length; at++) if (all[at] === all[at]) count++;
  const dropped = all.length - count;
  if (dropped > 0 && missing === "refuse") failMissing(place, dropped);
  if (count < least) failTooFew(place, count, least);
  if (dropped === 0) return { values: all, dropped };
  const values = new Float64Array(count);
  let next = 0;
  for (let at = 0; at < all.length; at++) if (all[at] === all[at]) values[next++] = all[at]!;
  return { values, dropped };
}

/** Columns of equal length without the rows in which one is missing. */
export interface Rows {
  readonly columns: readonly Float64Array<ArrayBuffer>[];
  readonly dropped: number;
}

/** Reads columns whose rows belong together: pairs, or blocks. */
export function readRows(
  given: readonly unknown[],
  places: readonly string[],
  missing: "refuse" | "drop",
  least = 1,
): Rows {
  const all = given.map((one, at) => readNumbers(one, places[at]!));
  const length = all[0]!.length;
  if (all.some((one) => one.length !== length))
    failLengths(
      places.join(", "),
      all.map((one) => one.length),
    );
  const isWhole = (row: number): boolean => all.every((column) => column[row] === column[row]);
  let whole = 0;
  for (let row = 0; row < length; row++) if (isWhole(row)) whole++;
  const dropped = length - whole;
  if (dropped > 0 && missing === "refuse") failMissing(places.join(", "), dropped);
  if (whole < least) failTooFew(places.join(", "), whole, least, "complete rows");
  if (dropped === 0) return { columns: all, dropped };
  const kept = new Uint32Array(whole);
  for (let row = 0, next = 0; row < length; row++) if (isWhole(row)) kept[next++] = row;
  return { columns: all.map((column) => Float64Array.from(kept, (row) => column[row]!)), dropped };
}
