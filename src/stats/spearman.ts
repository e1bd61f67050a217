/** The places of the numbers from the smallest to the largest; NaN (missing) last; equal numbers by place. */
function sortedPlaces(values: Float64Array): Uint32Array {
  const places = Uint32Array.from({ length: values.length }, (_, index) => index);
  return places.sort((left, right) => {
    const a = values[left]!;
    const b = values[right]!;
    if (a === b) return left - right;
    if (Number.isNaN(a)) return Number.isNaN(b) ? left - right : 1;
    return Number.isNaN(b) ? -1 : a - b;
  });
}

/** A column made ready for many rank correlations. */
export interface RankedColumn {
  readonly values: Float64Array;
  /** Its rows from the smallest number to the largest. */
  readonly places: Uint32Array;
  /** Mean ranks less their middle; null where a number is missing, because then the ranks depend on the other column. */
  readonly ranks: Float64Array | null;
}

/** Sorts a column once. */
export function rankedColumn(values: Float64Array): RankedColumn {
  const places = sortedPlaces(values);
  const isWhole = !values.some((value) => Number.isNaN(value));
  return { values, places, ranks: isWhole ? centredRanks(values, places) : null };
}

/**
 * Spearman's rank correlation over the rows where both are there, ties at their mean rank (Spearman 1904); null where one
 * of them does not vary or fewer than three rows are left.
 */
export function spearman(left: RankedColumn, right: RankedColumn): number | null {
  const first = left.ranks && right.ranks ? left.ranks : jointRanks(left, right.values);
  const second = left.ranks && right.ranks ? right.ranks : jointRanks(right, left.values);
  let count = 0;
  let xx = 0;
  let yy = 0;
  let xy = 0;
  for (let row = 0; row < first.length; row++) {
    const x = first[row]!;
    const y = second[row]!;
    if (Number.isNaN(x)) continue;
    count++;
    xx += x * x;
    yy += y * y;
    xy += x * y;
  }
  if (count < 3 || xx === 0 || yy === 0) return null;
  return Math.max(-1, Math.min(1, xy / Math.sqrt(xx * yy)));
}

/** Centred ranks among the rows where the other column is there too; NaN elsewhere. */
function jointRanks({ values, places }: RankedColumn, other: Float64Array): Float64Array {
  const present = new Uint32Array(places.length);
  let count = 0;
  for (let at = 0; at < places.length; at++) {
    const row = places[at]!;
    if (!Number.isNaN(values[row]!) && !Number.isNaN(other[row]!)) present[count++] = row;
  }
  return centredRanks(values, present.subarray(0, count));
}

function centredRanks(values: Float64Array, present: Uint32Array): Float64Array {
  const ranks = new Float64Array(values.length).fill(Number.NaN);
  const middle = (present.length + 1) / 2;
  let start = 0;
  while (start < present.length) {
    const value = values[present[start]!]!;
    let end = start + 1;
    while (end < present.length && values[present[end]!] === value) end++;
    const rank = (start + end + 1) / 2 - middle;
    for (let at = start; at < end; at++) ranks[present[at]!] = rank;
    start = end;
  }
  return ranks;
}
