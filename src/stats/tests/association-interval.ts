import type { Interval } from "../interval.ts";
import { noncentralityBounds } from "./noncentrality.ts";

/** The interval of √(χ² / room), at most 1, from the noncentral chi-squared distribution (M. Smithson, "Confidence Intervals", 2003). */
export function associationInterval(
  statistic: number,
  degrees: number,
  room: number,
  level: number,
): Interval {
  const { low, high } = noncentralityBounds(statistic / degrees, degrees, Infinity, level);
  return { level, low: Math.min(1, Math.sqrt(low / room)), high: Math.min(1, Math.sqrt(high / room)) };
}
