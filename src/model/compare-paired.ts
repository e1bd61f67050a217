import { baseWeights, forEachResample, percentileInterval } from "./bootstrap.ts";
import { checkEvaluationRows, type EvaluationRows } from "./evaluate-input.ts";
import { resampling, scoredRows } from "./evaluate-model.ts";
import type { Interval, PairedDifference, Predictions } from "./evaluation.ts";
import { findMetric } from "./metrics/index.ts";

/** A model's name and its answers. */
interface NamedPredictions {
  readonly model: string;
  readonly predictions: Predictions;
}

/** Two models' answers for the same rows. */
export interface PairedRows extends EvaluationRows {
  readonly metric: string;
  readonly first: NamedPredictions;
  readonly second: NamedPredictions;
  readonly seed: number;
}

/**
 * The difference of a metric between two models on the same rows, with a 95 % interval from resamples that both see, so
 * that what makes rows hard for both cancels out. Null where the metric is not defined on these rows.
 */
export function comparePaired({ metric, first, second, seed, ...rows }: PairedRows): PairedDifference | null {
  const measure = findMetric(metric, rows.task.kind);
  checkEvaluationRows(rows, [
    [first.model, first.predictions],
    [second.model, second.predictions],
  ]);
  const left = measure.prepare(scoredRows(rows, first.predictions));
  const right = measure.prepare(scoredRows(rows, second.predictions));
  const sampled = resampling(rows, seed);
  const estimate = subtract(left.score(baseWeights(sampled)), right.score(baseWeights(sampled)));
  if (estimate === null) return null;
  const replicates: number[] = [];
  forEachResample(sampled, (weights) => {
    const difference = subtract(left.score(weights), right.score(weights));
    if (difference !== null) replicates.push(difference);
  });
  const difference = percentileInterval(estimate, replicates);
  if (!difference) return null;
  return {
    metric,
    first: first.model,
    second: second.model,
    difference,
    better: betterSide(difference, measure.better),
  };
}

const subtract = (left: number | null, right: number | null): number | null =>
  left === null || right === null ? null : left - right;

/** Which side wins: none while 0 is inside the interval. */
function betterSide({ low, high }: Interval, better: "higher" | "lower"): PairedDifference["better"] {
  if (low <= 0 && high >= 0) return "none";
  return low > 0 === (better === "higher") ? "first" : "second";
}
