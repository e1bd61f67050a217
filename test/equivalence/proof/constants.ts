import type { Random } from "../../../src/base/index.ts";
import type { Value } from "../../../src/schema/index.ts";
import { pick } from "./draw.ts";

/**
 * Constants that an operation is tried with, where those drawn by type would seldom be allowed or never mean anything: each
 * entry is the list of arguments from its first constant on. An operation that is not here gets values of the right types.
 */
const hints: Readonly<Record<string, readonly (readonly Value[])[]>> = {
  roundTo: [[0], [1], [2], [3], [7], [15]],
  substring: [
    [1, 3],
    [2, 1],
    [1, 0],
    [4, 100],
    [3, 2],
  ],
  splitPart: [
    ["-", 1],
    ["-", 2],
    [" ", 3],
    ["a", 1],
    ["ab", 2],
    ["é", 1],
  ],
  hashBucket: [[1], [2], [7], [1000], [1048576]],
};

/** Constants for an operation that has a hint, or undefined. */
export const hintFor = (op: string, random: Random): readonly Value[] | undefined =>
  Object.hasOwn(hints, op) ? pick(random, hints[op]!) : undefined;
