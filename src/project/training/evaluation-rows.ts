import { hasTarget, type ModelRows } from "../../model/index.ts";
import { takeNumbers } from "../../schema/index.ts";
import { takeCodes, type LearningData } from "./fit-model.ts";

/** Some rows as they are measured: what is true of them, their weights, and the groups of a ranking. */
export const evaluationRows = (
  data: LearningData,
  rows: Uint32Array,
): Pick<ModelRows, "task" | "truth" | "weight" | "group" | "space"> => ({
  task: data.task,
  truth: truthOf(data, rows),
  ...(data.weight ? { weight: takeNumbers(data.weight, rows) } : {}),
  ...(data.space ? { space: data.space.map((column) => takeNumbers(column, rows)) } : {}),
  ...(data.group ? { group: takeCodes(data.group, rows) } : {}),
});

/** The target; the label where there is one instead; NaN where nothing says what is true. */
function truthOf({ task, target, label }: LearningData, rows: Uint32Array): Float64Array {
  if (hasTarget(task.kind)) return takeNumbers(target, rows);
  return label ? takeNumbers(label, rows) : new Float64Array(rows.length).fill(Number.NaN);
}
