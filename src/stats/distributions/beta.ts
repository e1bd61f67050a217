import { logarithmOfOnePlus, naturalLogarithm } from "../../base/index.ts";
import {
  checkParameter,
  continuous,
  counts,
  noDensity,
  refuseParameter,
  type ContinuousDistribution,
  type CountDistribution,
} from "./distribution.ts";
import { betaPart, betaPoint, betaTail, type BetaPoint } from "./incomplete-beta.ts";
import { addDoubles, divideDoubles, twoProduct, fromNumber } from "../double-double.ts";
import { dividedBy, mirrored, nothingAbove, type Scaled } from "./tail.ts";

/**
 * The beta distribution on 0 to 1 with the shapes a and b.
 *
 * @example beta(2, 3).cumulative(0.4) // 0.5248
 */
export function beta(a: number, b: number): ContinuousDistribution {
  checkParameter("beta", "a", a, "shape");
  checkParameter("beta", "b", b, "shape");
  return continuous({
    name: "beta",
    low: 0,
    high: 1,
    density: (x) => {
      if (x === 0) return atEdge(a, b);
      if (x === 1) return atEdge(b, a);
      const point = betaPoint(x);
      return dividedBy(dividedBy(betaPart(a, b, point), x), point.rest.high);
    },
    tail: (x) => betaTail(a, b, betaPoint(x)),
    start: Math.max(1e-300, Math.min(a / (a + b), 1 - 2 ** -53)),
  });
}

/** The density at the end that belongs to shape a. */
function atEdge(a: number, b: number): Scaled {
  if (a > 1) return noDensity;
  return a === 1 ? { log: 0, factor: b } : { log: Infinity, factor: 1 };
}

/**
 * The x with I_x(a, b) = probability, to the last digits.
 *
 * @example betaQuantile(0.5, 2, 3) // 0.385728…
 */
export const betaQuantile = (probability: number, a: number, b: number): number =>
  beta(a, b).quantile(probability);

/** Where f is between 0 and 1 for the incomplete beta function: d1 f / (d1 f + d2). */
export function fPoint(d1: number, d2: number, f: number): BetaPoint {
  const above = twoProduct(d1, f);
  const log = naturalLogarithm(d1) - naturalLogarithm(d2) + naturalLogarithm(f);
  if (above.high > 1e295) return { x: fromNumber(1), rest: fromNumber(d2 / d1 / f), logRest: -log };
  if (above.high < 1e-270) return { x: fromNumber((d1 / d2) * f), rest: fromNumber(1), logX: log };
  const whole = addDoubles(above, fromNumber(d2));
  return { x: divideDoubles(above, whole), rest: divideDoubles(fromNumber(d2), whole) };
}

/**
 * The F distribution with d1 (above) and d2 (below) degrees of freedom.
 *
 * @example fDistribution(1, 10).survival(10) // 0.010131…
 */
export function fDistribution(d1: number, d2: number): ContinuousDistribution {
  checkParameter("F", "d1", d1, "shape");
  checkParameter("F", "d2", d2, "shape");
  const pointOf = (f: number): BetaPoint => fPoint(d1, d2, f);
  return continuous({
    name: "F",
    low: 0,
    high: Infinity,
    density: (f) => {
      if (f === 0) return atEdge(d1 / 2, 1);
      return dividedBy(betaPart(d1 / 2, d2 / 2, pointOf(f)), f);
    },
    tail: (f) => betaTail(d1 / 2, d2 / 2, pointOf(f)),
    start: 1,
  });
}

/**
 * The binomial distribution: successes in this many trials (0 to 1e15) of this probability.
 *
 * @example binomial(10, 0.5).survival(7) // 0.0546875
 */
export function binomial(trials: number, probability: number): CountDistribution {
  checkParameter("binomial", "trials", trials, "count");
  checkParameter("binomial", "probability", probability, "share");
  const point = betaPoint(probability);
  const isSure = trials === 0 || probability === 0 || probability === 1;
  const sure = probability === 1 ? trials : 0;
  const rest = point.rest.high;
  return counts({
    name: "binomial",
    low: isSure ? sure : 0,
    high: isSure ? sure : trials,
    mean: trials * probability,
    deviation: Math.sqrt(trials * probability * rest),
    mass: (k) => binomialMass(k, trials, point),
    tail: (k) => mirrored(betaTail(k + 1, trials - k, point)),
  });
}

/** C(trials, k) x^k rest^(trials - k), also where one of them is 0. */
export function binomialMass(k: number, trials: number, point: BetaPoint): Scaled {
  const x = point.x.high;
  const rest = point.rest.high;
  if (k === 0) return allOf(trials, rest, x);
  if (k === trials) return allOf(trials, x, rest);
  const { log, factor } = betaPart(k, trials - k, point);
  return { log, factor: (factor * trials) / k / (trials - k) };
}

/** share^count, where 1 - share is `other`. */
const allOf = (count: number, share: number, other: number): Scaled => ({
  log: count === 0 ? 0 : count * (other < 0.5 ? logarithmOfOnePlus(-other) : naturalLogarithm(share)),
  factor: 1,
});

/** No mean of at most 1e15 leaves anything beyond it. */
const farthest = 1e100;

/**
 * The negative binomial distribution: failures before this many successes (any positive number) of this probability.
 *
 * @example negativeBinomial(3, 0.5).mass(2) // 0.1875
 */
export function negativeBinomial(successes: number, probability: number): CountDistribution {
  checkParameter("negative binomial", "successes", successes, "shape");
  checkParameter("negative binomial", "probability", probability, "positiveShare");
  const meanCount = (successes * (1 - probability)) / probability;
  if (meanCount > 1e15)
    refuseParameter(
      "negative binomial",
      "probability",
      probability,
      "one that is larger: the mean is above 1e15",
    );
  const point = betaPoint(probability);
  const other: BetaPoint = { x: point.rest, rest: point.x };
  const rest = point.rest.high;
  return counts({
    name: "negative binomial",
    low: 0,
    high: probability === 1 ? 0 : Infinity,
    mean: meanCount,
    deviation: Math.sqrt(successes * rest) / probability,
    mass: (k) => {
      if (k === 0) return allOf(successes, probability, rest);
      if (k > farthest || probability === 1) return noDensity;
      const { log, factor } = betaPart(k, successes, other);
      return { log, factor: factor / k };
    },
    tail: (k) => {
      if (probability === 1) return nothingAbove;
      return k > farthest ? nothingAbove : mirrored(betaTail(k + 1, successes, other));
    },
  });
}
