import { exponential } from "../../base/index.ts";
import { continuous, refuseParameter, type ContinuousDistribution } from "./distribution.ts";
import { exactKolmogorovLower, exactKolmogorovUpper, smirnovUpper } from "./kolmogorov-exact.ts";
import { pelzGoodLower } from "./kolmogorov-series.ts";
import { lowerOf, tailOf, upperOf, type Scaled, type Tail } from "./tail.ts";

const squareOfPi = Math.PI * Math.PI;
/** Below it the theta series of the lower tail, above it the alternating one of the upper tail: both are short there. */
const border = 0.83;

/** The limit of √n D: A. Kolmogorov, 1933, and the other form of the same theta function. */
function limitTail(x: number): Tail {
  if (x < border) {
    let sum = 1;
    for (let odd = 3; odd < 20; odd += 2) sum += exponential((-(odd * odd - 1) * squareOfPi) / (8 * x * x));
    return { isLower: true, log: -squareOfPi / (8 * x * x), factor: (Math.sqrt(2 * Math.PI) / x) * sum };
  }
  let sum = 1;
  for (let place = 2; place < 10; place++)
    sum += (place % 2 === 0 ? -1 : 1) * exponential(-2 * (place * place - 1) * x * x);
  return { isLower: false, log: -2 * x * x, factor: 2 * sum };
}

function limitDensity(x: number): Scaled {
  if (x < border) {
    let sum = 0;
    for (let odd = 1; odd < 20; odd += 2) {
      const power = (odd * odd * squareOfPi) / (4 * x * x);
      sum += (power - 1) * exponential((-(odd * odd - 1) * squareOfPi) / (8 * x * x));
    }
    return { log: -squareOfPi / (8 * x * x), factor: (Math.sqrt(2 * Math.PI) / (x * x)) * sum };
  }
  let sum = 0;
  for (let place = 1; place < 10; place++)
    sum += (place % 2 === 0 ? -1 : 1) * place * place * exponential(-2 * (place * place - 1) * x * x);
  return { log: -2 * x * x, factor: 8 * x * sum };
}

/**
 * What √n times Kolmogorov's distance D comes to for many values.
 *
 * @example kolmogorovLimit().survival(1.36) // 0.0494858…
 */
export const kolmogorovLimit = (): ContinuousDistribution =>
  continuous({
    name: "Kolmogorov limit",
    low: 0,
    high: Infinity,
    density: (x) => (x < 0.04 ? { log: -Infinity, factor: 1 } : limitDensity(x)),
    tail: limitTail,
    start: border,
  });

/** Kolmogorov's distance D of n values from the distribution they come from: its tails. */
export interface KolmogorovDistance {
  /** P(D ≤ d). */
  readonly cumulative: (d: number) => number;
  /** P(D > d); of a continuous distribution, so this is the p-value. */
  readonly survival: (d: number) => number;
}

/** Up to so many values the lower tail is exact; beyond, its vector takes too long. */
const mostExactValues = 10_000;
/** Smirnov's one-sided sum takes one term for each value. */
const mostValues = 1e9;
/** Beyond so many values the sum of one term for each takes too long. */
const mostSummedValues = 1e6;

/**
 * The distribution of Kolmogorov's two-sided distance of n values (1 to 1e9) from a continuous distribution that was fixed
 * before: exact up to 10,000, with 12 digits and more in both tails. Beyond, the limit with three corrections (W. Pelz & I. J. Good, 1976), off
 * by about 0.06 / n²; further down than √n d = 0.3 with one correction (J. Vrbik, "Deriving CDF of Kolmogorov-Smirnov Test Statistic", Applied
 * Mathematics 11, 2020). Where n d² is above 2.5 (4.5 for more than a million values) it is twice Smirnov's one-sided tail less 2 exp(-8 n d²), off by
 * less than 1e-9 and by next to nothing further out; for more than a million values that tail is off by a share of about 1 / n. The lower
 * tail by the matrix of Marsaglia, Tsang & Wang (2003), the upper one by what its walls take; where it is small, twice Smirnov's one-sided
 * tail (R. Simard & P. L'Ecuyer, 2011).
 *
 * @example kolmogorovDistance(10).survival(0.274) // 0.3715…
 */
export function kolmogorovDistance(n: number): KolmogorovDistance {
  checkValues(n);
  const tail = (d: number): Tail => {
    if (Number.isNaN(d)) refuseParameter("Kolmogorov", "distance", d, "a number");
    if (d <= 0.5 / n) return tailOf(true, 0);
    if (d >= 1) return tailOf(false, 0);
    // Beyond, the curve leaves on both sides with a chance of about 2 exp(-8 n d²): less than 1e-15.
    if (n > mostSummedValues && n * d * d > farBorder) return tailOf(false, 2 * smirnovFar(n, d));
    const border = n > mostExactValues && n <= mostSummedValues ? nearBorder : farBorder;
    if (d >= 0.5 || n * d * d > border) {
      const both = d >= 0.5 ? 0 : 2 * exponential(-8 * n * d * d);
      return tailOf(false, 2 * smirnovUpper(n, d) - both);
    }
    if (n <= mostExactValues)
      return n * d * d > median
        ? tailOf(false, exactKolmogorovUpper(n, d))
        : tailOf(true, exactKolmogorovLower(n, d));
    const z = Math.sqrt(n) * d;
    // So far down the corrections are larger than what they correct.
    if (z < 0.3) return limitTail(z + 1 / (6 * Math.sqrt(n)) + (z - 1) / (4 * n));
    return tailOf(true, pelzGoodLower(n, z));
  };
  return Object.freeze({
    cumulative: (d: number) => lowerOf(tail(d)),
    survival: (d: number) => upperOf(tail(d)),
  });
}

const farBorder = 4.5;
/** Of n d², nearly, for any n: each side of it has its own tail. */
const median = 0.67;
/** From here on the term for both sides is right to 1e-9 for many values. */
const nearBorder = 2.5;

/**
 * The upper tail of Smirnov's one-sided distance of n values (1 to 1e9): P(D+ > d). Exact up to a million values; beyond, the limit with the
 * correction of Smirnov (1944), exp(-(6 n d + 1)² / (18 n)), off by a share of about 1 / n.
 *
 * @example smirnovOneSided(10, 0.3) // 0.135464…
 */
export function smirnovOneSided(n: number, d: number): number {
  checkValues(n);
  if (d <= 0) return 1;
  if (d >= 1) return 0;
  return n > mostSummedValues ? smirnovFar(n, d) : smirnovUpper(n, d);
}

/** Smirnov's limit with its correction of the first order. */
const smirnovFar = (n: number, d: number): number => {
  const moved = 6 * n * d + 1;
  return exponential((-moved * moved) / (18 * n));
};

function checkValues(n: number): void {
  if (!(Number.isInteger(n) && n >= 1 && n <= mostValues))
    refuseParameter("Kolmogorov", "n", n, "1 to 1,000,000,000 values");
}
