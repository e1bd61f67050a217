import type { Interval } from "../interval.ts";
import { fitFirth } from "./firth.ts";
import type { GeneralizedLinearModel } from "./generalized-linear-model.ts";
import { checkedLevel } from "./inference.ts";
import { fitReweighted, stateAt, type ReweightedProblem } from "./iteratively-reweighted.ts";
import { refuseUnknown } from "./refusals.ts";
import { twoSidedReach } from "./reference-tails.ts";

/**
 * The interval of one coefficient where twice the (penalized) log-likelihood falls by the quantile of chi-squared with one degree, all
 * other coefficients at their best: it is better than Wald's in small samples. With an estimated dispersion the fall is of deviance per dispersion
 * and the quantile that of F. A negative binomial keeps its theta. Open sides are infinite: there the likelihood never falls so far.
 * Refuses an unknown column (T2865). Source: Venables & Ripley, "Modern Applied Statistics with S", 2002, 8.4 (there by a spline).
 * @example
 * const design = designOfNumbers({ dose: [1, 2, 3, 4] });
 * const fit = generalizedLinearModel({ design, response: [1, 3, 6, 9], trials: [10, 10, 10, 10], family: "binomial" });
 * profileInterval(fit, "dose").low > 0 // true
 */
export function profileInterval(fit: GeneralizedLinearModel, column: string, level = fit.level): Interval {
  checkedLevel(level);
  const place = fit.design.names.indexOf(column);
  if (place < 0) refuseUnknown("column", column, fit.design.names);
  const reach = twoSidedReach(level, fit.estimates.degreesOfFreedom);
  const estimate = fit.coefficients[place]!.estimate;
  const error = fit.coefficients[place]!.standardError;
  const fall = fallOf(fit, place);
  const side = (sign: number): number => searchSide(fall, estimate, sign * error, reach);
  return { level, low: side(-1), high: side(1) };
}

/** The root of how far the likelihood has fallen at a value of the coefficient. */
function fallOf(fit: GeneralizedLinearModel, place: number): (value: number) => number {
  const { problem, estimates, dispersion, penalty } = fit;
  if (penalty === "firth") {
    let coefficients = estimates.values;
    const best = fitFirth(problem, undefined, coefficients).penalized;
    return (value) => {
      const held = fitFirth(problem, { place, value }, coefficients);
      coefficients = held.coefficients;
      return Math.sqrt(Math.max(0, held.penalized - best));
    };
  }
  const columns = problem.columns.filter((_, at) => at !== place);
  let start = estimates.values.filter((_, at) => at !== place);
  return (value) => {
    const offset = problem.columns[place]!.map((x, row) => x * value + (problem.offset?.[row] ?? 0));
    const held = heldDeviance({ ...problem, columns, offset }, start);
    if (held.coefficients) start = held.coefficients;
    return Math.sqrt(Math.max(0, held.deviance - fit.deviance) / dispersion);
  };
}

function heldDeviance(
  problem: ReweightedProblem,
  start: Float64Array<ArrayBuffer>,
): { readonly deviance: number; readonly coefficients?: Float64Array<ArrayBuffer> } {
  if (problem.columns.length === 0) {
    const none = { ...problem, columns: [new Float64Array(problem.response.length)] };
    return { deviance: stateAt(none, Float64Array.of(0)).deviance };
  }
  const held = fitReweighted(problem, start, false);
  return "deviance" in held
    ? { deviance: held.deviance, coefficients: Float64Array.from(held.coefficients) }
    : { deviance: Infinity };
}

const mostDoublings = 30;

/** Where the fall reaches `reach`, beyond the estimate on the side of `error`: doubling steps, then the Illinois form of false position. */
function searchSide(fall: (value: number) => number, estimate: number, error: number, reach: number): number {
  if (error === 0) return estimate;
  // Where the likelihood is 0, the fall is as good as without end; NaN stands for the same.
  const of = (value: number): number => {
    const fallen = fall(value);
    return (fallen < 1e9 ? fallen : 1e9) - reach;
  };
  let near = estimate;
  let nearFall = -reach;
  let far = estimate + error * reach;
  let farFall = of(far);
  for (let doubling = 0; farFall < 0; doubling++) {
    if (doubling === mostDoublings) return error > 0 ? Infinity : -Infinity;
    [near, nearFall] = [far, farFall];
    far = estimate + (far - estimate) * 2;
    farFall = of(far);
  }
  for (let step = 0; step < 100; step++) {
    const middle = far - (farFall * (far - near)) / (farFall - nearFall);
    const middleFall = of(middle);
    if (Math.abs(middleFall) < 1e-14 * reach || Math.abs(far - near) <= 1e-15 * Math.abs(far)) return middle;
    if (middleFall < 0 === farFall < 0) nearFall /= 2;
    else [near, nearFall] = [far, farFall];
    [far, farFall] = [middle, middleFall];
  }
  return far;
}
