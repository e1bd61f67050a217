import { float } from "../ir/index.ts";
import { ExactSum } from "../stats/index.ts";
import { classShares, shareOutputs } from "./class-shares.ts";
import { normalizeParameters, oneOf, type ParameterRules } from "./parameters.ts";
import { prepareTrainingSet } from "./prepare-training-set.ts";
import { isClassTask } from "./task.ts";
import type { Fitted, Trainer, TrainingSet } from "./trainer.ts";

/** What `baseline` can be told. */
export interface BaselineParameters {
  /** Regression: the constant that is least wrong by squares (`mean`) or by size (`median`). */
  readonly center: "mean" | "median";
}

const rules: ParameterRules<BaselineParameters> = { center: oneOf("mean", ["mean", "median"]) };

/**
 * The model that ignores the features: the weighted mean or median of the numbers or grades, or the share of each class. What every other model
 * must beat. Sums are exact, so the order of the rows does not matter.
 */
export const baseline: Trainer<BaselineParameters> = {
  name: "baseline",
  title: "Baseline: the mean, or the share of each class",
  tasks: ["regression", "binary", "multiclass", "ranking"],
  handles: { missing: true, categories: true, anySize: true },
  normalize: (params, place, diagnostics) => normalizeParameters(rules, params, place, diagnostics),
  train: async (train, _validation, params, { effects }) => {
    effects.signal.throwIfAborted();
    return fit(prepareTrainingSet(baseline, train), params);
  },
};

function fit(set: TrainingSet, { center }: BaselineParameters): Fitted {
  const { task } = set;
  if (isClassTask(task)) {
    const shares = classShares(task, set);
    return { outputs: shareOutputs(task, shares), details: { shares }, importance: {}, diagnostics: [] };
  }
  const constant = center === "mean" ? weightedMean(set.target, set.weight) : weightedMedian(set);
  return { outputs: [float(constant)], details: { [center]: constant }, importance: {}, diagnostics: [] };
}

/** Σ w·x / Σ w by exact sums. The weights must not all be 0. */
export function weightedMean(values: Float64Array, weight: Float64Array | undefined): number {
  if (!weight) return (wholeSum(values) ?? exactSum(values)) / values.length;
  const sum = new ExactSum();
  const weights = new ExactSum();
  for (let row = 0; row < values.length; row++) {
    sum.addProduct(weight[row]!, values[row]!);
    weights.add(weight[row]!);
  }
  return sum.total() / weights.total();
}

function exactSum(values: Float64Array): number {
  const sum = new ExactSum();
  for (const value of values) sum.add(value);
  return sum.total();
}

/** The sum of whole numbers, such as labels, which is exact while it stays within 2^53; undefined for others. */
function wholeSum(values: Float64Array): number | undefined {
  const most = 2 ** 53 / values.length;
  let sum = 0;
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    if (!(Math.abs(value) <= most) || Math.trunc(value) !== value) return undefined;
    sum += value;
  }
  return sum;
}

/** The middle value: half of the weight lies at or below it; the mean of two values where both sides are equal. */
function weightedMedian({ target, weight, rowCount }: TrainingSet): number {
  const order = Uint32Array.from({ length: rowCount }, (_, row) => row).sort(
    (left, right) => target[left]! - target[right]!,
  );
  const total = new ExactSum();
  for (let row = 0; row < rowCount; row++) total.add(weight ? weight[row]! : 1);
  const half = total.total() / 2;
  const below = new ExactSum();
  for (const [at, row] of order.entries()) {
    below.add(weight ? weight[row]! : 1);
    const sum = below.total();
    if (sum === half) return target[row]! / 2 + target[order[at + 1] ?? row]! / 2;
    if (sum > half) return target[row]!;
  }
  return target[order[rowCount - 1]!]!;
}
