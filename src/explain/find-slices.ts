import { baseWeights, bootstrapMetrics, type Interval, type Metric } from "../model/index.ts";
import { prepareMetric, resamplingOf, type ExplainedRows } from "./explained-rows.ts";
import type { Slice } from "./explanation.ts";
import { normalReach } from "./normal-quantile.ts";
import { sliceCandidates, type SliceCandidate } from "./slice-candidates.ts";

/** Resamples per slice. */
const replicates = 400;
/** A class of fewer rows in a slice says nothing about the model's skill with it. */
const smallestClass = 5;

/**
 * The metric on every part of the rows that a column names, with intervals that hold for all parts at once: the 95 %
 * bootstrap interval is widened to the level that Bonferroni's rule asks of so many parts, as if the metric were normal on each side. A part is
 * weak when its whole interval is worse than the metric over all rows. Weak parts first, then the worst first.
 */
export function findSlices(rows: ExplainedRows, columns: readonly string[], seed: number): Slice[] {
  const overall = prepareMetric(rows).score(baseWeights(resamplingOf(rows, seed, 0)));
  if (overall === null) return [];
  const candidates = columns
    .flatMap((column) => sliceCandidates(column, rows.table.columns.get(column)!))
    .filter((candidate) => candidate.rows.length < rows.truth.length && hasClasses(rows, candidate));
  const widening = normalReach(1 - 0.05 / Math.max(1, candidates.length)) / normalReach(0.95);
  const slices = candidates.flatMap((candidate): Slice[] => {
    const value = sliceInterval(rows, candidate, seed, widening);
    return value === null ? [] : [describedSlice(candidate, value, overall, rows.metric)];
  });
  const sign = rows.metric.better === "higher" ? 1 : -1;
  return slices.sort(
    (left, right) =>
      Number(right.weak) - Number(left.weak) ||
      sign * (left.value.estimate - right.value.estimate) ||
      (left.text < right.text ? -1 : 1),
  );
}

/** Classification needs two classes of at least five rows in a part. */
function hasClasses({ classCount, truth }: ExplainedRows, { rows }: SliceCandidate): boolean {
  if (classCount === 0) return true;
  const counts = Array.from({ length: classCount }, () => 0);
  for (const row of rows) counts[truth[row]!] = counts[truth[row]!]! + 1;
  return counts.filter((count) => count >= smallestClass).length >= 2;
}

function sliceInterval(
  rows: ExplainedRows,
  { rows: places }: SliceCandidate,
  seed: number,
  widening: number,
): Interval | null {
  const take = (values: Float64Array): Float64Array => Float64Array.from(places, (row) => values[row]!);
  const part: ExplainedRows = {
    ...rows,
    truth: take(rows.truth),
    weight: rows.weight && take(rows.weight),
    predictions: { outputs: rows.predictions.outputs.map(take) },
  };
  const [interval] = bootstrapMetrics([prepareMetric(part)], resamplingOf(part, seed, replicates));
  return interval ? widen(interval, widening, rows.metric) : null;
}

/** Each side of the interval moved away from the estimate, within the range of the metric. */
function widen({ estimate, low, high }: Interval, widening: number, { range }: Metric): Interval {
  return {
    estimate,
    low: Math.max(range[0], estimate - widening * (estimate - low)),
    high: Math.min(range[1], estimate + widening * (high - estimate)),
  };
}

const describedSlice = (
  { text, column, rows }: SliceCandidate,
  value: Interval,
  overall: number,
  metric: Metric,
): Slice => ({
  text,
  column,
  rowCount: rows.length,
  metric: metric.name,
  value,
  overall,
  weak: metric.better === "higher" ? value.high < overall : value.low > overall,
});
