import { square } from "../base/index.ts";
import { studentTwoSidedQuantile } from "../stats/index.ts";
import { percentileInterval, replicateCount, resampleMetrics, type Resampling } from "./bootstrap.ts";
import { shareInterval } from "./calibration.ts";
import type { IntervalMethod, MetricValue } from "./evaluation.ts";
import type { Metric, ScoredRows } from "./metrics/index.ts";

/** With fewer units, the percentiles of the bootstrap are too narrow, and Student's t takes their place. */
const manyUnits = 30;
/** With fewer units nothing shows how far a metric spreads. */
const fewestUnits = 5;
/** Where a metric is undefined in a larger share of the resamples, as with four rows of a class, the others are no fair sample. */
const mostUndefined = 0.0125;

/** The metrics of an evaluation, and how their intervals were made. */
export interface MeasuredMetrics {
  readonly metrics: readonly MetricValue[];
  readonly intervals: IntervalMethod;
}

/**
 * Each metric with its 95 % interval: the percentiles of the bootstrap, or with fewer than 30 units Student's t of its standard error,
 * kept within the metric's range. Where an interval would be wrong there is none, and the reason says why.
 */
export function measureWithIntervals(
  chosen: readonly Metric[],
  scored: ScoredRows,
  rows: Resampling,
  clusterKind: "group" | "block",
): MeasuredMetrics {
  const units = rows.cluster ? new Set(rows.cluster).size : rows.rowCount;
  const intervals: IntervalMethod = {
    level: 0.95,
    method: units < manyUnits ? "student" : "percentile",
    resamples: rows.replicates ?? replicateCount(rows.rowCount),
    unit: rows.cluster ? clusterKind : "row",
    units,
  };
  const prepared = chosen.map((metric) => metric.prepare(scored));
  const isConstant = scored.predictions.outputs.every((output) => output.every((one) => one === output[0]));
  const isPlain = !rows.weight && !rows.cluster;
  const metrics = resampleMetrics(prepared, rows).map(({ estimate, replicates }, index): MetricValue => {
    const metric = chosen[index]!;
    const { leftOut } = prepared[index]!;
    const about = { metric: metric.name, better: metric.better };
    const rest = leftOut > 0 ? { leftOut } : {};
    if (estimate === null) return { ...about, value: null, ...rest };
    const reason = whyNone(metric, estimate, replicates, intervals, isConstant);
    if (reason === "" || (metric.name === "accuracy" && isPlain && units >= fewestUnits))
      return { ...about, value: intervalOf(metric, estimate, replicates, intervals, reason !== ""), ...rest };
    return { ...about, value: { estimate, low: estimate, high: estimate }, ...rest, withoutInterval: reason };
  });
  return { metrics, intervals };
}

const unitWords = { row: "rows", group: "groups", block: "blocks of time" } as const;

/** Why an interval would be wrong; empty where it would not. */
function whyNone(
  { needs }: Metric,
  estimate: number,
  replicates: readonly number[],
  { units, unit, resamples }: IntervalMethod,
  isConstant: boolean,
): string {
  if (units < fewestUnits)
    return `the test has only ${units} ${unitWords[unit]}, too few to see how far it spreads`;
  const spreads = replicates.some((one) => one !== estimate);
  if (!spreads && isConstant && needs === "order")
    return "the model gives all rows one answer, so it is what it is for any rows";
  if (resamples - replicates.length > mostUndefined * resamples)
    return `it is not defined in ${resamples - replicates.length} of ${resamples} resamples: too few rows of a kind that it needs`;
  return spreads ? "" : "it is the same in every resample, so they do not show how far it spreads";
}

function intervalOf(
  { range }: Metric,
  estimate: number,
  replicates: readonly number[],
  { method, units }: IntervalMethod,
  isCertain: boolean,
) {
  // Right in every row, or in none: Wilson's interval knows what the resamples cannot show.
  if (isCertain) return shareInterval(estimate * units, units);
  if (method === "percentile") return percentileInterval(estimate, replicates);
  const mean = replicates.reduce((sum, one) => sum + one, 0) / replicates.length;
  const squares = replicates.reduce((sum, one) => sum + square(one - mean), 0);
  // A resample of few units spreads less than they do, by (units - 1) / units.
  const deviation = Math.sqrt((squares / (replicates.length - 1)) * (units / (units - 1)));
  const reach = studentTwoSidedQuantile(0.05, units - 1) * deviation;
  return {
    estimate,
    low: Math.max(range[0], estimate - reach),
    high: Math.min(range[1], estimate + reach),
  };
}
