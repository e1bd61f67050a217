import { failInput } from "../base/index.ts";
import { compareValues } from "../ir/index.ts";
import type { NumberVector, Value, Vector } from "../schema/index.ts";
import { ExactSum } from "../stats/index.ts";
import type { Group } from "./aggregate.ts";

/** Which group each row belongs to: a place in `values`, or -1 where the value is missing. */
export interface GroupCodes {
  readonly codes: Int32Array;
  readonly values: readonly Value[];
}

/** Numbers the distinct values of a vector. Some values of a text dictionary may have no row. */
export function groupCodes(vector: Vector): GroupCodes {
  if (vector.kind === "numbers") return numberCodes(vector);
  const places = new Map<string, number>();
  const placeOf = Int32Array.from(vector.dictionary, (text) => {
    const place = places.get(text) ?? places.size;
    places.set(text, place);
    return place;
  });
  const codes =
    places.size === vector.dictionary.length
      ? vector.codes
      : vector.codes.map((code) => (code < 0 ? -1 : placeOf[code]!));
  return { codes, values: [...places.keys()] };
}

function numberCodes({ values, type }: NumberVector): GroupCodes {
  const places = new Map<number, number>();
  const codes = new Int32Array(values.length);
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    if (Number.isNaN(value)) {
      codes[row] = -1;
      continue;
    }
    let place = places.get(value);
    if (place === undefined) {
      place = places.size;
      places.set(value, place);
    }
    codes[row] = place;
  }
  const distinct = [...places.keys()];
  return { codes, values: type === "Boolean" ? distinct.map((value) => value === 1) : distinct };
}

/** How many rows each value has, the most frequent first, ties by value. */
export function groupCounts({ codes, values }: GroupCodes): readonly Group[] {
  const counts = new Float64Array(values.length);
  for (let row = 0; row < codes.length; row++) if (codes[row]! >= 0) counts[codes[row]!]!++;
  return sortedGroups(values.map((value, at) => ({ value, count: counts[at]!, sum: 0 })));
}

/** The rows with a number, and the exact sum of these numbers, of each value and of the missing one (last place). */
export function groupSums({ codes, values }: GroupCodes, of: NumberVector): readonly Group[] {
  const size = values.length + 1;
  const counts = new Float64Array(size);
  for (let row = 0; row < codes.length; row++)
    if (!Number.isNaN(of.values[row]!)) counts[codes[row]! < 0 ? size - 1 : codes[row]!]!++;
  const sums = wholeSums(codes, of.values, size) ?? exactSums(codes, of.values, size);
  return sortedGroups(
    [...values, null].map((value, at) => ({ value, count: counts[at]!, sum: finiteSum(sums[at]!) })),
  );
}

/** Sums of whole numbers by plain addition; null where that would not be exact. */
function wholeSums(codes: Int32Array, numbers: Float64Array, size: number): Float64Array | null {
  const sums = new Float64Array(size);
  let sizes = 0;
  for (let row = 0; row < numbers.length; row++) {
    const number = numbers[row]!;
    if (Number.isNaN(number)) continue;
    if (Math.floor(number) !== number) return null;
    sizes += Math.abs(number);
    sums[codes[row]! < 0 ? size - 1 : codes[row]!]! += number;
  }
  return sizes <= Number.MAX_SAFE_INTEGER ? sums : null;
}

function exactSums(codes: Int32Array, numbers: Float64Array, size: number): readonly number[] {
  const sums: (ExactSum | undefined)[] = Array.from({ length: size });
  for (let row = 0; row < numbers.length; row++) {
    const number = numbers[row]!;
    if (Number.isNaN(number)) continue;
    const at = codes[row]! < 0 ? size - 1 : codes[row]!;
    (sums[at] ??= new ExactSum()).add(number);
  }
  return sums.map((sum) => sum?.total() ?? 0);
}

function finiteSum(sum: number): number {
  if (Number.isFinite(sum)) return sum + 0;
  return failInput("T1502", "The sum of a group leaves the range of numbers", {
    cure: "Divide the target by a large constant first.",
  });
}

const sortedGroups = (groups: readonly Group[]): readonly Group[] =>
  groups
    .filter(({ count }) => count > 0)
    .sort((left, right) => right.count - left.count || compareGroups(left.value, right.value));

const compareGroups = (left: Value, right: Value): number =>
  left === null ? 1 : right === null ? -1 : compareValues(left, right);
