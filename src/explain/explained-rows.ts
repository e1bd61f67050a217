import { createRandom, shuffledIndexes } from "../base/index.ts";
import {
  findMetric,
  isClassTask,
  type Metric,
  type PreparedMetric,
  type Predictions,
  type Resampling,
} from "../model/index.ts";
import { takeTableRows, type Table } from "../schema/index.ts";
import type { ExplainRequest } from "./explain-request.ts";
import type { Model } from "./model-answers.ts";

/** A bounded number of the rows to explain on, with what the model answers there. */
export interface ExplainedRows {
  readonly table: Table;
  readonly truth: Float64Array;
  readonly weight: Float64Array | undefined;
  readonly predictions: Predictions;
  readonly metric: Metric;
  readonly classCount: number;
}

/** Draws up to `limit` of the rows, always the same for one seed; a smaller limit gives some of the same rows. */
export function explainedRows(request: ExplainRequest, model: Model, limit: number): ExplainedRows {
  const { rows, task, weight, truth, seed } = request;
  const order = shuffledIndexes(rows.length, createRandom(seed).fork("explain"));
  const drawn = Uint32Array.from(order.subarray(0, limit), (at) => rows[at]!).sort();
  const table = takeTableRows(request.table, drawn);
  return {
    table,
    truth: Float64Array.from(drawn, (row) => truth[row]!),
    weight: weight && Float64Array.from(drawn, (row) => weight[row]!),
    predictions: model(table),
    metric: findMetric(request.metric, task.kind),
    classCount: isClassTask(task) ? task.classes.length : 0,
  };
}

/** The metric over these rows, with other predictions where given. */
export const prepareMetric = (
  { metric, classCount, truth, predictions }: ExplainedRows,
  changed: Predictions = predictions,
): PreparedMetric => metric.prepare({ classCount, truth, predictions: changed });

/** These rows for the bootstrap. */
export const resamplingOf = (
  { truth, weight }: ExplainedRows,
  seed: number,
  replicates: number,
): Resampling => ({
  rowCount: truth.length,
  ...(weight && { weight }),
  seed,
  replicates,
});
