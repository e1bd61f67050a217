import { exponential, naturalLogarithm } from "../base/index.ts";
import { moments, quantileOfSorted } from "../stats/index.ts";
import type { NumberSummary } from "./profile.ts";

/** The probabilities of the quantiles in a profile. */
const profileProbabilities: readonly number[] = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99];

/** Summary of numbers that are sorted and all there; null for none. */
export function summarizeNumbers(sorted: Float64Array): NumberSummary | null {
  const found = moments(sorted);
  if (found === null) return null;
  const belowZero = countBelow(sorted, 0);
  return {
    mean: found.mean,
    standardDeviation: found.variance === null ? null : Math.sqrt(found.variance),
    min: sorted[0]! + 0,
    max: sorted.at(-1)! + 0,
    quantiles: profileProbabilities.map((probability) => quantileOfSorted(sorted, probability)! + 0),
    zeros: countUpTo(sorted, 0) - belowZero,
    negative: belowZero,
    skewness: found.skewness,
    histogram: histogramOfSorted(sorted),
  };
}

/**
 * Equal-width bins from min to max, the last one closed: Freedman & Diaconis (1981) decide how many, within 5 and 50; one
 * bin where there is one value.
 */
function histogramOfSorted(sorted: Float64Array): { edges: number[]; counts: number[] } {
  const min = sorted[0]!;
  const max = sorted.at(-1)!;
  if (min === max) return { edges: [min, max], counts: [sorted.length] };
  const bins = binCount(sorted, min, max);
  const range = max - min;
  const edges = Array.from({ length: bins + 1 }, (_, edge) => {
    if (edge === bins) return max;
    const share = edge / bins;
    return Number.isFinite(range) ? min + share * range : min * (1 - share) + max * share;
  });
  const starts = edges.map((edge, place) =>
    place === bins ? sorted.length : place === 0 ? 0 : countBelow(sorted, edge),
  );
  return { edges, counts: starts.slice(1).map((end, place) => end - starts[place]!) };
}

function binCount(sorted: Float64Array, min: number, max: number): number {
  const middle = quantileOfSorted(sorted, 0.75)! - quantileOfSorted(sorted, 0.25)!;
  const width = (2 * middle) / exponential(naturalLogarithm(sorted.length) / 3);
  const wanted = width > 0 ? Math.ceil((max - min) / width) : Math.ceil(Math.log2(sorted.length) + 1);
  // Where the range is beyond float64 there is no rule to go by.
  return Number.isFinite(wanted) ? Math.max(5, Math.min(50, wanted)) : 50;
}

/** How many of the sorted numbers are below a bound. */
export const countBelow = (sorted: Float64Array, bound: number): number =>
  firstPlace(sorted, (value) => value >= bound);

/** How many of the sorted numbers are at or below a bound. */
export const countUpTo = (sorted: Float64Array, bound: number): number =>
  firstPlace(sorted, (value) => value > bound);

function firstPlace(sorted: Float64Array, reached: (value: number) => boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (reached(sorted[middle]!)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The runs of equal numbers in a sorted column: each distinct value with its count, in order. */
export function* runsOfSorted(sorted: Float64Array): Generator<{ value: number; count: number }> {
  for (let start = 0; start < sorted.length;) {
    const value = sorted[start]!;
    let end = start + 1;
    while (end < sorted.length && sorted[end] === value) end++;
    yield { value: value + 0, count: end - start };
    start = end;
  }
}

/** How many distinct values a sorted column has. */
export function distinctOfSorted(sorted: Float64Array): number {
  let distinct = sorted.length > 0 ? 1 : 0;
  for (let at = 1; at < sorted.length; at++) if (sorted[at] !== sorted[at - 1]) distinct++;
  return distinct;
}
