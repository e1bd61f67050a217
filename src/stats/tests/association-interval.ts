import type { Interval } from "../interval.ts";
import { noncentralityBounds } from "./noncentrality.ts";

/**
 * The interval of √(χ² / room), at most 1, from the noncentral chi-squared distribution (M. Smithson, "Confidence Intervals", 2003).
 * Where it begins at 0 it reaches at least to the estimate: of counts more alike than chance makes them it would be 0 to 0, as if all
 * were known.
 */
export function associationInterval(
  statistic: number,
  degrees: number,
  room: number,
  level: number,
): Interval {
  const { low, high } = noncentralityBounds(statistic / degrees, degrees, Infinity, level);
  const found = Math.sqrt(Math.max(high, low === 0 ? statistic : 0) / room);
  return { level, low: Math.min(1, Math.sqrt(low / room)), high: Math.min(1, found) };
}
