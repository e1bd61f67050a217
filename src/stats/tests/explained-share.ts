import type { Interval } from "../interval.ts";
import { noncentralityBounds } from "./noncentrality.ts";

/** The interval of a share of explained variance, from the noncentral F distribution (J. H. Steiger, Psychological Methods 9, 2004). */
export function explainedInterval(f: number, above: number, below: number, level: number): Interval {
  const { low, high } = noncentralityBounds(f, above, below, level);
  const share = (noncentrality: number): number => noncentrality / (noncentrality + above + below + 1);
  return { level, low: share(low), high: share(high) };
}
