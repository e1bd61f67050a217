import { naturalLogarithm } from "../../base/index.ts";
import { negativeBinomial } from "./families.ts";
import { digamma, trigamma } from "./gamma-derivatives.ts";
import { fitReweighted, type ReweightedFit, type ReweightedProblem } from "./iteratively-reweighted.ts";
import { refuseUnsettled } from "./refusals.ts";
import type { Separation } from "./separation.ts";
import { total } from "./weighted-sums.ts";

const mostRounds = 200;
/** Above this theta a negative binomial is a Poisson to the digits that there are. */
const largestTheta = 1e8;

/** A negative binomial with its theta. */
export interface NegativeBinomialFit {
  readonly problem: ReweightedProblem;
  readonly fit: ReweightedFit | Separation;
  /** Infinity, with an error of Infinity, where counts spread no more than a Poisson's. */
  readonly theta: { readonly estimate: number; readonly standardError: number } | undefined;
}

/**
 * Fits coefficients and theta in turns until both stand (Venables & Ripley, "Modern Applied Statistics with S", 2002, 7.4). The
 * expected information of the two is 0, so the turns close in quickly. The error of theta is from its observed information.
 */
export function fitNegativeBinomial(poisson: ReweightedProblem): NegativeBinomialFit {
  let fit = fitReweighted(poisson);
  if (!("means" in fit)) return { problem: poisson, fit, theta: undefined };
  let theta = thetaFor(poisson, fit.means, undefined);
  for (let round = 0; round < mostRounds; round++) {
    if (theta >= largestTheta)
      return { problem: poisson, fit, theta: { estimate: Infinity, standardError: Infinity } };
    const problem: ReweightedProblem = { ...poisson, family: negativeBinomial(theta) };
    const next = fitReweighted(problem, fit.coefficients);
    if (!("means" in next)) return { problem, fit: next, theta: undefined };
    fit = next;
    const better = thetaFor(poisson, fit.means, theta);
    const isSettled = Math.abs(better - theta) <= 1e-13 * theta;
    theta = better;
    if (isSettled) {
      const { information } = thetaScore(poisson, fit.means, theta);
      return {
        problem: { ...poisson, family: negativeBinomial(theta) },
        fit,
        theta: { estimate: theta, standardError: 1 / Math.sqrt(information) },
      };
    }
  }
  return refuseUnsettled("Theta", mostRounds, "Give theta, or take the family poisson with robust errors.");
}

/** The theta of greatest likelihood for given means: Newton's method on its logarithm, from a moment estimate. */
function thetaFor(
  { response, weights }: ReweightedProblem,
  means: Float64Array,
  start: number | undefined,
): number {
  const problem = { response, weights };
  let theta = start ?? startTheta(response, means, weights);
  for (let step = 0; step < 100 && theta < largestTheta; step++) {
    const { score, information } = thetaScore(problem, means, theta);
    // On the scale of the logarithm, whose second derivative is theta² l'' + theta l'.
    const curvature = theta * theta * information - theta * score;
    const move = curvature > 0 ? (theta * score) / curvature : Math.sign(score);
    const bounded = Math.max(-2, Math.min(2, move));
    const next = theta * (1 + (bounded > -1 ? bounded : -0.9));
    if (Math.abs(next - theta) <= 1e-15 * theta) return next;
    theta = next;
  }
  return Math.min(theta, largestTheta);
}

function startTheta(response: Float64Array, means: Float64Array, weights: Float64Array | undefined): number {
  const parts = means.map((mean, row) => (response[row]! / mean - 1) ** 2);
  const size = weights ? total(weights) : means.length;
  const spread = total(parts, weights);
  return spread > 0 ? Math.min(size / spread, 1e6) : 1e6;
}

/** The derivative of the log-likelihood by theta, and minus its second derivative. */
function thetaScore(
  { response, weights }: Pick<ReweightedProblem, "response" | "weights">,
  means: Float64Array,
  theta: number,
): { readonly score: number; readonly information: number } {
  const first = new Float64Array(means.length);
  const second = new Float64Array(means.length);
  const [ofTheta, slope] = [digamma(theta), trigamma(theta)];
  for (let row = 0; row < means.length; row++) {
    const [y, mean] = [response[row]!, means[row]!];
    first[row] =
      digamma(theta + y) - ofTheta + naturalLogarithm(theta / (theta + mean)) + (mean - y) / (theta + mean);
    second[row] =
      slope - trigamma(theta + y) - 1 / theta + 2 / (theta + mean) - (y + theta) / (theta + mean) ** 2;
  }
  return { score: total(first, weights), information: total(second, weights) };
}
