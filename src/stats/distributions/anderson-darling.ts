import { exponential, naturalLogarithm } from "../../base/index.ts";
import { refuseParameter } from "./distribution.ts";
import { integrateHill } from "./integrate-hill.ts";
import { logGamma } from "./log-gamma.ts";
import { lowerOf, upperOf, type Tail } from "./tail.ts";
import { polynomial } from "./polynomial.ts";

/** Below it the lower tail is taken, above it the upper one. */
const border = 0.9;

/**
 * The limit of the Anderson-Darling statistic A² of values from a continuous distribution that was fixed before.
 * The lower tail: T. W. Anderson & D. A. Darling, 1952, whose integrals are taken here by trapezoidal sums.
 */
function lowerTail(a: number): Tail {
  const square = Math.PI * Math.PI;
  let sum = 0;
  let binomial = 1;
  const first = square / (8 * a);
  for (let j = 0; j < 40; j++) {
    const size = 4 * j + 1;
    const slope = (size * size * square) / (8 * a);
    // The integral over the whole line is twice that over its half.
    const integral = integrateHill((w) => a / (8 * (w * w + 1)) - slope * w * w, 0, 0.5 / Math.sqrt(slope));
    const term = binomial * size * exponential(first - slope + integral.log) * (integral.factor / 2);
    sum += term;
    if (Math.abs(term) < 1e-18 * sum) break;
    binomial *= (-0.5 - j) / (j + 1);
  }
  return { isLower: true, log: -first, factor: (Math.sqrt(2 * Math.PI) / a) * sum };
}

const fewNodes = chebyshevNodes(64);
/** The part at the lower pole grows narrow far out. */
const manyNodes = chebyshevNodes(128);

/** cos((2 i - 1) π / (2 count)) for count a power of two, by halving angles: square roots alone. */
function chebyshevNodes(count: number): readonly number[] {
  let cosines = [0];
  for (let size = 1; size < count; size *= 2)
    cosines = cosines.flatMap((cosine) => {
      const half = Math.sqrt((1 + cosine) / 2);
      return [half, -half];
    });
  return cosines;
}

/**
 * The upper tail: A² is in the limit the sum of squares of normal values over j (j + 1), so Smirnov's formula (1937) gives its
 * upper tail as integrals between the poles of the product over j of 1 - u / (j (j + 1)), which gamma functions give.
 */
function upperTail(a: number): Tail {
  const nodes = a > 10 ? manyNodes : fewNodes;
  let sum = 0;
  let sign = 1;
  for (let k = 1; k < 200; k++) {
    const low = (2 * k - 1) * (2 * k);
    const high = 2 * k * (2 * k + 1);
    const middle = (low + high) / 2;
    const half = (high - low) / 2;
    let integral = 0;
    for (const node of nodes) {
      const u = middle + half * node;
      integral += exponential((-(u - 2) * a) / 2 - logSmoothProduct(u, k) / 2) / u;
    }
    const term = integral / nodes.length;
    sum += sign * term;
    sign = -sign;
    if (term < 1e-18 * sum) break;
  }
  return { isLower: false, log: -a, factor: sum };
}

/** ln of |Π (1 - u / (j (j + 1)))| / ((u - low)(high - u)), where low and high are the poles 2k - 1 and 2k around u. */
function logSmoothProduct(u: number, k: number): number {
  const r = (2 * u) / (1 + Math.sqrt(1 + 4 * u));
  let log = 0;
  for (let j = 1; j <= 2 * k; j++) {
    const pole = j * (j + 1);
    log += j >= 2 * k - 1 ? -naturalLogarithm(pole) : naturalLogarithm(Math.abs(1 - u / pole));
  }
  const m = 2 * k + 1;
  return log + logGamma(m) + logGamma(m + 1) - logGamma(m - r) - logGamma(m + 1 + r);
}

const limitTail = (a: number): Tail => (a < border ? lowerTail(a) : upperTail(a));

/** P(A² ≤ a) in the limit of many values. */
export const andersonDarlingLower = (a: number): number => (checked(a) <= 0 ? 0 : lowerOf(limitTail(a)));

/**
 * P(A² > a) in the limit of many values, with all its digits down to 1e-300; already for 10 values it is right to about 0.001.
 *
 * @example andersonDarlingUpper(2.492) // 0.0500…
 */
export const andersonDarlingUpper = (a: number): number => (checked(a) <= 0 ? 1 : upperOf(limitTail(a)));

/**
 * P(A² > a) for n values from a distribution that was fixed before: the limit with the correction of G. Marsaglia & J. Marsaglia,
 * "Evaluating the Anderson-Darling distribution", 2004. Right to about 0.00001 in absolute terms; where the correction would be
 * larger than the tail itself, the limit stands.
 *
 * @example andersonDarlingUpperOf(2.492, 10) // 0.0512526…
 */
export function andersonDarlingUpperOf(a: number, n: number): number {
  if (!(Number.isInteger(n) && n >= 1)) refuse("n", n, "a whole number from 1");
  const upper = andersonDarlingUpper(a);
  if (upper < 1e-3) return upper;
  return Math.min(1, Math.max(upper / 2, upper - correction(1 - upper, n)));
}

function correction(lower: number, n: number): number {
  if (lower > 0.8)
    return polynomial([-130.2137, 745.2337, -1705.091, 1950.646, -1116.36, 255.7844], lower) / n;
  const knee = 0.01265 + 0.1757 / n;
  if (lower < knee) {
    const t = lower / knee;
    return (Math.sqrt(t) * (1 - t) * (49 * t - 102) * (0.0037 / (n * n) + 0.00078 / n + 0.00006)) / n;
  }
  const t = (lower - knee) / (0.8 - knee);
  const bend = polynomial([-0.00022633, 6.54034, -14.6538, 14.458, -8.259, 1.91864], t);
  return (bend * (0.04213 + 0.01365 / n)) / n;
}

/**
 * The p-value of A² for normal values whose mean and standard deviation are estimated from themselves (n of at least 8): the
 * approximation of R. B. D'Agostino & M. A. Stephens, "Goodness-of-fit techniques", 1986, table 4.9. About three digits.
 *
 * @example andersonDarlingNormality(0.75, 50) // 0.0475805…
 */
export function andersonDarlingNormality(a: number, n: number): number {
  if (!(n >= 8)) refuse("n", n, "at least 8 values");
  const at = checked(a) * (1 + 0.75 / n + 2.25 / (n * n));
  if (at < 0.2) return 1 - exponential(-13.436 + 101.14 * at - 223.73 * at * at);
  if (at < 0.34) return 1 - exponential(-8.318 + 42.796 * at - 59.938 * at * at);
  if (at < 0.6) return exponential(0.9177 - 4.279 * at - 1.38 * at * at);
  // The parabola would turn up again beyond 150; the table ends at 13.
  const far = Math.min(at, 13);
  return exponential(1.2937 - 5.709 * far + 0.0186 * far * far);
}

function checked(a: number): number {
  return Number.isNaN(a) ? refuse("statistic", a, "a number") : a;
}

const refuse = (parameter: string, value: number, words: string): never =>
  refuseParameter("Anderson-Darling", parameter, value, words);
