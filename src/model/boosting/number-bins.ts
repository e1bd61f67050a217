import { sortedNumbers } from "../../stats/index.ts";

/**
 * The upper edges of at most `maxBin` bins of about equal row counts; the last bin has no edge. `x <= edge[b]` and not
 * `x <= edge[b-1]` means bin b. With few distinct values each gets its own bin; a value that fills a bin alone does so too.
 * Edges lie halfway between neighbouring values. Depends on the values only, not on their order.
 */
export function numberEdges(values: Float64Array, maxBin: number): Float64Array {
  const sorted = sortedNumbers(values);
  const { distinct, counts } = countDistinct(sorted);
  if (distinct.length <= maxBin)
    return Float64Array.from(distinct.subarray(1), (value, at) => between(distinct[at]!, value));
  return quantileEdges(distinct, counts, sorted.length, maxBin);
}

function countDistinct(sorted: Float64Array): {
  readonly distinct: Float64Array;
  readonly counts: Uint32Array;
} {
  const distinct = new Float64Array(sorted.length);
  const counts = new Uint32Array(sorted.length);
  let last = -1;
  for (const value of sorted) {
    if (last < 0 || distinct[last] !== value) distinct[++last] = value;
    counts[last]! += 1;
  }
  return { distinct: distinct.subarray(0, last + 1), counts: counts.subarray(0, last + 1) };
}

/** Closes a bin when it has its share of the rows that are left, and before a value that fills a bin alone. */
function quantileEdges(
  distinct: Float64Array,
  counts: Uint32Array,
  rowCount: number,
  maxBin: number,
): Float64Array {
  const heavy = rowCount / maxBin;
  let lightRows = 0;
  let lightBins = maxBin;
  for (const count of counts) {
    if (count >= heavy) lightBins--;
    else lightRows += count;
  }
  const edges: number[] = [];
  let inBin = 0;
  let share = lightRows / Math.max(1, lightBins);
  for (let at = 0; at < distinct.length - 1 && edges.length < maxBin - 1; at++) {
    const count = counts[at]!;
    inBin += count;
    const isHeavy = count >= heavy;
    if (!isHeavy) lightRows -= count;
    const closes = isHeavy || inBin >= share || (counts[at + 1]! >= heavy && inBin >= share / 2);
    if (!closes) continue;
    edges.push(between(distinct[at]!, distinct[at + 1]!));
    inBin = 0;
    if (!isHeavy) share = lightRows / Math.max(1, --lightBins);
  }
  return Float64Array.from(edges);
}

/** A number at or above `low` and below `high`, halfway where float64 has one. */
export function between(low: number, high: number): number {
  const middle = low / 2 + high / 2;
  return middle >= low && middle < high ? middle + 0 : low + 0;
}

/** The bin of each value: the first whose edge is at or above it; `missingBin` for NaN. */
export function binNumbers(values: Float64Array, edges: Float64Array, missingBin: number): Uint8Array {
  const bins = new Uint8Array(values.length);
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    let low = 0;
    let high = edges.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (value <= edges[middle]!) high = middle;
      else low = middle + 1;
    }
    bins[row] = value === value ? low : missingBin;
  }
  return bins;
}
