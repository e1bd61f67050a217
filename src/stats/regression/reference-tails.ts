import {
  chiSquareUpper,
  fDistribution,
  normalQuantile,
  normalUpper,
  studentT,
  studentTwoSided,
} from "../distributions/index.ts";

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
export const twoSidedReach = (level: number, degrees: number): number =>
  degrees === Number.POSITIVE_INFINITY
    ? -normalQuantile((1 - level) / 2)
    : studentT(degrees).upperQuantile((1 - level) / 2);

/** The probability that F is above f; chi-squared over its degrees where the denominator has infinitely many. */
export function fPValue(f: number, above: number, below: number): number {
  if (f <= 0) return 1;
  if (f === Number.POSITIVE_INFINITY) return Number.MIN_VALUE;
  if (below === Number.POSITIVE_INFINITY) return chiSquarePValue(f * above, above);
  return above0(fDistribution(above, below).survival(f));
}

/** The probability that chi-squared is above x. */
export const chiSquarePValue = (x: number, degrees: number): number =>
  x <= 0 ? 1 : x === Number.POSITIVE_INFINITY ? Number.MIN_VALUE : above0(chiSquareUpper(x, degrees));
