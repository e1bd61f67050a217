import { inverseOf, factorColumns } from "./factor.ts";
import type { GeneralizedLinearModel } from "./generalized-linear-model.ts";
import { workingRows } from "./iteratively-reweighted.ts";
import { leverageOf } from "./robust-covariance.ts";

/** How much each row decides in a generalized linear model, in the order of the rows. */
export interface MeanInfluence {
  readonly leverage: Float64Array;
  /** Pearson's residuals over √(dispersion · (1 - leverage)). */
  readonly standardizedResiduals: Float64Array;
  readonly cooksDistance: Float64Array;
  /** The rows of the largest distance, with what each coefficient is with the row less without it, one step on, in its standard errors by the model. */
  readonly largest: readonly { readonly row: number; readonly changes: Float64Array }[];
}

/**
 * Leverage, standardised residuals and Cook's distance of a generalized linear model, by one step from the fit, as R's `hatvalues`,
 * `rstandard(type = "pearson")` and `cooks.distance`; how the coefficients change is computed for the `most` rows of the largest
 * distance alone. A row that decides its own fit has 0, as have all where the fit is exact. Source: Pregibon, "Logistic regression diagnostics", 1981.
 * @example
 * const design = designOfNumbers({ dose: [1, 2, 3, 4] });
 * const fit = generalizedLinearModel({ design, response: [1, 3, 6, 9], trials: [10, 10, 10, 10], family: "binomial" });
 * influenceOfMeans(fit, 1).largest.length // 1
 */
export function influenceOfMeans(fit: GeneralizedLinearModel, most = 0): MeanInfluence {
  const { problem, fitted: means, linearPredictor: predictor, dispersion, design } = fit;
  const { weights, scores } = workingRows(problem, { predictor, means });
  const factor = factorColumns(design.columns, weights);
  const leverage = leverageOf(design.columns, factor, weights);
  const size = design.columns.length;
  const pearson = scores.map((score, row) => (weights[row]! > 0 ? score / Math.sqrt(weights[row]!) : 0));
  const left = leverage.map((value) => (value > 1 - 1e-10 ? 0 : 1 - value));
  const standardizedResiduals = pearson.map((value, row) =>
    left[row]! > 0 && dispersion > 0 ? value / Math.sqrt(dispersion * left[row]!) : 0,
  );
  const cooksDistance = standardizedResiduals.map((value, row) =>
    left[row]! > 0 ? (value * value * leverage[row]!) / (size * left[row]!) : 0,
  );
  const inverse = inverseOf(factor);
  const changesOf = (row: number): Float64Array =>
    Float64Array.from(design.columns, (_, at) => {
      let sum = 0;
      for (let other = 0; other < size; other++)
        sum += inverse[at * size + other]! * design.columns[other]![row]!;
      const error = Math.sqrt(inverse[at * (size + 1)]! * dispersion);
      return left[row]! > 0 && error > 0 ? (sum * scores[row]!) / (left[row]! * error) : 0;
    });
  const largest = largestFirst(cooksDistance, most).map((row) => ({ row, changes: changesOf(row) }));
  return { leverage, standardizedResiduals, cooksDistance, largest };
}

/** The places of the largest values, the largest first; equal ones in their order. */
function largestFirst(values: Float64Array, most: number): readonly number[] {
  const order = Uint32Array.from(values.keys());
  return [...order.sort((one, other) => values[other]! - values[one]! || one - other).subarray(0, most)];
}
