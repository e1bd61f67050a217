import { naturalLogarithm } from "../base/index.ts";
import { call, float, linear, type Expr } from "../ir/index.ts";
import { learnFactors } from "./bayes/learn-factors.ts";
import type { Factor } from "./bayes/factor.ts";
import { classShares, oneClassModel } from "./class-shares.ts";
import { normalizeParameters, realNumber, type ParameterRules } from "./parameters.ts";
import { prepareTrainingSet } from "./prepare-training-set.ts";
import { softmaxExprs } from "./softmax.ts";
import { takeTurn } from "./take-turn.ts";
import { isClassTask, type Task } from "./task.ts";
import type { Fitted, TrainContext, Trainer, TrainingSet } from "./trainer.ts";

/** What `naive-bayes` can be told. */
export interface NaiveBayesParameters {
  /** Added to the count of every level in every class (Laplace). */
  readonly smoothing: number;
  /** This share of the largest variance of a number is added to every variance. */
  readonly varianceSmoothing: number;
}

const rules: ParameterRules<NaiveBayesParameters> = {
  smoothing: realNumber(1, { from: 1e-10 }),
  varianceSmoothing: realNumber(1e-9, { from: 1e-15, to: 1 }),
};

/**
 * Naive Bayes: the share of each class times the probability of each feature in it, as if features were independent within a
 * class. Numbers are normal within a class, categories have smoothed shares; a missing value is left out of the product, in
 * training and in scoring.
 * @example
 * const fitted = await naiveBayes.train(set, undefined, { smoothing: 1, varianceSmoothing: 1e-9 }, { seed: 1, effects: quietEffects() });
 */
export const naiveBayes: Trainer<NaiveBayesParameters> = {
  name: "naive-bayes",
  title: "Naive Bayes: the shares of the classes times what each feature says alone",
  tasks: ["binary", "multiclass"],
  handles: { missing: true, categories: true },
  normalize: (params, place, diagnostics) => normalizeParameters(rules, params, place, diagnostics),
  train: async (train, _validation, params, context) =>
    fit(prepareTrainingSet(naiveBayes, train), params, context),
};

async function fit(
  set: TrainingSet,
  params: NaiveBayesParameters,
  { effects }: TrainContext,
): Promise<Fitted> {
  const constant = oneClassModel(set);
  const { task } = set;
  if (constant || !isClassTask(task)) return constant!;
  await takeTurn(effects, { task: "train naive-bayes" });
  const all = classShares(task, set);
  const classes = all.flatMap((share, at) => (share > 0 ? [at] : []));
  const shares = classes.map((one) => all[one]!);
  const factors = learnFactors(set, classes, shares, params);
  const scores = shares.map((share, at) =>
    linear(
      factors.map(({ logs }) => ({ weight: 1, of: logs[at]! })),
      naturalLogarithm(share),
    ),
  );
  return {
    outputs: outputsOf(task, classes, scores),
    details: {
      shares: all,
      features: Object.fromEntries(factors.map(({ name, details }) => [name, details])),
    },
    importance: importanceOf(factors),
    diagnostics: [],
  };
}

/** Probabilities of the classes; a class that no row has gets 0. */
function outputsOf(task: Task, classes: readonly number[], scores: readonly Expr[]): readonly Expr[] {
  if (task.kind !== "multiclass") return [call("sigmoid", call("subtract", scores[1]!, scores[0]!))];
  const known = softmaxExprs(scores);
  return task.classes.map((_, at) => known[classes.indexOf(at)] ?? float(0));
}

function importanceOf(factors: readonly Factor[]): Readonly<Record<string, number>> {
  const total = factors.reduce((sum, { information }) => sum + information, 0);
  if (!(total > 0)) return {};
  return Object.fromEntries(factors.map(({ name, information }) => [name, information / total]));
}
