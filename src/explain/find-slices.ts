import { bootstrapMetrics, numberedAnew, type Interval, type Metric } from "../model/index.ts";
import { normalReach } from "../stats/index.ts";
import { prepareMetric, resamplingOf, type ExplainedRows } from "./explained-rows.ts";
import type { Slice } from "./explanation.ts";
import { reachOf, widenInterval } from "./widen-interval.ts";
import { sliceCandidates, type SliceCandidate } from "./slice-candidates.ts";

/** Resamples per slice. */
const replicates = 400;
/** A class of fewer rows in a slice says nothing about the model's skill with it. */
const smallestClass = 5;
/** Fewer groups of a ranking say nothing. */
const fewestGroups = 10;

/**
 * The metric on every part of the rows that a column names, with intervals that hold for all parts at once: the 95 %
 * bootstrap interval is widened to the level that Bonferroni's rule asks of so many parts, as if the metric were normal on
 * a scale without ends, and it is never narrower than chance makes it for as many rows of all. A part is weak when its whole
 * interval is worse than the metric over all rows. Weak parts first, then the worst first.
 */
export function findSlices(rows: ExplainedRows, columns: readonly string[], seed: number): Slice[] {
  const overall = intervalOf(rows, seed);
  if (overall === null) return [];
  const { metric, truth, table } = rows;
  const candidates = columns
    .flatMap((column) => sliceCandidates(column, table.columns.get(column)!))
    .filter((candidate) => candidate.rows.length < truth.length && hasClasses(rows, candidate))
    .filter((candidate) => holdsWholeGroups(rows, candidate));
  const factor = normalReach(1 - 0.05 / Math.max(1, candidates.length)) / normalReach(0.95);
  const reach = reachOf(overall, metric.range);
  const slices = candidates.flatMap((candidate): Slice[] => {
    const interval = intervalOf(takeExplained(rows, candidate.rows), seed);
    if (interval === null) return [];
    const fewer = Math.sqrt(truth.length / candidate.rows.length);
    const least = { below: reach.below * fewer, above: reach.above * fewer };
    const value = widenInterval(interval, factor, metric.range, least);
    return [describedSlice(candidate, value, overall.estimate, metric)];
  });
  const sign = metric.better === "higher" ? 1 : -1;
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

/** A part of a group is another ranking: only parts of whole groups say where the model is weak, and of ten at least. */
function holdsWholeGroups({ group }: ExplainedRows, { rows }: SliceCandidate): boolean {
  if (!group) return true;
  const inside = Map.groupBy(rows, (row) => group[row]!);
  const sizes = new Map<number, number>();
  for (const one of group) sizes.set(one, (sizes.get(one) ?? 0) + 1);
  return (
    inside.size >= fewestGroups && inside.entries().every(([one, places]) => places.length === sizes.get(one))
  );
}

/** The metric with its plain bootstrap interval. */
const intervalOf = (rows: ExplainedRows, seed: number): Interval | null =>
  bootstrapMetrics([prepareMetric(rows)], resamplingOf(rows, seed, replicates))[0] ?? null;

function takeExplained(rows: ExplainedRows, places: Uint32Array): ExplainedRows {
  const take = (values: Float64Array): Float64Array => Float64Array.from(places, (row) => values[row]!);
  return {
    ...rows,
    truth: take(rows.truth),
    weight: rows.weight && take(rows.weight),
    group: rows.group && numberedAnew(Int32Array.from(places, (row) => rows.group![row]!)),
    cluster: rows.cluster && numberedAnew(Int32Array.from(places, (row) => rows.cluster![row]!)),
    predictions: { outputs: rows.predictions.outputs.map(take) },
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
