import { failInput } from "../../base/index.ts";
import type { Vector } from "../../schema/index.ts";
import type { Task } from "../task.ts";

/** What a split looks at. */
export interface SplitInput {
  readonly rowCount: number;
  readonly task: Task;
  /** NaN where the target is missing: such rows stand in no part. */
  readonly target: Float64Array;
  /** The column that the split names; for splits in time and by group. */
  readonly column?: Vector;
  /** A hash of each row's content (`hashRows`); for random splits. */
  readonly rowKeys?: Uint32Array;
  /** The rows to part, ascending; absent means all. */
  readonly rows?: Uint32Array;
}

/** The rows to part: those asked for that have a target. */
export function rowsToPart({ rowCount, rows, target }: SplitInput): Uint32Array {
  const all = rows ?? Uint32Array.from({ length: rowCount }, (_, row) => row);
  return all.filter((row) => !Number.isNaN(target[row]!));
}

/** The hashes of the rows; T1695 where they are not there. */
export const rowKeysOf = ({ rowKeys, rowCount }: SplitInput): Uint32Array =>
  rowKeys && rowKeys.length === rowCount
    ? rowKeys
    : failInput("T1695", "A random split needs the hash of each row", {
        cure: "Give the result of hashRows.",
      });

/** Fails because a part would be empty. */
export const failTooFew = (what: string, found: number, needed: number, cure: string): never =>
  failInput("T1692", `A split needs at least ${needed} ${what}, and there are ${found}`, {
    place: "split",
    cure,
  });
