import { compareValues } from "../../ir/index.ts";
import type { Value } from "../../schema/index.ts";

/** One version of an event as a state keeps it: moments in milliseconds, the key and what the features read as values. */
export interface Version {
  readonly at: number;
  readonly known: number;
  readonly key: readonly Value[];
  /** The columns `reads` of the event table, in that order. */
  readonly reads: readonly Value[];
}

/** A version that is kept, with its number and the moment at which the next version of its event was known (or infinity). */
export interface KeptVersion extends Version {
  readonly number: number;
  readonly next: number;
}

/** Missing first, then false, numbers by size, texts by code point. */
function compareMaybe(left: Value, right: Value): number {
  if (left === null || right === null) return left === right ? 0 : left === null ? -1 : 1;
  return compareValues(left, right);
}

/** Compares lists of equal length, the first difference deciding. */
export function compareLists(left: readonly Value[], right: readonly Value[]): number {
  for (let at = 0; at < left.length; at++) {
    const difference = compareMaybe(left[at]!, right[at]!);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The order of the versions of one event; 0 for one and the same version. */
export const compareVersions = (left: Version, right: Version): number =>
  left.known - right.known ||
  left.at - right.at ||
  compareLists(left.key, right.key) ||
  compareLists(left.reads, right.reads);
