import { square } from "../../base/index.ts";
import { testEstimate, untested, type TestAnswer } from "./test-outcome.ts";

/** Scores of two models on the same folds. */
export interface FoldDifferences {
  /** What the differences are of: `auc (boosting - logistic)`. */
  readonly name: string;
  /** One difference of the scores per fold; of repeated cross-validation those of all repeats. */
  readonly differences: readonly number[];
  /** Rows of each fold that were learnt from, and rows that were scored. */
  readonly sizes: readonly { readonly train: number; readonly validation: number }[];
}

/** Smaller than this share of the differences is rounding, no spread. */
const rounding = 1e-12;

/**
 * The corrected resampled t-test (Nadeau & Bengio, Machine Learning 52, 2003): the rows that models learn from overlap from fold to
 * fold, so the scores vary together, and the plain t-test finds differences where there are none. Their variance is taken as
 * (1/folds + validation rows/training rows) s². With the scores of all repeats it is the corrected repeated k-fold test (Bouckaert &
 * Frank, PAKDD 2004). Where folds differ in size, as forward in time, the mean ratio stands for it.
 */
export function correctedFoldTest({ name, differences, sizes }: FoldDifferences): TestAnswer {
  const count = differences.length;
  if (count < 2) return untested("the models were compared on one validation part, so there is no spread");
  const mean = differences.reduce((sum, one) => sum + one, 0) / count;
  const variance = differences.reduce((sum, one) => sum + square(one - mean), 0) / (count - 1);
  const ratio = sizes.reduce((sum, { train, validation }) => sum + validation / train, 0) / sizes.length;
  const largest = Math.max(...differences.map(Math.abs));
  const isSpread = Math.sqrt(variance) > rounding * largest;
  return testEstimate({
    test: "corrected resampled t-test",
    name,
    estimate: mean,
    standardError: isSpread ? Math.sqrt((1 / count + ratio) * variance) : 0,
    degreesOfFreedom: count - 1,
    units: count,
  });
}
