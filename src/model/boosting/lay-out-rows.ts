import type { GrownTree } from "./grow-tree.ts";
import type { TreeGround } from "./tree-ground.ts";

/** Gives each row of each leaf a place, those of one leaf together; where each leaf ends. `leafOf` is room to work in. */
export function layOutRows(
  { leaves }: GrownTree,
  ground: TreeGround,
  leafOf: Float64Array,
  put: (row: number, place: number) => void,
): Uint32Array {
  leafOf.fill(0);
  ground.addValues(
    leaves.map(({ from, to }, at) => ({ from, to, value: at + 1 })),
    leafOf,
  );
  const next = new Uint32Array(leaves.length);
  for (let at = 1; at < leaves.length; at++)
    next[at] = next[at - 1]! + leaves[at - 1]!.to - leaves[at - 1]!.from;
  for (let row = 0; row < leafOf.length; row++) {
    const leaf = leafOf[row]! - 1;
    if (leaf < 0) continue;
    put(row, next[leaf]!);
    next[leaf]! += 1;
  }
  return next;
}
