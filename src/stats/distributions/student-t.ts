import { logarithmOfOnePlus, naturalLogarithm } from "../../base/index.ts";
import { checkParameter, continuous, type ContinuousDistribution } from "./distribution.ts";
import { betaTail } from "./incomplete-beta.ts";
import { deviancePart, logGamma, stirlingError } from "./log-gamma.ts";
import { addDoubles, divideDoubles, twoProduct, fromNumber } from "../double-double.ts";
import { lowerOf, tailOf, upperOf, type Scaled, type Tail } from "./tail.ts";

/** Above this |t|, t² would leave the range of floats, and the first term of the tail's series is all of it. */
const farthest = 1e140;

/** The tail of Student's t beyond t. */
function studentTail(t: number, degrees: number): Tail {
  const isLower = t < 0;
  const size = Math.abs(t);
  if (size > farthest * Math.sqrt(degrees)) {
    const half = degrees / 2;
    const log = degrees * (naturalLogarithm(degrees) / 2 - naturalLogarithm(size));
    // 1 / (½ degrees B(½ degrees, ½)), with Γ(½) = √π.
    return {
      isLower,
      log: log + logGamma(half + 0.5) - logGamma(half + 1),
      factor: 0.5 / Math.sqrt(Math.PI),
    };
  }
  const square = twoProduct(size, size);
  const whole = addDoubles(square, fromNumber(degrees));
  const x = divideDoubles(fromNumber(degrees), whole);
  const rest = divideDoubles(square, whole);
  const both = betaTail(degrees / 2, 0.5, { x, rest });
  return both.isLower ? { ...both, isLower, factor: both.factor / 2 } : tailOf(isLower, lowerOf(both) / 2);
}

/** Method: Loader (2000). */
function studentDensity(t: number, degrees: number): Scaled {
  const half = degrees / 2;
  const start = -deviancePart(half, half + 0.5) + stirlingError(half + 0.5) - stirlingError(half);
  const size = Math.abs(t);
  const ratio = (size / degrees) * size;
  const bend =
    ratio > 1e10 ? naturalLogarithm(size) - naturalLogarithm(degrees) / 2 : logarithmOfOnePlus(ratio) / 2;
  return { log: start - (degrees + 1) * bend, factor: 1 / Math.sqrt(2 * Math.PI) };
}

/**
 * Student's t distribution with this many degrees of freedom, whole or not.
 *
 * @example studentT(4).upperQuantile(0.025) // 2.7764451051977987
 */
export function studentT(degrees: number): ContinuousDistribution {
  checkParameter("Student t", "degrees", degrees, "shape");
  const positive = continuous({
    name: "Student t",
    low: 0,
    high: Infinity,
    density: (t) => studentDensity(t, degrees),
    tail: (t) => studentTail(t, degrees),
    start: 1,
  });
  return continuous({
    name: "Student t",
    low: -Infinity,
    high: Infinity,
    density: (t) => studentDensity(t, degrees),
    tail: (t) => studentTail(t, degrees),
    start: 0,
    invert: (probability, isLower) => {
      if (probability === 0.5) return 0;
      const size = positive.upperQuantile(probability);
      return isLower ? -size : size;
    },
  });
}

/** The probability that a Student t variable with `degrees` of freedom is above t; accurate far into the tail. */
export const studentUpper = (t: number, degrees: number): number => upperOf(studentTail(t, degrees));

/** The two-sided p-value of a Student t statistic. */
export const studentTwoSided = (t: number, degrees: number): number => 2 * studentUpper(Math.abs(t), degrees);

/** The t that a Student t variable exceeds on either side with this two-sided probability: 12.7 for 0.05 and one degree. */
export const studentTwoSidedQuantile = (probability: number, degrees: number): number =>
  studentT(degrees).upperQuantile(probability / 2);
