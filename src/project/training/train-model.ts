import { createRandom, failInput, shuffledIndexes, type Effects } from "../../base/index.ts";
import type { Program } from "../../ir/index.ts";
import { computeMetric, type Fold, type TaskKind } from "../../model/index.ts";
import { evaluationRows } from "./evaluation-rows.ts";
import { fitModel, type FittedModel, type LearningData, type ModelPlan } from "./fit-model.ts";
import type { FitKeeper, KeptFit } from "./keep-fits.ts";
import { predictModel, type ScoredModel } from "./predictions.ts";

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
  /** Of outliers: the same model learnt from half of the rows, which tells how stable it is. */
  readonly twin?: Program;
}

/**
 * Trains a model: finds out when to stop, measures it on the folds, and fits it a last time on training and validation rows
 * together. A trainer that stops early does so on each fold and on the validation rows; the mean of these, weighted by the
 * rows learnt from, is what the last fit goes by: one small set of rows would decide by chance. The score of a fold comes
 * from a fit that goes by the other folds, so that its rows do not say when to stop before they are scored.
 */
export async function trainModel(
  plan: ModelPlan,
  data: LearningData,
  rows: LearningRows,
  metric: string,
  effects: Effects,
  keeper: FitKeeper,
): Promise<TrainedModel> {
  // Each fit is a part of the whole, so that the bar moves one way.
  const part = (before: number, note: string): Effects => {
    const progress: Effects["progress"] = ({ done = 0, total = 1 }) =>
      effects.progress({
        task: `train ${plan.name}`,
        done: before + Math.min(0.99, done / Math.max(1, total)),
        total: 2 * rows.folds.length + 1,
        note,
      });
    progress({ task: plan.name });
    return { ...effects, progress };
  };
  const stops: StoppedFit[] = [];
  const folds: number[] = [];
  for (const [index, fold] of stoppingParts(plan, rows).entries()) {
    const within = part(index, `when to stop, ${index + 1}`);
    const kept = await keeper.open(`stop-${index}`);
    const stopped = await fitModel(plan, data, fold.train, fold.validation, within, kept);
    stops.push({ ...stopped, fold, rowCount: fold.train.length });
  }
  for (const [index, fold] of rows.folds.entries()) {
    const within = part(rows.folds.length + index, `fold ${index + 1} of ${rows.folds.length}`);
    const kept = await keeper.open(`fold-${index}`);
    const program = await programFor(plan, data, fold, stops, within, kept);
    const twin = await twinOf(plan, data, fold.train, within);
    folds.push(scoreOf({ program, ...(twin && { twin }) }, data, fold.validation, metric));
  }
  const all = mergeRows(rows.train, rows.validation);
  const within = part(2 * rows.folds.length, "all rows but the test");
  const fitted = await fitModel(settled(plan, stops), data, all, null, within, await keeper.open("all"));
  const twin = await twinOf(plan, data, all, within);
  return { ...fitted, folds, ...(twin && { twin }) };
}

/** Of outliers the model learnt from half of the rows, drawn by the seed; undefined for other tasks, and of a single row. */
async function twinOf(
  plan: ModelPlan,
  data: LearningData,
  rows: Uint32Array,
  effects: Effects,
): Promise<Program | undefined> {
  if (data.task.kind !== "outliers" || rows.length < 2) return undefined;
  const order = shuffledIndexes(rows.length, createRandom(data.seed).fork("twin"));
  const half = Uint32Array.from(order.subarray(0, Math.ceil(rows.length / 2)), (at) => rows[at]!).sort();
  return (await fitModel(plan, data, half, null, effects)).program;
}

/** A fit that stopped by the validation rows of a fold. */
interface StoppedFit extends FittedModel {
  readonly fold: Fold;
  readonly rowCount: number;
}

/** All that can tell when to stop: each fold once, and the validation rows where they are no fold. None for a trainer that never stops early. */
function stoppingParts({ trainer }: ModelPlan, { folds, train, validation }: LearningRows): readonly Fold[] {
  if (!trainer.settle) return [];
  const isFold = folds.some((fold) => fold.validation === validation);
  return isFold || validation.length === 0 ? folds : [...folds, { train, validation }];
}

const settled = (plan: ModelPlan, stops: readonly StoppedFit[]): ModelPlan =>
  stops.length > 0 ? { ...plan, params: plan.trainer.settle?.(plan.params, stops) ?? plan.params } : plan;

/** With nothing else to go by, as on the one fold of a large table, the fit that stopped by the fold itself stands for it. */
async function programFor(
  plan: ModelPlan,
  data: LearningData,
  fold: Fold,
  stops: readonly StoppedFit[],
  effects: Effects,
  kept: KeptFit,
): Promise<Program> {
  const others = stops.filter((stop) => stop.fold !== fold);
  if (stops.length > 0 && others.length === 0) return stops[0]!.program;
  return (await fitModel(settled(plan, others), data, fold.train, null, effects, kept)).program;
}

/** Why a metric may not be defined on some rows. */
const undefinedBecause: Readonly<Record<TaskKind, string>> = {
  regression: "they are too few, or the target does not vary in them",
  binary: "they hold one class only",
  multiclass: "they hold one class only",
  ranking: "no group among them has a row of a grade above 0",
  clusters: "the model puts all of them in one cluster, or takes them for noise",
  outliers: "the model gives them all one score, or the label is the same for all of them",
};

const undefinedCures: Readonly<Record<TaskKind, string>> = {
  regression: 'Bring more rows, choose another split, or rank by another metric, such as metric: "rmse".',
  binary:
    'Bring more rows of the rarer class, choose another split, or rank by another metric, such as metric: "log-loss".',
  multiclass:
    'Bring more rows of the rarer class, choose another split, or rank by another metric, such as metric: "log-loss".',
  ranking: "Bring more groups with relevant rows, or choose another split.",
  clusters: "Give the model other parameters, such as a smaller distance or more clusters, or other columns.",
  outliers: 'Bring more rows, or rank by metric: "stability", which needs no label.',
};

/** The metric of a model on some rows. */
function scoreOf(model: ScoredModel, data: LearningData, rows: Uint32Array, metric: string): number {
  const score = computeMetric(metric, {
    ...evaluationRows(data, rows),
    predictions: predictModel(model, data, rows),
  });
  return (
    score ??
    failInput(
      "T2050",
      `${metric} cannot be computed on a part of ${rows.length} validation rows: ${undefinedBecause[data.task.kind]}`,
      {
        place: data.targetColumn === null ? "metric" : `predict: ${JSON.stringify(data.targetColumn)}`,
        cure: undefinedCures[data.task.kind],
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
