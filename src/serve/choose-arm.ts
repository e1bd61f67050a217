import { hashUnitOf } from "../ir/index.ts";
import type { TrafficShare } from "../project/index.ts";

/**
 * Where a key stands among all keys, from 0 to below 1: `hashUnit(key, seed)` of the expression language, so SQL and every
 * other target find the arm of a logged key again.
 */
export const placeOfKey = (key: string, seed: number): number => hashUnitOf(key, seed);

/** The place of the arm in `shares` that a place among all keys falls to. */
export function armAt(shares: readonly Pick<TrafficShare, "share">[], place: number): number {
  let upTo = 0;
  let last = 0;
  for (let at = 0; at < shares.length; at++) {
    const { share } = shares[at]!;
    if (share <= 0) continue;
    upTo += share;
    last = at;
    if (place < upTo) return at;
  }
  // Shares that come to a little less than 1 by rounding: the rest is the last one's.
  return last;
}
