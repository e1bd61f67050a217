import { mixBits } from "../../../base/index.ts";
import type { TrainingSet } from "../../trainer.ts";
import { rowContent } from "./row-content.ts";

/**
 * 32 bits for each row from what all rows of its group hold, in whatever order: what tells rows apart that hold the same in
 * different groups, whose derivatives differ. Undefined where there are no groups.
 */
export function groupContent(set: TrainingSet): Uint32Array | undefined {
  const { group, rowCount } = set;
  if (!group) return undefined;
  const { high } = rowContent(set);
  const sums = new Uint32Array(group.reduce((most, number) => Math.max(most, number), 0) + 1);
  for (let row = 0; row < rowCount; row++) sums[group[row]!]! += mixBits(high[row]!);
  return Uint32Array.from(group, (number) => mixBits(sums[number]!));
}
