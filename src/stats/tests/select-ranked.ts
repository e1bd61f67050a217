const bits = new BigInt64Array(1);
const float = new Float64Array(bits.buffer);
const sign = -(2n ** 63n);

/** Whole numbers in the order of the floats. */
function orderOf(value: number): bigint {
  float[0] = value + 0;
  const whole = bits[0]!;
  return whole >= 0n ? whole : sign - whole;
}

function floatAt(order: bigint): number {
  bits[0] = order >= 0n ? order : sign - order;
  return float[0]!;
}

/**
 * The number of this rank (from 1) among many that are only counted, never listed: the smallest float between `low` and `high`
 * of which `countAtMost` says at least `rank`. Bisection over the floats themselves: exact, in at most 64 counts.
 */
function selectCounted(
  countAtMost: (bound: number) => number,
  rank: number,
  low: number,
  high: number,
): number {
  let [below, above] = [orderOf(low), orderOf(high)];
  while (below < above) {
    const middle = (below + above) >> 1n;
    if (countAtMost(floatAt(middle)) >= rank) above = middle;
    else below = middle + 1n;
  }
  return floatAt(above) + 0;
}

/** The difference of this rank (from 1) among all `first - second` of two sorted samples. */
export function rankedDifference(first: Float64Array, second: Float64Array, rank: number): number {
  const countAtMost = (bound: number): number => {
    let count = 0;
    let from = 0;
    for (let at = 0; at < first.length; at++) {
      const value = first[at]!;
      while (from < second.length && value - second[from]! > bound) from++;
      if (from === second.length) break;
      count += second.length - from;
    }
    return count;
  };
  const lowest = first[0]! - second[second.length - 1]!;
  return selectCounted(countAtMost, rank, lowest, first[first.length - 1]! - second[0]!);
}

/** The mean of this rank (from 1) among the means of all pairs of a sorted sample, each value with itself too (Walsh averages). */
export function rankedWalshMean(sorted: Float64Array, rank: number): number {
  const countAtMost = (bound: number): number => {
    let count = 0;
    let to = sorted.length - 1;
    for (let at = 0; at <= to; at++) {
      const value = sorted[at]!;
      while (to >= at && value / 2 + sorted[to]! / 2 > bound) to--;
      count += Math.max(0, to - at + 1);
    }
    return count;
  };
  return selectCounted(countAtMost, rank, sorted[0]!, sorted[sorted.length - 1]!);
}

/** The median of so many numbers, of which one can be asked for by its rank. */
export function medianByRank(count: number, ranked: (rank: number) => number): number {
  const half = Math.floor((count + 1) / 2);
  const low = ranked(half);
  return count % 2 === 1 ? low : low / 2 + ranked(half + 1) / 2;
}
