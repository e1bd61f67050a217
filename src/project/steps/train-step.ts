import { join } from "node:path";
import { hashJson, type Effects, type Json } from "../../base/index.ts";
import { isSummarized } from "../../explain/index.ts";
import type { Program } from "../../ir/index.ts";
import { createProgram } from "../../ir/index.ts";
import { unshownActions } from "../private/unshown-answers.ts";
import type { ModelRecord } from "../run-record.ts";
import type { LearningData, ModelPlan } from "../training/fit-model.ts";
import { keepFits, type FitKeeper } from "../training/keep-fits.ts";
import { shareFeatures, type SharedFeatures } from "../training/shared-features.ts";
import { trainModel, type LearningRows } from "../training/train-model.ts";
import { runStep, type RunContext, type StepResult } from "./step.ts";

/** What training gives: the Program, and the model's part of the run record but for the test. */
export interface Trained {
  readonly program: Program;
  /** Of outliers: the same model learnt from half of the rows. */
  readonly twin?: Program;
  readonly record: Omit<ModelRecord, "test">;
  /** Of a linear model: its features with their expressions, which its summary takes apart. */
  readonly features?: SharedFeatures;
}

/** Trains one model; not again when data, rows, recipe, parameters and seed are the same. */
export async function trainStep(
  context: RunContext,
  plan: ModelPlan,
  data: LearningData,
  rows: LearningRows,
  metric: string,
  dataKey: Json,
): Promise<StepResult<Trained>> {
  const inputs = {
    data: dataKey,
    trainer: plan.trainer.name,
    params: plan.params as Json,
    recipe: plan.recipe as unknown as Json,
    categorical: [...plan.categorical],
    ...(plan.classWeight === undefined ? {} : { classWeight: plan.classWeight }),
    metric,
    seed: data.seed,
    task: data.task as unknown as Json,
  };
  const keeper = keepFits(join(context.store.folder, "fits"), hashJson(inputs), context.effects);
  const result = await runStep<Trained>(context, `train ${plan.name}`, 3, inputs, () =>
    train(plan, data, rows, metric, context.effects, keeper),
  );
  await keeper.clear();
  const { program, twin } = result.output;
  // Stored Programs are plain JSON; building them anew checks them and freezes them.
  return {
    ...result,
    output: { ...result.output, program: createProgram(program), ...(twin && { twin: createProgram(twin) }) },
  };
}

async function train(
  plan: ModelPlan,
  data: LearningData,
  rows: LearningRows,
  metric: string,
  effects: Effects,
  keeper: FitKeeper,
): Promise<Trained> {
  const { program, fitted, learned, folds, twin } = await trainModel(
    plan,
    data,
    rows,
    metric,
    effects,
    keeper,
  );
  const mean = folds.reduce((sum, score) => sum + score, 0) / folds.length;
  return {
    program,
    ...(twin && { twin }),
    ...(isSummarized(plan.trainer.name, data.task)
      ? { features: shareFeatures(data.table.schema, learned.features) }
      : {}),
    record: {
      name: plan.name,
      trainer: plan.trainer.name,
      params: plan.params as Record<string, Json>,
      recipe: plan.recipe,
      actions: unshownActions(learned.actions, data.amounts),
      features: learned.features.map(({ name, from, alsoFrom }) => ({
        name,
        from,
        ...(alsoFrom ? { alsoFrom } : {}),
      })),
      details: fitted.details,
      featureImportance: fitted.importance,
      validation: { metric, folds, mean },
      diagnostics: fitted.diagnostics,
    },
  };
}
