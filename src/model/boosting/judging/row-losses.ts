import { logarithmOfOnePlus, naturalLogarithm, square } from "../../../base/index.ts";
import { logarithms, type JudgedLoss } from "../../../kernel/index.ts";
import type { TaskKind } from "../../task.ts";
import { exponential } from "../../../base/index.ts";

/** The constants that losses have. */
export interface LossConstants {
  readonly alpha: number;
  readonly fairC: number;
  readonly tweedieVariancePower: number;
}

/** A loss that is the mean of one number per row. */
export interface RowLoss {
  readonly tasks: readonly TaskKind[];
  readonly better: "higher" | "lower";
  /** The loss of each row, from the predictions. */
  lose(
    predictions: readonly Float64Array[],
    target: Float64Array,
    into: Float64Array,
    constants: LossConstants,
  ): void;
  /** The same as a loss by scores, which the ground may know to add up. */
  readonly form?: JudgedLoss;
  /** What the mean becomes in the end. */
  readonly finish?: (mean: number) => number;
}

/** Probabilities and means are kept this far from 0 (and probabilities from 1), so that no row is infinitely wrong; as in LightGBM. */
const margin = 1e-15;
const leastMean = 1e-10;

const inside = (probability: number): number => Math.min(Math.max(probability, margin), 1 - margin);

/** The loss of a number by what was predicted for it. */
const ofNumber = (
  loss: (truth: number, predicted: number, constants: LossConstants) => number,
  finish?: (mean: number) => number,
): RowLoss => ({
  tasks: ["regression"],
  better: "lower",
  lose: ([predicted], target, into, constants) => {
    for (let row = 0; row < into.length; row++) into[row] = loss(target[row]!, predicted![row]!, constants);
  },
  ...(finish ? { finish } : {}),
});

/** The loss of a class by the probability given to the true one. */
const ofProbability = (tasks: readonly TaskKind[]): RowLoss => ({
  tasks,
  better: "lower",
  lose: (predictions, target, into) => {
    const [positive] = predictions;
    for (let row = 0; row < into.length; row++) {
      const truth = target[row]!;
      const given =
        predictions.length > 1
          ? predictions[truth]![row]!
          : truth === 1
            ? positive![row]!
            : 1 - positive![row]!;
      into[row] = inside(given);
    }
    logarithms(into, into, -1);
  },
});

/** 1 where the most probable class is the true one (`right`), or where it is not. */
const ofClass = (tasks: readonly TaskKind[], better: "higher" | "lower"): RowLoss => ({
  tasks,
  better,
  lose: (predictions, target, into) => {
    for (let row = 0; row < into.length; row++) {
      const isRight = mostProbable(predictions, row) === target[row];
      into[row] = isRight === (better === "higher") ? 1 : 0;
    }
  },
});

function mostProbable(predictions: readonly Float64Array[], row: number): number {
  if (predictions.length === 1) return predictions[0]![row]! >= 0.5 ? 1 : 0;
  let best = 0;
  for (let output = 1; output < predictions.length; output++)
    if (predictions[output]![row]! > predictions[best]![row]!) best = output;
  return best;
}

const absolute = ofNumber((truth, predicted) => Math.abs(truth - predicted));
const squares: RowLoss = {
  ...ofNumber((truth, predicted) => square(truth - predicted)),
  form: "difference",
};
const power = (mean: number, exponent: number): number => exponential(exponent * naturalLogarithm(mean));

/** Losses by their names in LightGBM, and by the names of `metric` in a project where those have another. */
export const rowLosses: Readonly<Record<string, RowLoss>> = {
  l1: absolute,
  mae: absolute,
  l2: squares,
  rmse: { ...squares, finish: Math.sqrt },
  quantile: ofNumber((truth, predicted, { alpha }) =>
    truth >= predicted ? alpha * (truth - predicted) : (1 - alpha) * (predicted - truth),
  ),
  mape: ofNumber((truth, predicted) => Math.abs(truth - predicted) / Math.max(1, Math.abs(truth))),
  huber: ofNumber((truth, predicted, { alpha }) => {
    const error = Math.abs(truth - predicted);
    return error <= alpha ? (error * error) / 2 : alpha * (error - alpha / 2);
  }),
  fair: ofNumber((truth, predicted, { fairC }) => {
    const error = Math.abs(truth - predicted) / fairC;
    return fairC * fairC * (error - (error <= 1 ? logarithmOfOnePlus(error) : naturalLogarithm(1 + error)));
  }),
  poisson: ofNumber((truth, predicted) => {
    const mean = Math.max(predicted, leastMean);
    return mean - truth * naturalLogarithm(mean);
  }),
  poisson_deviance: ofNumber((truth, predicted) => {
    const mean = Math.max(predicted, leastMean);
    return 2 * ((truth > 0 ? truth * naturalLogarithm(truth / mean) : 0) - truth + mean);
  }),
  gamma: ofNumber((truth, predicted) => {
    const mean = Math.max(predicted, leastMean);
    return truth / mean + naturalLogarithm(mean);
  }),
  gamma_deviance: ofNumber((truth, predicted) => {
    const relative = truth / Math.max(predicted, leastMean);
    return 2 * (relative - naturalLogarithm(relative) - 1);
  }),
  tweedie: ofNumber((truth, predicted, { tweedieVariancePower: p }) => {
    const mean = Math.max(predicted, leastMean);
    return power(mean, 2 - p) / (2 - p) - (truth * power(mean, 1 - p)) / (1 - p);
  }),
  tweedie_deviance: ofNumber((truth, predicted, { tweedieVariancePower: p }) => {
    const mean = Math.max(predicted, leastMean);
    const best = truth > 0 ? power(truth, 2 - p) / ((1 - p) * (2 - p)) : 0;
    return 2 * (best - (truth * power(mean, 1 - p)) / (1 - p) + power(mean, 2 - p) / (2 - p));
  }),
  cross_entropy: {
    ...ofNumber((truth, predicted) => {
      const p = inside(predicted);
      return -(truth * naturalLogarithm(p) + (1 - truth) * naturalLogarithm(1 - p));
    }),
    tasks: ["regression", "binary"],
  },
  binary_logloss: { ...ofProbability(["binary"]), form: "log-loss" },
  multi_logloss: ofProbability(["multiclass"]),
  "log-loss": { ...ofProbability(["binary", "multiclass"]), form: "log-loss" },
  binary_error: ofClass(["binary"], "lower"),
  multi_error: ofClass(["multiclass"], "lower"),
  accuracy: ofClass(["binary", "multiclass"], "higher"),
};
