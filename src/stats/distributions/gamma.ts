import { naturalLogarithm } from "../../base/index.ts";
import {
  checkParameter,
  continuous,
  counts,
  noDensity,
  type ContinuousDistribution,
  type CountDistribution,
} from "./distribution.ts";
import { exponentialMinusOne } from "./exponentials.ts";
import { gammaTail, poissonPart } from "./incomplete-gamma.ts";
import { twoProduct, fromNumber, type DoubleDouble } from "../double-double.ts";
import { logGamma, logGammaOfOnePlus } from "./log-gamma.ts";
import { dividedBy, mirrored, nothingAbove, tailOf, type Scaled, type Tail } from "./tail.ts";

const tiny = 1e-280;

/** rate x^(shape - 1)… e^-rx: x^shape e^-x / Γ(shape + 1) times shape / x. */
function gammaDensity(shape: number, rate: number, x: number, scaled: DoubleDouble): Scaled {
  if (x === 0) {
    if (shape > 1) return noDensity;
    return shape === 1 ? { log: 0, factor: rate } : { log: Infinity, factor: 1 };
  }
  if (scaled.high < tiny) {
    const log = shape * (naturalLogarithm(x) + naturalLogarithm(rate));
    return dividedBy({ log: log - logGamma(shape + 1), factor: shape }, x);
  }
  const { log, factor } = poissonPart(shape, scaled.high, scaled.low);
  return dividedBy({ log, factor: factor * shape }, x);
}

/** So close to 0, maybe below every float, that the first term of the series is all of it. */
function tinyTail(shape: number, log: number): Tail {
  const lower = shape * log - (shape < 1 ? logGammaOfOnePlus(shape) : logGamma(shape + 1));
  return lower < -Math.LN2
    ? { isLower: true, log: lower, factor: 1 }
    : tailOf(false, -exponentialMinusOne(lower));
}

function scaledGamma(
  name: string,
  shape: number,
  rate: number,
  scaledOf: (x: number) => DoubleDouble,
): ContinuousDistribution {
  return continuous({
    name,
    low: 0,
    high: Infinity,
    density: (x) => gammaDensity(shape, rate, x, scaledOf(x)),
    tail: (x) => {
      const { high, low } = scaledOf(x);
      return high < tiny
        ? tinyTail(shape, naturalLogarithm(x) + naturalLogarithm(rate))
        : gammaTail(shape, high, low);
    },
    start: shape / rate,
  });
}

/**
 * The gamma distribution with this shape and rate (1 / scale): mean shape / rate.
 *
 * @example gammaDistribution(2, 0.5).survival(10) // 0.0404277…
 */
export function gammaDistribution(shape: number, rate = 1): ContinuousDistribution {
  checkParameter("gamma", "shape", shape, "shape");
  checkParameter("gamma", "rate", rate, "positive");
  return scaledGamma("gamma", shape, rate, (x) => twoProduct(rate, x));
}

/**
 * The chi-squared distribution with this many degrees of freedom.
 *
 * @example chiSquared(1).survival(1300) // 1.13037284417433e-284
 */
export function chiSquared(degrees: number): ContinuousDistribution {
  checkParameter("chi-squared", "degrees", degrees, "shape");
  return scaledGamma("chi-squared", degrees / 2, 0.5, (x) => fromNumber(x / 2));
}

/**
 * The Poisson distribution with this mean (0 to 1e15).
 *
 * @example poisson(4).cumulative(2) // 0.238103…
 */
export function poisson(mean: number): CountDistribution {
  checkParameter("Poisson", "mean", mean, "mean");
  return counts({
    name: "Poisson",
    low: 0,
    high: mean === 0 ? 0 : Infinity,
    mean,
    deviation: Math.sqrt(mean),
    mass: (k) => {
      if (mean === 0) return k === 0 ? { log: 0, factor: 1 } : noDensity;
      return k === 0 ? { log: -mean, factor: 1 } : poissonPart(k, mean);
    },
    tail: (k) => {
      if (mean === 0) return nothingAbove;
      return k > 1e100 ? nothingAbove : mirrored(gammaTail(k + 1, mean));
    },
  });
}
