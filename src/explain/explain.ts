import { hasTarget } from "../model/index.ts";
import { takeRows } from "../schema/index.ts";
import { checkExplainRequest, type ExplainRequest } from "./explain-request.ts";
import { explainedRows } from "./explained-rows.ts";
import type { ColumnImportance, Explanation } from "./explanation.ts";
import { findSlices } from "./find-slices.ts";
import { modelOf } from "./model-answers.ts";
import { partialDependence } from "./partial-dependence.ts";
import { columnImportance } from "./permutation-importance.ts";

/** The most rows that each part of an explanation looks at, and the most columns with a dependence curve. */
const rowLimits = { slices: 20_000, importance: 5000, clusters: 1000, dependence: 1000 } as const;
const dependenceColumns = 20;

/**
 * Why a model answers as it does, on the user's own columns: which columns matter, how the answer moves with the most
 * important ones, and where the model is weaker than overall. It only runs the Program, so it explains every model alike.
 * The mean of the numbers of clusters says nothing, so clusters have no curves; without a target nothing is weak or strong, so clusters
 * and outliers have no slices. The same request gives the same bits.
 */
export function explain(request: ExplainRequest): Explanation {
  checkExplainRequest(request);
  const { columns, seed, modelName, metric } = request;
  const model = modelOf(request);
  const read = new Set(request.program.input.fields.map(({ name }) => name));
  // 1. Which columns matter.
  const readColumns = columns.filter((column) => read.has(column));
  const importance = importances(request, model, readColumns);
  // 2. How the answer moves with the most important ones.
  if (request.task.kind === "clusters")
    return { model: modelName, metric, importance, dependence: [], slices: [] };
  const few = explainedRows(request, model, rowLimits.dependence);
  const ranked = new Set([...importance.map(({ column }) => column), ...readColumns]);
  const dependence = [...ranked].slice(0, dependenceColumns).flatMap((column) => {
    step(request, `dependence on ${column}`);
    const all = takeRows(request.table.columns.get(column)!, request.rows);
    return partialDependence(model, few, column, all, request.task);
  });
  if (!hasTarget(request.task.kind)) return { model: modelName, metric, importance, dependence, slices: [] };
  // 3. Where the model is weaker than overall.
  step(request, "slices");
  const slices = findSlices(explainedRows(request, model, rowLimits.slices), columns, seed);
  return { model: modelName, metric, importance, dependence, slices };
}

function importances(
  request: ExplainRequest,
  model: ReturnType<typeof modelOf>,
  columns: readonly string[],
): ColumnImportance[] {
  const limit = request.task.kind === "clusters" ? rowLimits.clusters : rowLimits.importance;
  const rows = explainedRows(request, model, limit);
  return columns
    .flatMap((column) => {
      step(request, `importance of ${column}`);
      return columnImportance(model, rows, column, request.seed) ?? [];
    })
    .sort(
      (left, right) =>
        right.importance.estimate - left.importance.estimate || (left.column < right.column ? -1 : 1),
    );
}

function step({ effects, modelName }: ExplainRequest, note: string): void {
  effects.signal.throwIfAborted();
  effects.progress({ task: `explain ${modelName}`, note });
}
