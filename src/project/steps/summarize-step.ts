import { hashJson } from "../../base/index.ts";
import {
  companionOf,
  isSummarized,
  summarizeModel,
  type ModelSummary,
  type SummarizedModel,
  type SummaryRequest,
} from "../../explain/index.ts";
import { valueAt, valueToJson, type Vector } from "../../schema/index.ts";
import { crossFit, transforms, type Recipe, type TransformName } from "../../transform/index.ts";
import { groupCodes } from "../name-task.ts";
import type { PreparedProject } from "../prepare.ts";
import { crossFitFolds, targetContext, type LearningData } from "../training/fit-model.ts";
import { runStep, type StepResult } from "./step.ts";
import { wholeFeatures } from "../training/shared-features.ts";
import type { Trained } from "./train-step.ts";

/** Summaries of one run: a model with features of its own costs one more. */
const mostSummaries = 3;

/** Trained models over the same features with the same companion. */
interface SummaryGroup {
  readonly key: string;
  readonly models: readonly StepResult<Trained>[];
}

/**
 * Summarizes the linear models of a run on the rows that they learnt from: models over the same features share a summary. The one with the
 * winner comes first, else the one with the best linear model. Empty for a task or a run without linear models.
 */
export async function summarizeStep(
  project: PreparedProject,
  data: LearningData,
  rows: Uint32Array,
  trained: readonly StepResult<Trained>[],
  winner: string,
  metric: { readonly better: "higher" | "lower" },
  dataKey: string,
): Promise<readonly ModelSummary[]> {
  const groups = groupModels(trained, data, winner, metric.better).slice(0, mostSummaries);
  if (groups.length === 0) return [];
  const { id, group, time } = project.definition;
  const inputs = {
    dataKey,
    models: groups.map(({ models }) => models.map(({ hash }) => hash)),
    roles: { id: [...id], group, time },
  };
  const { output } = await runStep(project.context, "summarize", 1, inputs, async () => {
    const shared = await sharedRequest(project, data, rows);
    return groups.map(({ models }) => summarizeModel({ ...shared, ...groupRequest(models, data, rows) }));
  });
  return output;
}

function groupModels(
  trained: readonly StepResult<Trained>[],
  { task }: LearningData,
  winner: string,
  better: "higher" | "lower",
): readonly SummaryGroup[] {
  const linear = trained.filter(
    ({ output }) => isSummarized(output.record.trainer, task) && (output.features?.features.length ?? 0) > 0,
  );
  const sign = better === "higher" ? -1 : 1;
  const rank = ({ output: { record } }: StepResult<Trained>): number =>
    record.name === winner ? -Infinity : sign * record.validation.mean;
  const ordered = linear.toSorted((one, other) => rank(one) - rank(other));
  const byKey = Map.groupBy(ordered, ({ output: { record, features } }) =>
    hashJson({
      features: (features ?? null) as never,
      companion: companionOf(modelOf(record), task) as never,
    }),
  );
  return [...byKey].map(([key, models]) => ({ key, models }));
}

const modelOf = ({ name, trainer, params, details }: Trained["record"]): SummarizedModel => ({
  name,
  trainer,
  params,
  details,
});

/** What all summaries of a run have in common. */
async function sharedRequest(
  { definition, reader, context, hidden }: PreparedProject,
  { task, table, target, weight, seed }: LearningData,
  rows: Uint32Array,
): Promise<Omit<SummaryRequest, "models" | "features" | "actions" | "training">> {
  const ids: Vector[] = [];
  for (const name of definition.id) if (!hidden?.amounts.has(name)) ids.push(await reader.column(name));
  const group = definition.group === null ? undefined : table.columns.get(definition.group);
  const time = definition.time === null ? undefined : table.columns.get(definition.time);
  return {
    task,
    table,
    rows,
    target,
    weight,
    clusters: group ? { column: definition.group!, codes: groupCodes(group) } : null,
    time: time?.kind === "numbers" ? { column: definition.time!, values: time.values } : null,
    keyOf: (row) => ids.map((vector) => String(valueToJson(valueAt(vector, row), vector.type) ?? "missing")),
    seed,
    effects: context.effects,
  };
}

function groupRequest(
  models: readonly StepResult<Trained>[],
  data: LearningData,
  rows: Uint32Array,
): Pick<SummaryRequest, "models" | "features" | "actions" | "training"> {
  const { record, features } = models[0]!.output;
  return {
    models: models.map(({ output }) => modelOf(output.record)),
    features: features ? wholeFeatures(features) : [],
    actions: record.actions,
    training: usesTarget(record.recipe) ? encodedFeatures(record.recipe, data, rows) : null,
  };
}

/** Whether a step of a recipe makes features of the target. */
const usesTarget = ({ steps }: Recipe): boolean =>
  steps.some(({ transform }) => {
    const found = transforms[transform as TransformName];
    return found.usesTarget && !(found.over === "columns" && found.onlyChooses);
  });

/** Features that are made of the target, as the trainer saw them: from the rows of other folds. */
function encodedFeatures(
  recipe: Recipe,
  data: LearningData,
  rows: Uint32Array,
): ReadonlyMap<string, Float64Array> {
  const { training, encoded } = crossFit(data.table, rows, recipe, targetContext(data), {
    folds: crossFitFolds,
    seed: data.seed,
  });
  return new Map(
    encoded.flatMap((name) => {
      const vector = training.get(name);
      return vector?.kind === "numbers" ? [[name, vector.values] as const] : [];
    }),
  );
}
