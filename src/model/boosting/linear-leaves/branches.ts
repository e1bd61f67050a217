import type { FeatureBins } from "../feature-bins.ts";
import type { Tree } from "../tree.ts";

/** What the questions from the root to a leaf say about a row that comes to it. */
export interface Branch {
  /** The number features that they ask about, ascending. */
  readonly numbers: readonly number[];
  /** Those of them that a row may lack all the same: every question sent what is missing the same way. */
  readonly perhapsMissing: ReadonlySet<number>;
}

/** The branch of each leaf of a tree, by its node. */
export function branchesOf(tree: Tree, bins: readonly FeatureBins[]): ReadonlyMap<number, Branch> {
  const parents = new Int32Array(tree.length).fill(-1);
  for (const [at, node] of tree.entries()) {
    if (node.feature < 0) continue;
    parents[node.left] = at;
    parents[node.right] = at;
  }
  const branches = new Map<number, Branch>();
  for (const [leaf, { feature }] of tree.entries())
    if (feature < 0) branches.set(leaf, branchOf(tree, leaf, parents, bins));
  return branches;
}

function branchOf(tree: Tree, leaf: number, parents: Int32Array, bins: readonly FeatureBins[]): Branch {
  const numbers = new Set<number>();
  const present = new Set<number>();
  for (let at = leaf, parent = parents[at]!; parent >= 0; at = parent, parent = parents[at]!) {
    const { feature, left, missingLeft } = tree[parent]!;
    if (bins[feature]!.kind !== "number") continue;
    numbers.add(feature);
    if ((at === left) !== (missingLeft === 1)) present.add(feature);
  }
  return {
    numbers: [...numbers].sort((one, other) => one - other),
    perhapsMissing: new Set([...numbers].filter((feature) => !present.has(feature))),
  };
}
