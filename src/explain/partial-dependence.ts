import { valueToJson, type Value, type Vector } from "../schema/index.ts";
import { isClassTask, type Task } from "../model/index.ts";
import { dependenceGrid } from "./dependence-grid.ts";
import type { ExplainedRows } from "./explained-rows.ts";
import type { PartialDependence } from "./explanation.ts";
import { withColumn, type Model } from "./model-answers.ts";

/** What each output of a model is called in an explanation: `prediction`, or the class whose probability it is. */
const outputLabels = (task: Task): readonly string[] =>
  isClassTask(task)
    ? (task.kind === "binary" ? [task.classes[1]] : task.classes).map((value) =>
        String(valueToJson(value, task.type)),
      )
    : [task.kind === "regression" ? "prediction" : "score"];

/**
 * The mean answer over the rows when a column is set to one value for all of them (Friedman, Annals of Statistics 29, 2001),
 * at the values that `all` rows of the column suggest. One curve per output.
 */
export function partialDependence(
  model: Model,
  rows: ExplainedRows,
  column: string,
  all: Vector,
  task: Task,
): PartialDependence[] {
  const vector = rows.table.columns.get(column)!;
  const points = dependenceGrid(all).map(({ value, rows: count }) => {
    const { outputs } = model(withColumn(rows.table, column, constantVector(vector, value)));
    return { value, rows: count, means: outputs.map((answers) => weightedMean(answers, rows.weight)) };
  });
  return outputLabels(task).map((output, index) => ({
    column,
    output,
    points: points.map(({ value, rows: count, means }) => ({ value, mean: means[index]!, rows: count })),
  }));
}

/** A vector like another with one value in every row; a text must be in its dictionary. */
function constantVector(vector: Vector, value: Value): Vector {
  if (vector.kind === "texts") {
    const code = value === null ? -1 : vector.dictionary.indexOf(String(value));
    return { ...vector, codes: new Int32Array(vector.codes.length).fill(code) };
  }
  return {
    ...vector,
    values: new Float64Array(vector.values.length).fill(value === null ? Number.NaN : Number(value)),
  };
}

function weightedMean(values: Float64Array, weight: Float64Array | undefined): number {
  let sum = 0;
  let total = 0;
  for (let row = 0; row < values.length; row++) {
    const share = weight ? weight[row]! : 1;
    sum += share * values[row]!;
    total += share;
  }
  return total > 0 ? sum / total : 0;
}
