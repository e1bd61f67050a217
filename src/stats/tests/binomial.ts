import { exponential, naturalLogarithm } from "../../base/index.ts";
import { betaLower, betaQuantile } from "../distributions/index.ts";
import { deviancePart, stirlingError } from "../distributions/log-gamma.ts";
import type { Interval } from "../interval.ts";
import type { Alternative } from "./test-result.ts";

/** The probability of exactly so many successes (C. Loader, "Fast and accurate computation of binomial probabilities", 2000). */
export function binomialProbability(successes: number, trials: number, probability: number): number {
  const rest = trials - successes;
  if (probability === 0) return successes === 0 ? 1 : 0;
  if (probability === 1) return rest === 0 ? 1 : 0;
  if (successes === 0) return power(1 - probability, trials, probability);
  if (rest === 0) return power(probability, trials, 1 - probability);
  const log =
    stirlingError(trials) -
    stirlingError(successes) -
    stirlingError(rest) -
    deviancePart(successes, trials * probability) -
    deviancePart(rest, trials * (1 - probability));
  return exponential(log) * Math.sqrt(trials / (2 * Math.PI * successes * rest));
}

/** base^trials, where the distance of the base from 1 is known better than the base. */
function power(base: number, trials: number, distance: number): number {
  if (distance < 0.1) return exponential(-deviancePart(trials, trials * base) - trials * distance);
  return exponential(trials * naturalLogarithm(base));
}

/** The probability of at most so many successes. */
export const binomialLower = (successes: number, trials: number, probability: number): number =>
  successes < 0
    ? 0
    : successes >= trials
      ? 1
      : betaLower(1 - probability, trials - successes, successes + 1, probability);

/** The probability of at least so many successes. */
const binomialUpper = (successes: number, trials: number, probability: number): number =>
  successes <= 0
    ? 1
    : successes > trials
      ? 0
      : betaLower(probability, successes, trials - successes + 1, 1 - probability);

/**
 * The p-value of the exact binomial test: a tail, or, for two sides, the chance of all numbers of successes that are no more
 * probable than the one seen (as in R, which lets a relative 1e-7 pass for rounding).
 */
export function binomialP(
  successes: number,
  trials: number,
  probability: number,
  alternative: Alternative,
): number {
  if (alternative === "less") return binomialLower(successes, trials, probability);
  if (alternative === "greater") return binomialUpper(successes, trials, probability);
  const mean = trials * probability;
  if (successes === mean) return 1;
  const bound = binomialProbability(successes, trials, probability) * (1 + 1e-7);
  const isRare = (at: number): boolean => binomialProbability(at, trials, probability) <= bound;
  if (successes < mean) {
    const from = firstWhere(Math.ceil(mean), trials + 1, isRare);
    return Math.min(
      1,
      binomialLower(successes, trials, probability) + binomialUpper(from, trials, probability),
    );
  }
  const to =
    Math.floor(mean) - firstWhere(0, Math.floor(mean) + 1, (below) => isRare(Math.floor(mean) - below));
  return Math.min(1, binomialLower(to, trials, probability) + binomialUpper(successes, trials, probability));
}

/** The first whole number from `low` on for which a condition holds that holds ever after; `high` where it never does. */
function firstWhere(low: number, high: number, holds: (at: number) => boolean): number {
  let [from, to] = [low, high];
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    if (holds(middle)) to = middle;
    else from = middle + 1;
  }
  return from;
}

/** The exact interval of a proportion (C. J. Clopper & E. S. Pearson, Biometrika 26, 1934). */
export function exactProportionInterval(
  successes: number,
  trials: number,
  level: number,
  alternative: Alternative,
): Interval {
  const tail = alternative === "two-sided" ? (1 - level) / 2 : 1 - level;
  return {
    level,
    low:
      alternative === "less" || successes === 0 ? 0 : betaQuantile(tail, successes, trials - successes + 1),
    high:
      alternative === "greater" || successes === trials
        ? 1
        : 1 - betaQuantile(tail, trials - successes, successes + 1),
  };
}
