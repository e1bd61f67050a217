import { exponential } from "../../base/index.ts";
import { continuous, refuseParameter, type ContinuousDistribution } from "./distribution.ts";
import { exactKolmogorovLower, smirnovUpper } from "./kolmogorov-exact.ts";
import { tailOf, type Scaled, type Tail } from "./tail.ts";

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

/** Kolmogorov's distance D of n values from the distribution they come from: its exact tails. */
export interface KolmogorovDistance {
  /** P(D ≤ d). */
  readonly cumulative: (d: number) => number;
  /** P(D > d); of a continuous distribution, so this is the p-value. */
  readonly survival: (d: number) => number;
}

const mostValues = 10_000;

/**
 * The exact distribution of Kolmogorov's two-sided distance of n values (1 to 10,000) from a continuous distribution that was fixed
 * before. The lower tail by the matrix of Marsaglia, Tsang & Wang (2003); where it is nearly 1, the upper one is twice Smirnov's one-sided tail (R. Simard & P. L'Ecuyer, 2011). 13 digits in both tails, but about 11 where the
 * two meet (upper tails near 0.0004).
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
    if (d >= 0.5 || n * d * d > farBorder) {
      const both = d >= 0.5 ? 0 : 2 * exponential(-8 * n * d * d);
      return tailOf(false, 2 * smirnovUpper(n, d) - both);
    }
    return tailOf(true, exactKolmogorovLower(n, d));
  };
  return Object.freeze({
    cumulative: (d: number) => (tail(d).isLower ? tail(d).factor : 1 - tail(d).factor),
    survival: (d: number) => (tail(d).isLower ? 1 - tail(d).factor : tail(d).factor),
  });
}

const farBorder = 4.5;

/**
 * The upper tail of Smirnov's one-sided distance of n values: P(D+ > d).
 *
 * @example smirnovOneSided(10, 0.3) // 0.135464…
 */
export function smirnovOneSided(n: number, d: number): number {
  checkValues(n);
  if (d <= 0) return 1;
  return d >= 1 ? 0 : smirnovUpper(n, d);
}

function checkValues(n: number): void {
  if (!(Number.isInteger(n) && n >= 1 && n <= mostValues))
    refuseParameter(
      "Kolmogorov",
      "n",
      n,
      "1 to 10,000 values, or take kolmogorovLimit() at √n times the distance",
    );
}
