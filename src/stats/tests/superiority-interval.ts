import type { Interval } from "../interval.ts";
import { normalCritical } from "./tails.ts";
import type { Alternative } from "./test-result.ts";

/**
 * The interval of the probability that a value of one group is above one of the other, by turning a score test around: the
 * bounds are where the estimate lies z standard errors away, with the standard error of the bound itself. So it stays within 0
 * and 1, and does not collapse where the groups do not overlap. Method: R. G. Newcombe, "Confidence Intervals for an Effect
 * Size Measure Based on the Mann-Whitney Statistic. Part 2", Statistics in Medicine 25 (2006), method 5.
 */
export function superiorityInterval(
  estimate: number,
  m: number,
  n: number,
  level: number,
  alternative: Alternative,
): Interval {
  const z = normalCritical(level, alternative);
  const half = (m + n) / 2 - 1;
  const reach = (at: number): number =>
    z * Math.sqrt(((at * (1 - at)) / (m * n)) * (1 + half * ((1 - at) / (2 - at) + at / (1 + at))));
  return {
    level,
    low: alternative === "less" ? 0 : bisect(0, estimate, (at) => estimate - at > reach(at)),
    high: alternative === "greater" ? 1 : bisect(estimate, 1, (at) => at - estimate <= reach(at)),
  };
}

/** Where a condition that holds at `low` stops to hold on the way to `high`. */
export function bisect(low: number, high: number, holds: (at: number) => boolean): number {
  let [below, above] = [low, high];
  for (let step = 0; step < 200; step++) {
    const middle = below + (above - below) / 2;
    if (middle === below || middle === above) break;
    if (holds(middle)) below = middle;
    else above = middle;
  }
  return below;
}
