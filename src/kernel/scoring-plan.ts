import { blocksOf, channelKey, type MeasuredForest } from "./scoring-tables.ts";

/** The ways to score a forest: tables of the leaves that are left, a walk down each tree, or plain TypeScript. */
export type ScoringPath = "tables" | "walk" | "script";

/**
 * Chooses by the shape of the forests alone how they are scored: by the nanoseconds that each way took on one machine for a row of
 * its own, for each step, channel and tree. Any choice gives the same bits.
 */
export function planScoring(measured: readonly MeasuredForest[], inputCount: number): ScoringPath {
  const { steps, treeCount } = countSteps(measured);
  const script = 10 * steps;
  const walk = 60 + inputCount + 2 * steps + 3 * treeCount;
  const tables = tableCost(measured, inputCount);
  if (script <= walk && script <= tables) return "script";
  return tables <= walk ? "tables" : "walk";
}

/** The mean number of steps down each tree, together. */
function countSteps(measured: readonly MeasuredForest[]): {
  readonly steps: number;
  readonly treeCount: number;
} {
  let steps = 0;
  let treeCount = 0;
  for (const { forest, shapes } of measured) {
    const { tree, leaves, depth } = shapes;
    treeCount += forest.roots.length;
    for (const [node, feature] of forest.feature.entries())
      if (feature < 0 && tree[node]! >= 0) steps += depth[node]! / leaves[forest.roots[tree[node]!]!]!;
  }
  return { steps, treeCount };
}

function tableCost(measured: readonly MeasuredForest[], inputCount: number): number {
  const channels = new Set<number>();
  let cost = 60 + inputCount;
  for (const [place, one] of measured.entries()) {
    const blocks = blocksOf(one, place);
    if (!blocks) return Infinity;
    const blockOf = new Int32Array(one.forest.roots.length);
    for (const [at, { trees }] of blocks.entries()) for (const tree of trees) blockOf[tree] = at;
    const entries = blocks.map(() => new Set<number>());
    for (const [node, input] of one.forest.feature.entries()) {
      const tree = one.shapes.tree[node]!;
      if (input < 0 || tree < 0) continue;
      const key = channelKey(one.forest, node);
      channels.add(key);
      entries[blockOf[tree]!]!.add(key);
    }
    for (const [at, { trees }] of blocks.entries()) cost += 10 + 3 * entries[at]!.size + 2 * trees.length;
  }
  return cost + 5 * channels.size;
}
