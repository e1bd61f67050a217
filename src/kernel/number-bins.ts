/** Learns the edges of columns of numbers and gives each value its bin, in plain TypeScript: the twin of `assembly/bins.ts`. */

/** A value, the rank of its first row among all values in ascending order, and how many rows have it. */
interface HeavyValue {
  readonly rank: number;
  readonly count: number;
}

/**
 * The upper edges of at most `maxBin` bins; the last bin has no edge. `x <= edge[b]` and not `x <= edge[b-1]` means bin b. Edges
 * lie halfway between neighbouring values. Depends on the values only, not on their order; NaN is no value.
 *
 * Where there are at most `maxBin` different values each has a bin of its own. Else a value that would fill a bin alone has
 * one to itself, and the other bins are dealt to the runs of values between those in proportion to their rows, at equal
 * ranks within a run. A run of less than half a bin shares the one of the value above it, or below it at the end.
 */
export function numberEdges(values: Float64Array, maxBin: number): Float64Array {
  const sorted = values.filter((value) => value === value).sort();
  const few = edgesOfFew(sorted, maxBin);
  if (few) return few;
  const edges: number[] = [];
  for (const rank of edgeRanks(sorted.length, maxBin, heavyValues(sorted, maxBin))) {
    const next = endOfEqual(sorted, rank);
    if (next < sorted.length) edges.push(between(sorted[rank]!, sorted[next]!));
  }
  // Ranks that fall on the same value give one edge.
  return Float64Array.from(edges.filter((edge, at) => at === 0 || edge !== edges[at - 1]));
}

function edgesOfFew(sorted: Float64Array, maxBin: number): Float64Array | undefined {
  const edges: number[] = [];
  for (let at = 0; at < sorted.length;) {
    const next = endOfEqual(sorted, at);
    if (next === sorted.length) break;
    edges.push(between(sorted[at]!, sorted[next]!));
    if (edges.length === maxBin) return undefined;
    at = next;
  }
  return Float64Array.from(edges);
}

function heavyValues(sorted: Float64Array, maxBin: number): readonly HeavyValue[] {
  const heavy: HeavyValue[] = [];
  for (let at = 0; at < sorted.length;) {
    const next = endOfEqual(sorted, at);
    if ((next - at) * maxBin >= sorted.length) heavy.push({ rank: at, count: next - at });
    at = next;
  }
  return heavy;
}

/** Past the last value equal to the one at a place. */
function endOfEqual(sorted: Float64Array, place: number): number {
  let next = place + 1;
  while (next < sorted.length && sorted[next] === sorted[place]) next++;
  return next;
}

/** The ranks behind which an edge lies, ascending: behind each heavy value, and as dealt to the runs between them. */
function edgeRanks(rowCount: number, maxBin: number, heavy: readonly HeavyValue[]): readonly number[] {
  const lightRows = rowCount - heavy.reduce((sum, { count }) => sum + count, 0);
  const lightBins = maxBin - heavy.length;
  const ranks: number[] = [];
  let passed = 0;
  let dealt = 0;
  let from = 0;
  for (const { rank: to, count } of [...heavy, { rank: rowCount, count: 0 }]) {
    const rows = to - from;
    passed += rows;
    // Whole numbers far below 2^53: a quotient never rounds up to a whole number that it does not reach.
    const due = Math.floor((2 * passed * lightBins + lightRows) / (2 * lightRows));
    const bins = due - dealt;
    dealt = due;
    if (count === 0 && bins === 0 && rows > 0) ranks.pop();
    for (let bin = 1; bin <= bins; bin++) ranks.push(from + Math.floor((bin * rows + bins - 1) / bins) - 1);
    from = to + count;
    if (count > 0) ranks.push(from - 1);
  }
  return ranks;
}

/** A number at or above `low` and below `high`, halfway where float64 has one. */
export function between(low: number, high: number): number {
  const middle = low / 2 + high / 2;
  return middle >= low && middle < high ? middle + 0 : low + 0;
}

/** Writes the bin of each value: the first whose edge is at or above it; `missingBin` for NaN. */
export function binNumbers(
  values: Float64Array,
  edges: Float64Array,
  missingBin: number,
  bins: Uint8Array,
): void {
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
}
