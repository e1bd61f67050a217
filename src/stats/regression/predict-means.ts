import type { Design } from "./design.ts";
import type { GeneralizedLinearModel } from "./generalized-linear-model.ts";
import { checkedLevel } from "./inference.ts";
import { links } from "./links.ts";
import { checkSameColumns, errorsOfMeans } from "./predict-linear.ts";
import { checkRowCount, finiteNumbers, type Numbers } from "./refusals.ts";
import { twoSidedReach } from "./reference-tails.ts";
import { linearPredictor } from "./weighted-sums.ts";

/** Means of new rows, in their order. */
export interface MeanPredictions {
  readonly level: number;
  readonly mean: Float64Array;
  readonly linearPredictor: Float64Array;
  /** Of the linear predictor. */
  readonly standardError: Float64Array;
  /** Of the mean: the ends of the linear predictor's interval, taken back through the link. */
  readonly confidence: { readonly low: Float64Array; readonly high: Float64Array };
}

/**
 * Means of new rows of a generalized linear model with their confidence intervals, which stay within the family's range. `design` has the
 * columns of the fit (`applyDesign`), or a refusal says so (T2866); a model with an offset needs the new rows' offset as well.
 * @example
 * const design = designOfNumbers({ dose: [1, 2, 3, 4] });
 * const fit = generalizedLinearModel({ design, response: [1, 3, 6, 9], trials: [10, 10, 10, 10], family: "binomial" });
 * predictMeans(fit, design).mean.every((share) => share > 0 && share < 1) // true
 */
export function predictMeans(
  fit: GeneralizedLinearModel,
  design: Design,
  options: { readonly level?: number; readonly offset?: Numbers } = {},
): MeanPredictions {
  checkSameColumns(fit.design, design);
  const level = checkedLevel(options.level ?? fit.level);
  const offset = options.offset && finiteNumbers(options.offset, "offset");
  if (offset || fit.problem.offset) checkRowCount(offset?.length ?? 0, design.rowCount, "offset");
  const { meanOf } = links[fit.link];
  const predictor = linearPredictor(design.columns, fit.estimates.values, offset);
  const standardError = errorsOfMeans(design, fit.estimates.covariance);
  const reach = twoSidedReach(level, fit.estimates.degreesOfFreedom);
  const low = predictor.map((value, row) => meanOf(value - reach * standardError[row]!));
  const high = predictor.map((value, row) => meanOf(value + reach * standardError[row]!));
  // The inverse link turns the ends around.
  const falls = fit.link === "inverse";
  return {
    level,
    mean: predictor.map(meanOf),
    linearPredictor: predictor,
    standardError,
    confidence: falls ? { low: high, high: low } : { low, high },
  };
}
