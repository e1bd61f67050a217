import { ascendingPlaces } from "../order.ts";

/** Ranks of numbers, ties at their mean. */
export interface Ranks {
  /** In the order of the values, from 1. */
  readonly ranks: Float64Array<ArrayBuffer>;
  /** The sum of t³ - t over the groups of t equal values; 0 without ties. */
  readonly tieSum: number;
  /** How many values equal another one. */
  readonly tiedCount: number;
}

/** Ranks numbers (no NaN), equal ones at the mean of their places. */
export function rankValues(values: Float64Array): Ranks {
  const places = ascendingPlaces(values);
  const ranks = new Float64Array(values.length);
  let tieSum = 0;
  let tiedCount = 0;
  for (let start = 0, end = 0; start < places.length; start = end) {
    const value = values[places[start]!]!;
    end = start + 1;
    while (end < places.length && values[places[end]!] === value) end++;
    const size = end - start;
    if (size > 1) {
      tieSum += size * (size * size - 1);
      tiedCount += size;
    }
    const rank = (start + end + 1) / 2;
    for (let at = start; at < end; at++) ranks[places[at]!] = rank;
  }
  return { ranks, tieSum, tiedCount };
}

/** As `rankValues`, of two sorted samples, those of `left` first: they are only merged. */
export function rankSortedPair(left: Float64Array, right: Float64Array): Ranks {
  const [m, n] = [left.length, right.length];
  const ranks = new Float64Array(m + n);
  let [tieSum, tiedCount, i, j] = [0, 0, 0, 0];
  while (i < m || j < n) {
    const value = i < m && (j === n || left[i]! <= right[j]!) ? left[i]! : right[j]!;
    const [fromLeft, fromRight] = [i, j];
    while (i < m && left[i] === value) i++;
    while (j < n && right[j] === value) j++;
    const size = i - fromLeft + (j - fromRight);
    if (size > 1) {
      tieSum += size * (size * size - 1);
      tiedCount += size;
    }
    const rank = (fromLeft + fromRight + i + j + 1) / 2;
    for (let at = fromLeft; at < i; at++) ranks[at] = rank;
    for (let at = fromRight; at < j; at++) ranks[m + at] = rank;
  }
  return { ranks, tieSum, tiedCount };
}

/** The values of all groups in one array, one group after the other. */
export function joinGroups(groups: readonly Float64Array[]): Float64Array<ArrayBuffer> {
  const joined = new Float64Array(groups.reduce((sum, one) => sum + one.length, 0));
  let next = 0;
  for (const one of groups) {
    joined.set(one, next);
    next += one.length;
  }
  return joined;
}

/** The sum of the ranks in each group, of ranks of the joined groups. A multiple of a half, and exact below 2^52. */
export function rankSums(ranks: Float64Array, groups: readonly Float64Array[]): readonly number[] {
  let next = 0;
  return groups.map((one) => {
    let sum = 0;
    for (const end = next + one.length; next < end; next++) sum += ranks[next]!;
    return sum;
  });
}
