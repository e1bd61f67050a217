import type { Design } from "./design.ts";
import { checkedLevel } from "./inference.ts";
import type { LinearRegression } from "./linear-regression.ts";
import { checkedWeights, refuseSetting, type Numbers } from "./refusals.ts";
import { twoSidedReach } from "./reference-tails.ts";
import { linearPredictor, quadraticForm } from "./weighted-sums.ts";

/** Answers for new rows, in their order. */
export interface LinearPredictions {
  readonly level: number;
  readonly mean: Float64Array;
  /** Of the mean. */
  readonly standardError: Float64Array;
  /** Where the mean of such rows lies. */
  readonly confidence: { readonly low: Float64Array; readonly high: Float64Array };
  /** Where one such row lies. */
  readonly prediction: { readonly low: Float64Array; readonly high: Float64Array };
}

/**
 * The mean of new rows with its confidence interval, and the interval of a single new row, whose variance is the residual variance
 * divided by its weight. `design` has the columns of the fit (`applyDesign`), or a refusal says so (T2866). Source: Seber & Lee,
 * "Linear Regression Analysis", 2003, 5.2.
 * @example
 * const design = designOfNumbers({ x: [1, 2, 3, 4] });
 * const fit = linearRegression({ design, response: [1, 3, 2, 5] });
 * const rows = applyDesign(design, [{ kind: "number", name: "x", values: [10] }]);
 * Number(predictLinear(fit, rows).mean[0].toFixed(12)) // 11
 */
export function predictLinear(
  fit: LinearRegression,
  design: Design,
  options: { readonly level?: number; readonly weights?: Numbers } = {},
): LinearPredictions {
  const { estimates, residualStandardDeviation } = fit;
  checkSameColumns(fit.design, design);
  const level = checkedLevel(options.level ?? fit.level);
  const weights = options.weights && checkedWeights(options.weights, design.rowCount);
  const reach = twoSidedReach(level, estimates.degreesOfFreedom);
  const mean = linearPredictor(design.columns, estimates.values);
  const standardError = errorsOfMeans(design, estimates.covariance);
  const spread = standardError.map((error, row) =>
    Math.sqrt(
      error * error + (residualStandardDeviation * residualStandardDeviation) / (weights?.[row] ?? 1),
    ),
  );
  const around = (errors: Float64Array): { low: Float64Array; high: Float64Array } => ({
    low: mean.map((value, row) => value - reach * errors[row]!),
    high: mean.map((value, row) => value + reach * errors[row]!),
  });
  return { level, mean, standardError, confidence: around(standardError), prediction: around(spread) };
}

/** Refuses rows whose columns are not those of the fit. */
export function checkSameColumns(fitted: Design, given: Design): void {
  if (
    given.names.length === fitted.names.length &&
    given.names.every((name, at) => name === fitted.names[at])
  )
    return;
  refuseSetting(
    "design",
    given.names,
    `Make the rows with applyDesign(): the fit has ${fitted.names.join(", ")}.`,
  );
}

/** √(xᵀVx) row by row. */
export function errorsOfMeans(design: Design, covariance: Float64Array): Float64Array<ArrayBuffer> {
  const x = new Float64Array(design.columns.length);
  const errors = new Float64Array(design.rowCount);
  for (let row = 0; row < design.rowCount; row++) {
    for (let at = 0; at < x.length; at++) x[at] = design.columns[at]![row]!;
    errors[row] = Math.sqrt(Math.max(0, quadraticForm(covariance, x)));
  }
  return errors;
}
