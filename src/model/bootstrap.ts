import { createRandom } from "../base/index.ts";
import { quantileOfSorted } from "../stats/index.ts";
import { drawPoisson } from "./bootstrap-poisson.ts";
import type { Interval } from "./evaluation.ts";
import type { PreparedMetric, RowWeights } from "./metrics/index.ts";

/** Rows to resample. */
export interface Resampling {
  readonly rowCount: number;
  /** A weight per row, not negative; absent means 1. */
  readonly weight?: Float64Array;
  /** A whole number from 0 per row: rows of one number are drawn together, since they do not vary independently. */
  readonly cluster?: Int32Array;
  readonly seed: number;
  /** How many resamples; absent means as many as `replicateCount` says. */
  readonly replicates?: number;
}

/** Rows × resamples that one interval may cost; a count of work, never of time, so that it decides nothing by chance. */
const workBudget = 40_000_000;

/** How many resamples an interval over so many rows has: 1,000 up to 40,000 rows, then fewer, never below 200. */
export const replicateCount = (rowCount: number): number =>
  Math.max(200, Math.min(1000, Math.floor(workBudget / Math.max(1, rowCount))));

/** The weights when nothing is resampled. */
export const baseWeights = ({ rowCount, weight }: Resampling): RowWeights =>
  weight ?? new Uint8Array(rowCount).fill(1);

/**
 * Calls `visit` with the weights of each resample. Each row (or cluster) is drawn a Poisson(1) number of times, which for
 * ratios of sums is the ordinary bootstrap without its fixed total (Hanley & MacGibbon, Comput. Methods Programs Biomed.
 * 83, 2006; Chamandy et al., 2012). The array is reused.
 */
export function forEachResample(resampling: Resampling, visit: (weights: RowWeights) => void): void {
  const { rowCount, weight, cluster, seed, replicates = replicateCount(rowCount) } = resampling;
  const random = createRandom(seed).fork("bootstrap");
  const drawn = new Uint8Array(cluster ? clusterCount(cluster) : rowCount);
  const counts = cluster ? new Uint8Array(rowCount) : drawn;
  const weighted = weight ? new Float64Array(rowCount) : undefined;
  for (let left = replicates; left > 0; left--) {
    drawPoisson(drawn, random);
    if (cluster) for (let row = 0; row < rowCount; row++) counts[row] = drawn[cluster[row]!]!;
    if (weight && weighted)
      for (let row = 0; row < rowCount; row++) weighted[row] = counts[row]! * weight[row]!;
    visit(weighted ?? counts);
  }
}

const clusterCount = (cluster: Int32Array): number =>
  cluster.reduce((most, one) => Math.max(most, one + 1), 0);

/** A metric on all rows (null where it is not defined) and on the resamples where it is defined. */
export interface ResampledMetric {
  readonly estimate: number | null;
  readonly replicates: readonly number[];
}

/** Each metric on all rows and on the resamples; every metric sees the same ones. */
export function resampleMetrics(
  prepared: readonly PreparedMetric[],
  resampling: Resampling,
): ResampledMetric[] {
  const base = baseWeights(resampling);
  const estimates = prepared.map((metric) => metric.score(base));
  const replicates: number[][] = prepared.map(() => []);
  forEachResample(resampling, (weights) => {
    for (const [index, metric] of prepared.entries()) {
      const value = estimates[index] === null ? null : metric.score(weights);
      if (value !== null) replicates[index]!.push(value);
    }
  });
  return estimates.map((estimate, index) => ({ estimate, replicates: replicates[index]! }));
}

/** Each metric on all rows with its 95 % percentile interval. */
export const bootstrapMetrics = (
  prepared: readonly PreparedMetric[],
  resampling: Resampling,
): (Interval | null)[] =>
  resampleMetrics(prepared, resampling).map(({ estimate, replicates }) =>
    estimate === null ? null : percentileInterval(estimate, replicates),
  );

/**
 * The percentile interval (Efron & Tibshirani 1993, chapter 13), widened to hold the estimate where it would not.
 * `level` is the share of resamples inside. Null for no resamples.
 */
export function percentileInterval(
  estimate: number,
  replicates: readonly number[],
  level = 0.95,
): Interval | null {
  const sorted = Float64Array.from(replicates).sort();
  const low = quantileOfSorted(sorted, (1 - level) / 2);
  const high = quantileOfSorted(sorted, (1 + level) / 2);
  if (low === null || high === null) return null;
  return { estimate, low: Math.min(low, estimate), high: Math.max(high, estimate) };
}
