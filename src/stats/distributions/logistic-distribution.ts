import { exponential, logarithmOfOnePlus, naturalLogarithm } from "../../base/index.ts";
import { checkParameter, continuous, type ContinuousDistribution } from "./distribution.ts";

/**
 * The logistic distribution: P(X ≤ x) = 1 / (1 + e^-(x - location) / scale).
 *
 * @example logisticDistribution(0, 1).cumulative(2) // 0.880797…
 */
export function logisticDistribution(location = 0, scale = 1): ContinuousDistribution {
  checkParameter("logistic", "location", location, "finite");
  checkParameter("logistic", "scale", scale, "positive");
  const sizeOf = (x: number): number => Math.abs((x - location) / scale);
  return continuous({
    name: "logistic",
    low: -Infinity,
    high: Infinity,
    density: (x) => {
      const whole = 1 + exponential(-sizeOf(x));
      return { log: -sizeOf(x), factor: 1 / whole / whole / scale };
    },
    tail: (x) => ({ isLower: x < location, log: -sizeOf(x), factor: 1 / (1 + exponential(-sizeOf(x))) }),
    start: location,
    invert: (probability, isLower) => {
      const logit =
        probability > 0.25
          ? logarithmOfOnePlus((2 * probability - 1) / (1 - probability))
          : naturalLogarithm(probability) - logarithmOfOnePlus(-probability);
      return location + (isLower ? scale : -scale) * logit;
    },
  });
}
