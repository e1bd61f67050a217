import type { GeneralizedLinearModel } from "./generalized-linear-model.ts";
import type { Significance } from "./inference.ts";
import type { ReweightedProblem } from "./iteratively-reweighted.ts";
import { refuseHypotheses } from "./refusals.ts";
import { chiSquarePValue, fPValue } from "./reference-tails.ts";

/**
 * Whether the columns that a larger model has beyond a smaller one explain anything: the likelihood ratio test by the fall of the deviance,
 * chi-squared where the family knows its dispersion, else F. Both have the same family, link and rows, and the larger has the columns
 * of the smaller (T2872); a negative binomial compares twice the log-likelihoods, each with its own theta. Source: McCullagh & Nelder 1989, 4.4.
 * @example
 * const response = [1, 2, 2, 4, 3, 6];
 * const [smaller, larger] = [{ x: [0, 0, 0, 1, 1, 1] }, { x: [0, 0, 0, 1, 1, 1], z: [1, 2, 3, 1, 2, 3] }].map((columns) =>
 *   generalizedLinearModel({ design: designOfNumbers(columns), response, family: "poisson" }));
 * compareModels(smaller, larger).degreesOfFreedom // [1]
 */
export function compareModels(smaller: GeneralizedLinearModel, larger: GeneralizedLinearModel): Significance {
  const added = larger.design.names.length - smaller.design.names.length;
  const missing = smaller.design.names.filter((name) => !larger.design.names.includes(name));
  const isSame =
    smaller.family === larger.family && smaller.link === larger.link && smaller.rowCount === larger.rowCount;
  if (!isSame || missing.length > 0 || added <= 0)
    refuseHypotheses(
      missing.join(", ") || `${smaller.family} and ${larger.family}`,
      "Give a smaller and a larger model of the same family, link and rows, the columns of one among those of the other.",
    );
  if (!haveSameRows(smaller.problem, larger.problem))
    refuseHypotheses(
      "response",
      "Fit both models to the same rows: response, trials, weights and offset have to be the same, row by row.",
    );
  if (smaller.penalty !== "none" || larger.penalty !== "none")
    refuseHypotheses("penalty", "Compare models without a penalty, or ask for profile intervals.");
  const fall =
    smaller.theta || larger.theta
      ? 2 * (larger.logLikelihood! - smaller.logLikelihood!)
      : smaller.deviance - larger.deviance;
  const value = Math.max(0, fall);
  if (larger.estimates.degreesOfFreedom === Number.POSITIVE_INFINITY)
    return { name: "chi-squared", value, degreesOfFreedom: [added], pValue: chiSquarePValue(value, added) };
  const spare = larger.residualDegreesOfFreedom;
  const f = value / added / larger.dispersion;
  return { name: "F", value: f, degreesOfFreedom: [added, spare], pValue: fPValue(f, added, spare) };
}

/** Whether two models were fitted to the same numbers: the fall of a deviance says nothing otherwise. */
function haveSameRows(left: ReweightedProblem, right: ReweightedProblem): boolean {
  const isSame = (one: Float64Array | undefined, other: Float64Array | undefined, absent: number): boolean =>
    left.response.every((_, row) => (one?.[row] ?? absent) === (other?.[row] ?? absent));
  return (
    left.response.length === right.response.length &&
    isSame(left.response, right.response, 0) &&
    isSame(left.weights, right.weights, 1) &&
    isSame(left.offset, right.offset, 0)
  );
}
