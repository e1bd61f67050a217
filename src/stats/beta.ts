import { deviancePart, stirlingError } from "./gamma.ts";
import { normalQuantile } from "./normal.ts";

/**
 * The regularized incomplete beta function I_x(a, b) for a, b > 0. `rest` is 1 - x, given by those who know it better
 * than the subtraction does. Continued fraction of Didonato & Morris (TOMS 708, 1992); the factor before it after Loader (2000).
 */
export function betaLower(x: number, a: number, b: number, rest = 1 - x): number {
  if (x <= 0) return 0;
  if (rest <= 0) return 1;
  return x < (a + 1) / (a + b + 2)
    ? binomialPart(x, a, b, rest) / betaFraction(x, a, b, rest)
    : 1 - binomialPart(rest, b, a, x) / betaFraction(rest, b, a, x);
}

/** x^a rest^b / B(a, b). */
function binomialPart(x: number, a: number, b: number, rest: number): number {
  const n = a + b;
  const log =
    stirlingError(n) -
    stirlingError(a) -
    stirlingError(b) -
    deviancePart(a, n * x) -
    deviancePart(b, n * rest);
  return Math.exp(log) * Math.sqrt((a * b) / (2 * Math.PI * n));
}

/** Modified Lentz; the second terms are written with `rest`, so that nothing is lost where x is close to 1. */
function betaFraction(x: number, a: number, b: number, rest: number): number {
  let result = awayFromZero((a * (a * rest - b * x + 1)) / (a + 1));
  let c = result;
  let d = 0;
  for (let step = 1; step < 1_000_000; step++) {
    const above = ((a + step - 1) * (a + b + step - 1) * step * (b - step) * x * x) / (a + 2 * step - 1) ** 2;
    const beside =
      step +
      (step * (b - step) * x) / (a + 2 * step - 1) +
      ((a + step) * (a * rest - b * x + 1 + step * (1 + rest))) / (a + 2 * step + 1);
    d = 1 / awayFromZero(beside + above * d);
    c = awayFromZero(beside + above / c);
    const factor = c * d;
    result *= factor;
    if (Math.abs(factor - 1) < 4e-16) break;
  }
  return result;
}

const awayFromZero = (value: number): number => (Math.abs(value) < 1e-300 ? 1e-300 : value);

/** The x with I_x(a, b) = probability, by bisection to the last bit that matters (below 1e-15). */
export function betaQuantile(probability: number, a: number, b: number): number {
  let low = 0;
  let high = 1;
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (betaLower(middle, a, b) < probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** The probability that a Student t variable with `degrees` of freedom is above t; accurate far into the tail. */
export function studentUpper(t: number, degrees: number): number {
  if (t < 0) return 1 - studentUpper(-t, degrees);
  const square = t * t;
  if (square === 0) return 0.5;
  const whole = degrees + square;
  return betaLower(degrees / whole, degrees / 2, 0.5, square / whole) / 2;
}

/** The two-sided p-value of a Student t statistic. */
export const studentTwoSided = (t: number, degrees: number): number => 2 * studentUpper(Math.abs(t), degrees);

/** The t that a Student t variable exceeds on either side with this two-sided probability: 12.7 for 0.05 and one degree. */
export function studentTwoSidedQuantile(probability: number, degrees: number): number {
  if (degrees > 1e7) return -normalQuantile(probability / 2);
  const x = betaQuantile(probability, degrees / 2, 0.5);
  return Math.sqrt((degrees * (1 - x)) / x);
}
