import { failInput, type Effects } from "../../base/index.ts";
import type { Program } from "../../ir/index.ts";
import { computeMetric, type Fold } from "../../model/index.ts";
import { fitModel, type FittedModel, type LearningData, type ModelPlan } from "./fit-model.ts";
import { predictRows } from "./predictions.ts";

/** The rows a model may learn from. The test rows are not among them. */
export interface LearningRows {
  /** Folds to measure the model on before the test rows are touched. */
  readonly folds: readonly Fold[];
  readonly train: Uint32Array;
  /** Rows that tell a trainer when to stop; it then learns once more from these and the training rows together. */
  readonly validation: Uint32Array;
}

/** A trained model with its score on each fold. */
export interface TrainedModel extends FittedModel {
  readonly folds: readonly number[];
}

/**
 * Trains a model: measures it on the folds, finds out when to stop on the validation rows, and fits it a last time on
 * training and validation rows together.
 */
export async function trainModel(
  plan: ModelPlan,
  data: LearningData,
  rows: LearningRows,
  metric: string,
  effects: Effects,
): Promise<TrainedModel> {
  const folds: number[] = [];
  const stopped = await fitModel(plan, data, rows.train, rows.validation, effects);
  const final = { ...plan, params: plan.trainer.settle?.(plan.params, stopped.fitted) ?? plan.params };
  for (const [index, fold] of rows.folds.entries()) {
    effects.progress({
      task: `train ${plan.name}`,
      done: index,
      total: rows.folds.length + 1,
      note: `fold ${index + 1} of ${rows.folds.length}`,
    });
    const { program } = await fitModel(final, data, fold.train, null, effects);
    folds.push(scoreOf(program, data, fold.validation, metric));
  }
  const fitted = await fitModel(final, data, mergeRows(rows.train, rows.validation), null, effects);
  return { ...fitted, folds };
}

/** The metric of a Program on some rows. */
function scoreOf(program: Program, data: LearningData, rows: Uint32Array, metric: string): number {
  const score = computeMetric(metric, {
    task: data.task,
    truth: Float64Array.from(rows, (row) => data.target[row]!),
    predictions: predictRows(program, data.task, data.table, rows),
    ...(data.weight ? { weight: Float64Array.from(rows, (row) => data.weight![row]!) } : {}),
  });
  return (
    score ??
    failInput(
      "T2050",
      `${metric} cannot be computed on a part of ${rows.length} validation rows: ${
        data.task.kind === "regression"
          ? "they are too few, or the target does not vary in them"
          : "they hold one class only"
      }`,
      {
        place: `predict: ${JSON.stringify(data.targetColumn)}`,
        cure: `Bring more rows${
          data.task.kind === "regression" ? "" : " of the rarer class"
        }, choose another split, or rank by another metric, such as metric: "${
          data.task.kind === "regression" ? "rmse" : "log-loss"
        }".`,
      },
    )
  );
}

/** Two ascending lists of rows as one. */
function mergeRows(left: Uint32Array, right: Uint32Array): Uint32Array {
  const merged = new Uint32Array(left.length + right.length);
  merged.set(left);
  merged.set(right, left.length);
  return merged.sort();
}
