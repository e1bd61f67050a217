import { logarithmOfOnePlus, naturalLogarithm } from "../../base/index.ts";
import { checkParameter, continuous, type ContinuousDistribution } from "./distribution.ts";
import { exponentialMinusOne } from "./exponentials.ts";
import { tailOf, type Tail } from "./tail.ts";

/** The tails of a variable whose survival is e^-hazard, for a cumulated hazard with this logarithm. */
export function hazardTail(hazard: number, logHazard: number): Tail {
  if (hazard > 0.5) return { isLower: false, log: -hazard, factor: 1 };
  if (hazard < 1e-10) return { isLower: true, log: logHazard, factor: 1 - hazard / 2 };
  return tailOf(true, -exponentialMinusOne(-hazard));
}

/** The cumulated hazard at which one tail has this probability. */
export const hazardQuantile = (probability: number, isLower: boolean): number =>
  isLower ? -logarithmOfOnePlus(-probability) : -naturalLogarithm(probability);

/**
 * The exponential distribution with this rate (1 / mean).
 *
 * @example exponentialDistribution(2).survival(1) // 0.135335…
 */
export function exponentialDistribution(rate = 1): ContinuousDistribution {
  checkParameter("exponential", "rate", rate, "positive");
  return continuous({
    name: "exponential",
    low: 0,
    high: Infinity,
    density: (x) => ({ log: -rate * x, factor: rate }),
    tail: (x) => hazardTail(rate * x, naturalLogarithm(rate) + naturalLogarithm(x)),
    start: 1 / rate,
    invert: (probability, isLower) => hazardQuantile(probability, isLower) / rate,
  });
}
