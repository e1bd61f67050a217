import type { Interval } from "../interval.ts";
import { noncentralityBounds } from "./noncentrality.ts";

/** How a noncentrality becomes a share, where it is not that of an F test of one variance. */
export interface ShareScale {
  /** What a noncentrality is multiplied with. */
  readonly times: number;
  /** How many values there are in all. */
  readonly count: number;
}

/**
 * The interval of a share of explained variance, from the noncentral F distribution (J. H. Steiger, Psychological Methods 9, 2004):
 * a noncentrality λ of F stands for the share λ / (λ + n) of n values. Where it begins at 0 it reaches at
 * least to the estimate: of groups more alike than chance makes them it would be 0 to 0, as if all were known.
 */
export function explainedInterval(
  f: number,
  above: number,
  below: number,
  level: number,
  { times, count }: ShareScale = { times: 1, count: above + below + 1 },
): Interval {
  const { low, high } = noncentralityBounds(f, above, below, level);
  const share = (noncentrality: number): number => (noncentrality * times) / (noncentrality * times + count);
  const seen = f * above * times;
  const estimate = seen / (seen + count - above - 1);
  return { level, low: share(low), high: low === 0 ? Math.max(share(high), estimate) : share(high) };
}
