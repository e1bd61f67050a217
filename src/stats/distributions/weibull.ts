import { exponential, naturalLogarithm } from "../../base/index.ts";
import { checkParameter, continuous, noDensity, type ContinuousDistribution } from "./distribution.ts";
import { hazardQuantile, hazardTail } from "./exponential-distribution.ts";
import { dividedBy } from "./tail.ts";
import { divideDoubles, twoProduct, fromNumber, type DoubleDouble } from "../double-double.ts";

/**
 * The Weibull distribution: P(X > x) = exp(-(x / scale)^shape).
 *
 * @example weibull(1.5, 2).survival(3) // 0.159276…
 */
export function weibull(shape: number, scale = 1): ContinuousDistribution {
  checkParameter("Weibull", "shape", shape, "shape");
  checkParameter("Weibull", "scale", scale, "positive");
  /** The logarithm of the cumulated hazard. Its last digits count: it is raised twice. */
  const logHazard = (x: number): DoubleDouble => {
    const ratio = divideDoubles(fromNumber(x), fromNumber(scale));
    if (!(ratio.high > 0 && ratio.high < Infinity))
      return fromNumber(shape * (naturalLogarithm(x) - naturalLogarithm(scale)));
    const product = twoProduct(shape, naturalLogarithm(ratio.high));
    return { high: product.high, low: product.low + (shape * ratio.low) / ratio.high };
  };
  const hazard = ({ high, low }: DoubleDouble): number => exponential(high) * (1 + low);
  return continuous({
    name: "Weibull",
    low: 0,
    high: Infinity,
    density: (x) => {
      if (x === 0) {
        if (shape > 1) return noDensity;
        return shape === 1 ? { log: 0, factor: 1 / scale } : { log: Infinity, factor: 1 };
      }
      const log = logHazard(x);
      return dividedBy({ log: log.high - hazard(log) + log.low, factor: shape }, x);
    },
    tail: (x) => {
      const log = logHazard(x);
      return hazardTail(hazard(log), log.high);
    },
    start: scale,
    invert: (probability, isLower) =>
      scale * exponential(naturalLogarithm(hazardQuantile(probability, isLower)) / shape),
  });
}
