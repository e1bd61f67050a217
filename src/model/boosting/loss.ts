import { exponential, logarithmOfOnePlus, naturalLogarithm, square } from "../../base/index.ts";
import { weightedMean } from "../baseline.ts";
import { classShares } from "../class-shares.ts";
import type { Task, TaskKind } from "../task.ts";
import type { TrainingSet } from "../trainer.ts";

/** What boosting makes small. Scores are what the trees add up; there is one score per output of the model. */
export interface Loss {
  readonly name: string;
  /** The scores that every row starts from. */
  start(set: TrainingSet): readonly number[];
  /** Scores to predictions (the number itself, or probabilities), row by row into `into`. */
  predict(scores: readonly Float64Array[], into: readonly Float64Array[]): void;
  /** First and second derivative of the loss by one score, times the weight. */
  differentiate(
    set: TrainingSet,
    predicted: readonly Float64Array[],
    output: number,
    gradient: Float64Array,
    hessian: Float64Array,
  ): void;
  /** The loss of each row, times the weight. */
  rowLosses(set: TrainingSet, scores: readonly Float64Array[], into: Float64Array): void;
}

const weightAt = (set: TrainingSet, row: number): number => (set.weight ? set.weight[row]! : 1);

/** Half the squared error for the trees; the squared error where it is told. */
const squaredError: Loss = {
  name: "squared error",
  start: ({ target, weight }) => [weightedMean(target, weight)],
  predict: (scores, into) => into[0]!.set(scores[0]!),
  differentiate: (set, predicted, _output, gradient, hessian) => {
    for (let row = 0; row < gradient.length; row++) {
      const weight = weightAt(set, row);
      gradient[row] = weight * (predicted[0]![row]! - set.target[row]!);
      hessian[row] = weight;
    }
  },
  rowLosses: (set, scores, into) => {
    for (let row = 0; row < into.length; row++)
      into[row] = weightAt(set, row) * square(scores[0]![row]! - set.target[row]!);
  },
};

/** The log-odds of a share, within ±27.6 so that a share of 0 or 1 stays finite. */
const logOdds = (share: number): number => {
  const inside = Math.min(Math.max(share, 1e-12), 1 - 1e-12);
  return naturalLogarithm(inside / (1 - inside));
};

const binaryLogLoss: Loss = {
  name: "log-loss",
  start: (set) => (set.task.kind === "binary" ? [logOdds(classShares(set.task, set)[1]!)] : []),
  predict: (scores, into) => {
    const [score, probability] = [scores[0]!, into[0]!];
    for (let row = 0; row < score.length; row++) probability[row] = 1 / (1 + exponential(-score[row]!));
  },
  differentiate: (set, predicted, _output, gradient, hessian) => {
    const probability = predicted[0]!;
    for (let row = 0; row < gradient.length; row++) {
      const weight = weightAt(set, row);
      const p = probability[row]!;
      gradient[row] = weight * (p - set.target[row]!);
      hessian[row] = weight * p * (1 - p);
    }
  },
  rowLosses: (set, scores, into) => {
    const score = scores[0]!;
    for (let row = 0; row < into.length; row++) {
      const margin = set.target[row] === 1 ? score[row]! : -score[row]!;
      into[row] =
        weightAt(set, row) * (Math.max(-margin, 0) + logarithmOfOnePlus(exponential(-Math.abs(margin))));
    }
  },
};

/** Multinomial log-loss with one tree per class; the Hessian's diagonal times K/(K-1), as Friedman 2001 (algorithm 6) has it. */
const multinomialLogLoss: Loss = {
  name: "log-loss",
  start: (set) =>
    set.task.kind === "multiclass"
      ? classShares(set.task, set).map((share) => naturalLogarithm(Math.max(share, 1e-12)))
      : [],
  predict: (scores, into) => {
    for (let row = 0; row < scores[0]!.length; row++) {
      let greatest = -Infinity;
      for (const score of scores) greatest = Math.max(greatest, score[row]!);
      let total = 0;
      for (let output = 0; output < scores.length; output++) {
        const part = exponential(scores[output]![row]! - greatest);
        into[output]![row] = part;
        total += part;
      }
      for (const probability of into) probability[row]! /= total;
    }
  },
  differentiate: (set, predicted, output, gradient, hessian) => {
    const probability = predicted[output]!;
    const factor = predicted.length / (predicted.length - 1);
    for (let row = 0; row < gradient.length; row++) {
      const weight = weightAt(set, row);
      const p = probability[row]!;
      gradient[row] = weight * (p - (set.target[row] === output ? 1 : 0));
      hessian[row] = weight * factor * p * (1 - p);
    }
  },
  rowLosses: (set, scores, into) => {
    for (let row = 0; row < into.length; row++) {
      let greatest = -Infinity;
      for (const score of scores) greatest = Math.max(greatest, score[row]!);
      let total = 0;
      for (const score of scores) total += exponential(score[row]! - greatest);
      into[row] = weightAt(set, row) * (naturalLogarithm(total) + greatest - scores[set.target[row]!]![row]!);
    }
  },
};

const losses: Readonly<Partial<Record<TaskKind, Loss>>> = {
  regression: squaredError,
  binary: binaryLogLoss,
  multiclass: multinomialLogLoss,
};

/** The loss of a task. */
export function lossOf({ kind }: Task): Loss {
  const loss = losses[kind];
  // Such a set has been refused before it comes here.
  if (!loss) throw new TypeError(`boosting has no loss for ${kind}`);
  return loss;
}
