import { createRandom, shuffledIndexes } from "../base/index.ts";
import {
  findMetric,
  isClassTask,
  numberedAnew,
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
  /** Of a ranking: the group of each row, numbered from 0; whole groups are drawn. */
  readonly group?: Int32Array | undefined;
  /** What each row varies together with, numbered from 0; absent for rows that vary alone. */
  readonly cluster?: Int32Array | undefined;
  /** Of clusters: the space in which the rows are near or far. */
  readonly space?: readonly Float64Array[] | undefined;
  readonly predictions: Predictions;
  readonly metric: Metric;
  readonly classCount: number;
}

/** Draws up to `limit` of the rows, always the same for one seed; a smaller limit gives some of the same rows. */
export function explainedRows(request: ExplainRequest, model: Model, limit: number): ExplainedRows {
  const { task, weight, truth } = request;
  const drawn = drawRows(request, limit);
  const table = takeTableRows(request.table, drawn);
  return {
    table,
    truth: Float64Array.from(drawn, (row) => truth[row]!),
    weight: weight && Float64Array.from(drawn, (row) => weight[row]!),
    group: request.group && numberedAnew(Int32Array.from(drawn, (row) => request.group![row]!)),
    cluster: request.cluster && numberedAnew(Int32Array.from(drawn, (row) => request.cluster![row]!)),
    space: request.space?.map((column) => Float64Array.from(drawn, (row) => column[row]!)),
    predictions: model(table),
    metric: findMetric(request.metric, task.kind),
    classCount: isClassTask(task) ? task.classes.length : 0,
  };
}

/** Up to `limit` of the rows, ascending; of a ranking as many whole groups as fit, one at least. */
function drawRows({ rows, group, seed }: ExplainRequest, limit: number): Uint32Array {
  const random = createRandom(seed).fork("explain");
  if (!group)
    return Uint32Array.from(
      shuffledIndexes(rows.length, random).subarray(0, limit),
      (at) => rows[at]!,
    ).sort();
  const byGroup = [...Map.groupBy(rows, (row) => group[row]!).values()];
  const drawn: number[] = [];
  for (const at of shuffledIndexes(byGroup.length, random)) {
    const next = byGroup[at]!;
    if (drawn.length > 0 && drawn.length + next.length > limit) break;
    drawn.push(...next);
  }
  return Uint32Array.from(drawn).sort();
}

/** The metric over these rows, with other predictions where given. Stability is that of the order that the model gives to these rows. */
export const prepareMetric = (
  { metric, classCount, truth, group, space, predictions }: ExplainedRows,
  changed: Predictions = predictions,
): PreparedMetric => {
  const again = metric.name === "stability" ? predictions.outputs[0] : undefined;
  return metric.prepare({
    classCount,
    truth,
    predictions: { ...changed, ...(again && { again }) },
    ...(group && { group }),
    ...(space && { space }),
  });
};

/** These rows for the bootstrap. */
export const resamplingOf = (
  { truth, weight, group, cluster = group }: ExplainedRows,
  seed: number,
  replicates: number,
): Resampling => ({
  rowCount: truth.length,
  ...(weight && { weight }),
  ...(cluster && { cluster }),
  seed,
  replicates,
});
