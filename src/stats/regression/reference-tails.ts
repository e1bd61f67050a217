import { exponential, naturalLogarithm } from "../../base/index.ts";
import { betaLower, studentTwoSided, studentTwoSidedQuantile } from "../beta.ts";
import { chiSquareUpper, logGamma } from "../gamma.ts";
import { normalQuantile, normalUpper } from "../normal.ts";

/** A p-value of 0 is never given out: below float64 the smallest positive number stands for it. */
const above0 = (probability: number): number => Math.min(1, Math.max(probability, Number.MIN_VALUE));

/** The two-sided p-value of a statistic that is Student's t, or normal where `degrees` is Infinity. */
export function twoSidedPValue(statistic: number, degrees: number): number {
  const size = Math.abs(statistic);
  if (size === Number.POSITIVE_INFINITY) return Number.MIN_VALUE;
  return above0(
    degrees === Number.POSITIVE_INFINITY ? 2 * normalUpper(size) : studentTwoSided(size, degrees),
  );
}

/** The t or z that is exceeded on either side with probability 1 - level together. */
export function twoSidedReach(level: number, degrees: number): number {
  const probability = 1 - level;
  if (degrees === Number.POSITIVE_INFINITY) return -normalQuantile(probability / 2);
  let t = studentTwoSidedQuantile(probability, degrees);
  // Newton's steps on the tail, whose digits are better than those of the quantile.
  for (let step = 0; step < 3; step++)
    t += (studentTwoSided(t, degrees) - probability) / (2 * studentDensity(t, degrees));
  return t;
}

function studentDensity(t: number, degrees: number): number {
  const log =
    logGamma((degrees + 1) / 2) -
    logGamma(degrees / 2) -
    naturalLogarithm(degrees * Math.PI) / 2 -
    ((degrees + 1) / 2) * naturalLogarithm(1 + (t * t) / degrees);
  return exponential(log);
}

/** The probability that F is above f; chi-squared over its degrees where the denominator has infinitely many. */
export function fPValue(f: number, above: number, below: number): number {
  if (f <= 0) return 1;
  if (f === Number.POSITIVE_INFINITY) return Number.MIN_VALUE;
  if (below === Number.POSITIVE_INFINITY) return chiSquarePValue(f * above, above);
  const whole = below + above * f;
  return above0(betaLower(below / whole, below / 2, above / 2, (above * f) / whole));
}

/** The probability that chi-squared is above x. */
export const chiSquarePValue = (x: number, degrees: number): number =>
  x <= 0 ? 1 : x === Number.POSITIVE_INFINITY ? Number.MIN_VALUE : above0(chiSquareUpper(x, degrees));
