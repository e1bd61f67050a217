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
