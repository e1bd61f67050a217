import { takeNumbers } from "../schema/index.ts";
import { ascendingPlaces, quantileOfSorted } from "../stats/index.ts";
import type { Resampling } from "./bootstrap.ts";
import { calibrationBins } from "./calibration.ts";
import { confusionMatrix } from "./evaluate-confusion.ts";
import { checkEvaluationRows, classCount, type EvaluationRows } from "./evaluate-input.ts";
import type { Evaluation, Predictions } from "./evaluation.ts";
import { measureWithIntervals } from "./metric-intervals.ts";
import { findMetric, metricsOf, type Metric, type ScoredRows } from "./metrics/index.ts";
import { residuals } from "./metrics/regression.ts";
import { baseWeights } from "./bootstrap.ts";

/** A model's answers for rows whose truth is known. */
export interface ModelRows extends EvaluationRows {
  readonly model: string;
  readonly predictions: Predictions;
  readonly seed: number;
}

/** Where the quantiles of the residuals are taken. */
const residualProbabilities = [0, 0.05, 0.25, 0.5, 0.75, 0.95, 1] as const;

/**
 * Everything that is measured of a model on some rows: all metrics of its task with 95 % bootstrap intervals, the
 * calibration curve, the confusion matrix, the residuals. The same input and seed give the same bits.
 * @example
 * evaluateModel({ model: "boosting", task, truth, predictions: { outputs: [probabilities] }, seed: 1 }).metrics[0]
 * // { metric: "auc", better: "higher", value: { estimate: 0.87, low: 0.85, high: 0.89 } }
 */
export function evaluateModel({ model, seed, ...given }: ModelRows): Evaluation {
  checkEvaluationRows(given, [[model, given.predictions]]);
  const { predictions, ...rows } = orderRows(given);
  const scored = scoredRows(rows, predictions);
  const { metrics, intervals } = measureWithIntervals(
    measurable(rows, predictions),
    scored,
    resampling(rows, seed),
    rows.group ? "group" : (rows.clusterKind ?? "group"),
  );
  return {
    model,
    rowCount: rows.truth.length,
    metrics,
    intervals,
    calibration: calibrationBins(scored, rows.weight),
    confusion: confusionMatrix(rows.task, rows.truth, predictions),
    residualQuantiles: rows.task.kind === "regression" ? residualQuantiles(scored) : [],
  };
}

/** The metrics of the task; of outliers those by a label only where there is one, and stability only where the model was learnt twice. */
const measurable = ({ task, truth }: EvaluationRows, { again }: Predictions): readonly Metric[] =>
  metricsOf(task.kind).filter(
    ({ name }) =>
      task.kind !== "outliers" ||
      (name === "stability" ? again !== undefined : truth.some((value) => !Number.isNaN(value))),
  );

type RowsWithPredictions = EvaluationRows & { readonly predictions: Predictions };

/** The rows by their first prediction: metrics of ranks then read memory from end to end in every resample. */
function orderRows(rows: RowsWithPredictions): RowsWithPredictions {
  const { task, truth, weight, cluster, clusterKind, group, space, predictions } = rows;
  const order = ascendingPlaces(predictions.outputs[0]!);
  const takeCodes = (codes: Int32Array): Int32Array => Int32Array.from(order, (row) => codes[row]!);
  return {
    task,
    truth: takeNumbers(truth, order),
    predictions: {
      outputs: predictions.outputs.map((output) => takeNumbers(output, order)),
      ...(predictions.again && { again: takeNumbers(predictions.again, order) }),
    },
    ...(weight && { weight: takeNumbers(weight, order) }),
    ...(cluster && { cluster: takeCodes(cluster) }),
    ...(clusterKind && { clusterKind }),
    ...(group && { group: takeCodes(group) }),
    ...(space && { space: space.map((column) => takeNumbers(column, order)) }),
  };
}

/** One metric on some rows without an interval, for the many comparisons of a search; null where it is not defined. */
export function computeMetric(
  name: string,
  { predictions, ...rows }: EvaluationRows & { readonly predictions: Predictions },
): number | null {
  const metric = findMetric(name, rows.task.kind);
  checkEvaluationRows(rows, [["the model", predictions]]);
  return metric.prepare(scoredRows(rows, predictions)).score(baseWeights(resampling(rows, 0)));
}

/** The rows as a metric wants them. */
export const scoredRows = (rows: EvaluationRows, predictions: Predictions): ScoredRows => ({
  classCount: classCount(rows.task),
  truth: rows.truth,
  predictions,
  ...(rows.group && { group: rows.group }),
  ...(rows.space && { space: rows.space }),
});

/** The rows as the bootstrap wants them. */
export const resampling = (rows: EvaluationRows, seed: number): Resampling => {
  const { truth, weight, group, cluster = group } = rows;
  return {
    rowCount: truth.length,
    ...(weight && { weight }),
    ...(cluster && { cluster: numberedAnew(cluster) }),
    seed,
  };
};

/** The same groups, numbered from 0 in the order of their numbers, so that none is drawn that no row has. */
export function numberedAnew(codes: Int32Array): Int32Array {
  const numbers = new Map(
    [...new Set(codes)].sort((left, right) => left - right).map((code, at) => [code, at]),
  );
  return codes.map((code) => numbers.get(code)!);
}

function residualQuantiles(scored: ScoredRows): number[] {
  const sorted = residuals(scored).sort();
  return residualProbabilities.map((probability) => quantileOfSorted(sorted, probability) ?? 0);
}
