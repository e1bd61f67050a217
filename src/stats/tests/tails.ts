import {
  fDistribution,
  normalQuantile,
  normalUpper,
  studentizedRange,
  studentT,
  studentUpper,
  type CountDistribution,
} from "../distributions/index.ts";
import type { Alternative } from "./test-result.ts";

/** The p-value of a statistic with a symmetric distribution around 0, by the alternative. */
const bySide = (upper: (value: number) => number, value: number, alternative: Alternative): number =>
  alternative === "less"
    ? upper(-value)
    : alternative === "greater"
      ? upper(value)
      : Math.min(1, 2 * upper(Math.abs(value)));

/** The p-value of a Student t statistic. */
export const studentP = (t: number, degrees: number, alternative: Alternative): number =>
  bySide((value) => studentUpper(value, degrees), t, alternative);

/** The p-value of a standard normal statistic. */
export const normalP = (z: number, alternative: Alternative): number => bySide(normalUpper, z, alternative);

/** What lies beyond a critical value on one side. */
const tailOf = (level: number, alternative: Alternative): number =>
  alternative === "two-sided" ? (1 - level) / 2 : 1 - level;

/** The z that is exceeded on the open side, or on both, as often as the level leaves out. */
export const normalCritical = (level: number, alternative: Alternative): number =>
  -normalQuantile(tailOf(level, alternative));

/** The t that is exceeded on the open side, or on both, as often as the level leaves out. */
export const studentCritical = (level: number, degrees: number, alternative: Alternative): number =>
  studentT(degrees).upperQuantile(tailOf(level, alternative));

/** The probability that an F variable with these degrees of freedom is above f; accurate far into the tail. */
export const fUpper = (f: number, above: number, below: number): number =>
  f === Infinity ? 0 : fDistribution(above, below).survival(f);

/** The probability that the studentized range of so many means is above q. */
export const studentizedRangeUpper = (q: number, groups: number, degrees: number): number =>
  studentizedRange(groups, degrees).survival(q);

/** The studentized range that is exceeded as often as the level leaves out. */
export const studentizedRangeCritical = (level: number, groups: number, degrees: number): number =>
  studentizedRange(groups, degrees).upperQuantile(1 - level);

/** The chances of a discrete statistic to be at most, and at least, what was seen; both count what was seen. */
export interface DiscreteTails {
  readonly lower: number;
  readonly upper: number;
}

/** Both tails of the distribution of a statistic where it was seen. */
export const tailsAt = (distribution: CountDistribution, seen: number): DiscreteTails => ({
  lower: distribution.cumulative(seen),
  upper: distribution.survival(seen - 1),
});
