import type { TrainingSet } from "../../trainer.ts";
import { rowContent } from "./row-content.ts";

/** Where the rows of each group stand when those of one group stand together. */
export interface GroupLayout {
  readonly groupCount: number;
  /** The rows of group g are `rows[ends[g]]` up to `rows[ends[g + 1]]`. */
  readonly ends: Uint32Array;
  readonly rows: Uint32Array;
  /** How many rows the greatest group has. */
  readonly greatest: number;
}

/** Rows by group, in the order of the groups' numbers; within a group in their own order. */
export function layOutGroups({ rowCount, group = new Int32Array(rowCount) }: TrainingSet): GroupLayout {
  let last = -1;
  for (let row = 0; row < rowCount; row++) if (group[row]! > last) last = group[row]!;
  const counts = new Uint32Array(last + 2);
  for (let row = 0; row < rowCount; row++) counts[group[row]! + 1]! += 1;
  let greatest = 0;
  for (let number = 0; number <= last; number++) {
    if (counts[number + 1]! > greatest) greatest = counts[number + 1]!;
    counts[number + 1]! += counts[number]!;
  }
  const next = counts.slice();
  const rows = new Uint32Array(rowCount);
  for (let row = 0; row < rowCount; row++) {
    const number = group[row]!;
    rows[next[number]!] = row;
    next[number]! += 1;
  }
  return { groupCount: last + 1, ends: counts, rows, greatest };
}

/** The same with the rows of a group in the order of what they hold, so that nothing depends on the order of the rows. */
export function layOutGroupsByContent(set: TrainingSet): GroupLayout & { readonly keys: Uint32Array } {
  const layout = layOutGroups(set);
  const { high, low } = rowContent(set);
  const { groupCount, ends, rows } = layout;
  for (let number = 0; number < groupCount; number++)
    rows
      .subarray(ends[number], ends[number + 1])
      .sort((left, right) => high[left]! - high[right]! || low[left]! - low[right]! || left - right);
  return { ...layout, keys: low };
}
