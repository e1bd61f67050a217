import {
  blockLength,
  isClassTask,
  type EvaluationRows,
  type Predictions,
  type SplitSpec,
} from "../../model/index.ts";
import { takeRows } from "../../schema/index.ts";
import { groupCodes } from "../name-task.ts";
import type { LearningData } from "./fit-model.ts";

/** What varies together among some rows; nothing where each row varies by itself. */
export type RowUnits = Pick<EvaluationRows, "cluster" | "clusterKind">;

/** So many blocks are kept, however long the memory is: fewer would not show how far anything spreads. */
const fewestBlocks = 10;

/**
 * How many rows that follow each other in time vary together, by the memory of a model's errors; 1 where the split is not in time, or
 * where the errors have no memory.
 */
export function blockRowsOf(
  spec: SplitSpec,
  data: LearningData,
  test: Uint32Array,
  predictions: Predictions,
): number {
  if (spec.kind !== "time" || data.task.kind === "ranking") return 1;
  const errors = errorsOf(data, test, predictions);
  const inTime = Float64Array.from(timeOrder(spec.column, data, test), (place) => errors[place]!);
  return Math.max(1, Math.min(Math.floor(test.length / fewestBlocks), blockLength(inTime)));
}

/** The groups of a split by group, or blocks of so many rows that follow each other in time. A ranking has its own groups. */
export function unitsOf(spec: SplitSpec, data: LearningData, test: Uint32Array, blockRows: number): RowUnits {
  if (data.task.kind === "ranking") return {};
  if (spec.kind === "group") {
    const cluster = groupCodes(takeRows(data.table.columns.get(spec.column)!, test));
    // A group of one row each is no group.
    return new Set(cluster).size === test.length ? {} : { cluster, clusterKind: "group" };
  }
  if (spec.kind !== "time" || blockRows === 1) return {};
  const cluster = new Int32Array(test.length);
  const blocks = Math.max(1, Math.floor(test.length / blockRows));
  // The rows that are left over make the last block longer.
  for (const [at, place] of timeOrder(spec.column, data, test).entries())
    cluster[place] = Math.min(Math.floor(at / blockRows), blocks - 1);
  return { cluster, clusterKind: "block" };
}

/** The places of the rows in the order of time, rows of one time as they stand. */
function timeOrder(column: string, { table }: LearningData, rows: Uint32Array): Uint32Array {
  const times = table.columns.get(column)!;
  if (times.kind === "texts") return Uint32Array.from(rows.keys());
  return Uint32Array.from(rows.keys()).sort(
    (left, right) => times.values[rows[left]!]! - times.values[rows[right]!]! || left - right,
  );
}

/** What each answer is off by: what the prediction lacks, the probability that the true class lacks, or the answer where nothing is true. */
function errorsOf({ task, target }: LearningData, rows: Uint32Array, { outputs }: Predictions): Float64Array {
  const [first] = outputs;
  if (task.kind === "clusters" || task.kind === "outliers") return first!;
  return Float64Array.from(rows, (row, at) => {
    const truth = target[row]!;
    if (!isClassTask(task)) return truth - first![at]!;
    return task.kind === "binary" ? truth - first![at]! : 1 - outputs[truth]![at]!;
  });
}
