import { join } from "node:path";
import { readMeta, readNumbers } from "./table.ts";

/** How good predictions for the held-out rows are. */
export interface Quality {
  /** Area under the ROC curve; NaN where there are not two classes. */
  readonly auc: number;
  /** Mean log-loss, or the root of the mean squared error for numbers. */
  readonly loss: number;
}

/** The quality of what a contestant wrote. */
export function qualityOf(folder: string, who: string): Quality {
  const { task, trainCount, classCount } = readMeta(folder);
  const truth = readNumbers(join(folder, "target.f64")).slice(trainCount);
  const predicted = readNumbers(join(folder, `${who}.f64`));
  if (task === "regression")
    return {
      auc: Number.NaN,
      loss: Math.sqrt(mean(truth.map((value, row) => (value - predicted[row]!) ** 2))),
    };
  const probability =
    task === "binary"
      ? truth.map((value, row) => (value === 1 ? predicted[row]! : 1 - predicted[row]!))
      : truth.map((value, row) => predicted[row * classCount + value]!);
  return {
    auc: task === "binary" ? areaUnderCurve(truth, predicted) : Number.NaN,
    loss: mean(probability.map((value) => -Math.log(Math.max(value, 1e-15)))),
  };
}

/** The mean of some numbers. */
export const mean = (values: readonly number[] | Float64Array): number => {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
};

/** How far the loss may lie above the best peer's, relative: in the mean of the runs, each on another table of the same make. */
export const lossMargin = 0.001;

/**
 * How far our loss lies above a peer's, relative, in the mean of the tables, with the standard error of that mean. Where columns act
 * only together, the iteration in which trees first notice is luck, and the loss of one table says little.
 */
export function lagBehind(
  theirs: readonly number[],
  ours: readonly number[],
): { readonly lag: number; readonly error: number } {
  const lags = ours.map((loss, at) => loss / theirs[at]! - 1);
  const lag = mean(lags);
  const squares = lags.reduce((sum, one) => sum + (one - lag) ** 2, 0);
  return { lag, error: lags.length > 1 ? Math.sqrt(squares / (lags.length - 1) / lags.length) : 0 };
}

/** The share of pairs of a positive and a negative in the right order, ties for a half. */
function areaUnderCurve(truth: Float64Array, score: Float64Array): number {
  const order = Uint32Array.from(score.keys()).sort((left, right) => score[left]! - score[right]!);
  let negatives = 0;
  let pairs = 0;
  for (let from = 0; from < order.length;) {
    let to = from;
    let tiedPositives = 0;
    while (to < order.length && score[order[to]!] === score[order[from]!])
      tiedPositives += truth[order[to++]!]!;
    const tiedNegatives = to - from - tiedPositives;
    pairs += tiedPositives * (negatives + tiedNegatives / 2);
    negatives += tiedNegatives;
    from = to;
  }
  return pairs / (negatives * (truth.length - negatives));
}
