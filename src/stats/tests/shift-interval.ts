import type { CountDistribution } from "../distributions/index.ts";
import type { Interval } from "../interval.ts";
import { normalCritical } from "./tails.ts";
import type { Alternative } from "./test-result.ts";
import { showPercent } from "./words.ts";

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
 * It turns the test without ties around. Where the values are too few for the level, all of them together do not reach it: the
 * interval then has the level that it does reach, as R's has.
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
    level: reachedLevel(distribution, tail, level, alternative),
    low: alternative === "less" ? -Infinity : ranked(place),
    high: alternative === "greater" ? Infinity : ranked(count + 1 - place),
  };
}

/** The level, or that of the widest interval there is: it leaves out the samples in which all lie on one side. */
function reachedLevel(
  distribution: CountDistribution | number,
  tail: number,
  level: number,
  alternative: Alternative,
): number {
  if (typeof distribution === "number") return level;
  const least = distribution.cumulative(0);
  if (least <= tail * (1 + 1e-9)) return level;
  return Math.max(0, 1 - (alternative === "two-sided" ? 2 : 1) * least);
}

/** That an interval does not reach the level that was asked for; nothing where it does. */
export const reachNotes = ({ level: reached }: Interval, level: number): readonly string[] =>
  reached < level
    ? [
        `The interval holds the true value in ${showPercent(reached)} of such samples: there are too few values for ${showPercent(level)}.`,
      ]
    : [];
