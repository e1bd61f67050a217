import { createRandom, type Random } from "../base/index.ts";
import { quantileOfSorted } from "../stats/index.ts";
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
  const { rowCount, weight, cluster, seed } = resampling;
  const random = createRandom(seed).fork("bootstrap");
  const drawn = new Uint8Array(cluster ? clusterCount(cluster) : rowCount);
  const counts = cluster ? new Uint8Array(rowCount) : drawn;
  const weighted = weight ? new Float64Array(rowCount) : undefined;
  for (let replicate = replicateCount(rowCount); replicate > 0; replicate--) {
    drawPoisson(drawn, random);
    if (cluster) for (let row = 0; row < rowCount; row++) counts[row] = drawn[cluster[row]!]!;
    if (weight && weighted)
      for (let row = 0; row < rowCount; row++) weighted[row] = counts[row]! * weight[row]!;
    visit(weighted ?? counts);
  }
}

const clusterCount = (cluster: Int32Array): number =>
  cluster.reduce((most, one) => Math.max(most, one + 1), 0);

/** Each metric on all rows with its 95 % percentile interval; every metric sees the same resamples. */
export function bootstrapMetrics(
  prepared: readonly PreparedMetric[],
  resampling: Resampling,
): (Interval | null)[] {
  const base = baseWeights(resampling);
  const estimates = prepared.map((metric) => metric.score(base));
  const replicates: number[][] = prepared.map(() => []);
  forEachResample(resampling, (weights) => {
    for (const [index, metric] of prepared.entries()) {
      const value = estimates[index] === null ? null : metric.score(weights);
      if (value !== null) replicates[index]!.push(value);
    }
  });
  return estimates.map((estimate, index) =>
    estimate === null ? null : percentileInterval(estimate, replicates[index]!),
  );
}

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

const drawBits = 26;
const cellBits = 13;
const mixed = 255;
/** Draws below `limits[k]` mean at most k. */
const limits = poissonLimits();
/** The count for each cell of the leading bits of a draw, or `mixed` where a limit falls inside the cell. */
const cells = poissonCells();

/** Fills `counts` with Poisson(1) numbers: two of 26 bits from each 53-bit draw. */
function drawPoisson(counts: Uint8Array, random: Random): void {
  for (let at = 0; at < counts.length; at += 2) {
    const draw = random.next() * 2 ** drawBits;
    const first = draw | 0;
    counts[at] = poissonOf(first);
    if (at + 1 < counts.length) counts[at + 1] = poissonOf(((draw - first) * 2 ** drawBits) | 0);
  }
}

function poissonOf(draw: number): number {
  const count = cells[draw >>> (drawBits - cellBits)]!;
  return count === mixed ? limits.findIndex((limit) => draw < limit) : count;
}

function poissonLimits(): readonly number[] {
  const found: number[] = [];
  // e^-1 as a literal: an engine may round Math.exp in its own way.
  let term = 0.36787944117144233;
  let below = 0;
  for (let count = 0; count < 10; count++) {
    below += term;
    found.push(Math.floor(below * 2 ** drawBits));
    term /= count + 1;
  }
  return [...found, 2 ** drawBits];
}

function poissonCells(): Uint8Array {
  const width = 2 ** (drawBits - cellBits);
  return Uint8Array.from({ length: 2 ** cellBits }, (_, cell) => {
    const first = limits.findIndex((limit) => cell * width < limit);
    return (cell + 1) * width <= limits[first]! ? first : mixed;
  });
}
