import { checkParameter, continuous, refuseParameter, type ContinuousDistribution } from "./distribution.ts";
import { tailOf } from "./tail.ts";

/**
 * The uniform distribution from `low` to `high`.
 *
 * @example uniformDistribution(2, 5).cumulative(3) // 0.333333…
 */
export function uniformDistribution(low = 0, high = 1): ContinuousDistribution {
  checkParameter("uniform", "low", low, "finite");
  checkParameter("uniform", "high", high, "finite");
  const width = high - low;
  if (!(width > 0 && Number.isFinite(width)))
    refuseParameter("uniform", "width", `${low} to ${high}`, "a low end below the high end");
  return continuous({
    name: "uniform",
    low,
    high,
    density: () => ({ log: 0, factor: 1 / width }),
    tail: (x) => (x - low < high - x ? tailOf(true, (x - low) / width) : tailOf(false, (high - x) / width)),
    start: low + width / 2,
    invert: (probability, isLower) => (isLower ? low + probability * width : high - probability * width),
  });
}
