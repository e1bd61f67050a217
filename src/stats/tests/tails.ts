import { exponential, naturalLogarithm } from "../../base/index.ts";
import { betaLower, studentTwoSidedQuantile, studentUpper } from "../distributions/index.ts";
import { logGamma } from "../distributions/index.ts";
import { normalQuantile, normalUpper } from "../distributions/index.ts";
import type { Alternative } from "./test-result.ts";

/** The p-value of a statistic with a symmetric distribution around 0, by the alternative. */
const bySide = (upper: (value: number) => number, value: number, alternative: Alternative): number =>
  alternative === "less"
    ? upper(-value)
    : alternative === "greater"
      ? upper(value)
      : Math.min(1, 2 * upper(Math.abs(value)));

/** The p-value of a Student t statistic. */
export const studentP = (t: number, degrees: number, alternative: Alternative): number =>
  bySide((value) => studentUpper(value, degrees), t, alternative);

/** The p-value of a standard normal statistic. */
export const normalP = (z: number, alternative: Alternative): number => bySide(normalUpper, z, alternative);

/** The z that is exceeded on the open side, or on both, as often as the level leaves out. */
export const normalCritical = (level: number, alternative: Alternative): number =>
  -normalQuantile(alternative === "two-sided" ? (1 - level) / 2 : 1 - level);

/** The t that is exceeded on the open side, or on both, as often as the level leaves out; polished by Newton's method. */
export function studentCritical(level: number, degrees: number, alternative: Alternative): number {
  const tail = alternative === "two-sided" ? (1 - level) / 2 : 1 - level;
  if (tail === 0.5) return 0;
  if (tail > 0.5) return -studentCritical(tail, degrees, "less");
  let t = studentTwoSidedQuantile(2 * tail, degrees);
  for (let step = 0; step < 4; step++) t += (studentUpper(t, degrees) - tail) / studentDensity(t, degrees);
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

/** The probability that an F variable with these degrees of freedom is above f; accurate far into the tail. */
export function fUpper(f: number, above: number, below: number): number {
  if (f <= 0) return 1;
  if (f === Infinity) return 0;
  const whole = below + above * f;
  return betaLower(below / whole, below / 2, above / 2, (above * f) / whole);
}
