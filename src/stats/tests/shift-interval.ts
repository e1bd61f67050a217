import type { CountDistribution } from "../distributions/index.ts";
import type { Interval } from "../interval.ts";
import { normalCritical } from "./tails.ts";
import type { Alternative } from "./test-result.ts";

/** What the interval of a shift needs to know of the null distribution of its rank statistic. */
export interface ShiftSpace {
  /** How many differences or means of pairs there are. */
  readonly count: number;
  readonly ranked: (rank: number) => number;
  /** The exact distribution of the statistic without ties, or its standard deviation. */
  readonly distribution: CountDistribution | number;
}

/**
 * The interval of a shift, from the order statistics of the pairs (E. L. Lehmann, "Nonparametrics" 1975; the same places as R).
 * It turns the test without ties around.
 */
export function shiftInterval(
  { count, ranked, distribution }: ShiftSpace,
  level: number,
  alternative: Alternative,
): Interval {
  const tail = alternative === "two-sided" ? (1 - level) / 2 : 1 - level;
  const found =
    typeof distribution === "number"
      ? Math.ceil(count / 2 - normalCritical(level, alternative) * distribution - 0.5)
      : // As in R, a hair of rounding does not move the place.
        distribution.quantile(tail * (1 - 64 * Number.EPSILON));
  const place = Math.min(Math.max(1, found), Math.ceil(count / 2));
  return {
    level,
    low: alternative === "less" ? -Infinity : ranked(place),
    high: alternative === "greater" ? Infinity : ranked(count + 1 - place),
  };
}
