/** The places of the numbers from the smallest to the largest; NaN (missing) last; equal numbers by place. */
export function sortedPlaces(values: Float64Array): Uint32Array {
  const places = Uint32Array.from({ length: values.length }, (_, index) => index);
  return places.sort((left, right) => {
    const a = values[left]!;
    const b = values[right]!;
    if (a === b) return left - right;
    if (Number.isNaN(a)) return Number.isNaN(b) ? left - right : 1;
    return Number.isNaN(b) ? -1 : a - b;
  });
}

/** A column made ready for many rank correlations: its numbers and their order. */
export interface RankedColumn {
  readonly values: Float64Array;
  readonly places: Uint32Array;
}

/** Sorts a column once. */
export const rankedColumn = (values: Float64Array): RankedColumn => ({
  values,
  places: sortedPlaces(values),
});

/**
 * Spearman's rank correlation over the rows where both are there, ties at their mean rank (Spearman 1904); null where one
 * of them does not vary or fewer than three rows are left.
 */
export function spearman(left: RankedColumn, right: RankedColumn): number | null {
  const first = jointRanks(left, right.values);
  const second = jointRanks(right, left.values);
  if (first.count < 3) return null;
  const middle = (first.count + 1) / 2;
  let xx = 0;
  let yy = 0;
  let xy = 0;
  for (let row = 0; row < first.ranks.length; row++) {
    if (Number.isNaN(first.ranks[row]!)) continue;
    const x = first.ranks[row]! - middle;
    const y = second.ranks[row]! - middle;
    xx += x * x;
    yy += y * y;
    xy += x * y;
  }
  if (xx === 0 || yy === 0) return null;
  return Math.max(-1, Math.min(1, xy / Math.sqrt(xx * yy)));
}

/** Mean ranks from 1 among the rows where the other column is there too; NaN elsewhere. */
function jointRanks(column: RankedColumn, other: Float64Array): { ranks: Float64Array; count: number } {
  const { values, places } = column;
  const ranks = new Float64Array(values.length).fill(Number.NaN);
  const present = places.filter((row) => !Number.isNaN(values[row]!) && !Number.isNaN(other[row]!));
  for (let start = 0; start < present.length;) {
    let end = start + 1;
    while (end < present.length && values[present[end]!] === values[present[start]!]) end++;
    for (let at = start; at < end; at++) ranks[present[at]!] = (start + end + 1) / 2;
    start = end;
  }
  return { ranks, count: present.length };
}
