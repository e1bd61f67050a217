import { blocksOf, channelKey, type MeasuredForest } from "./scoring-tables.ts";

/** The ways to score a forest: tables of the leaves that are left, a walk down each tree, or plain TypeScript. */
export type ScoringPath = "tables" | "walk" | "script";

/**
 * Chooses by the shape of the forests alone how they are scored: by the nanoseconds that each way took on one machine (a Xeon at
 * 2.8 GHz) for a row, for each step down, input, tree and mask. Any choice gives the same bits.
 */
export function planScoring(measured: readonly MeasuredForest[]): ScoringPath {
  const steps = measured.reduce((sum, one) => sum + meanSteps(one), 0);
  const channels = new Set<number>();
  const blocks = measured.reduce((sum, one, place) => sum + blockCost(one, place, channels), 0);
  const script = 15 + 8.7 * steps;
  const walk = 80 + 6 * channels.size + 3.2 * steps;
  const tables = 50 + 12 * channels.size + blocks;
  if (script <= Math.min(walk, tables)) return "script";
  return tables <= walk ? "tables" : "walk";
}

/** The mean number of steps down each tree, together. */
function meanSteps({ forest, shapes }: MeasuredForest): number {
  const { tree, leaves, depth } = shapes;
  let steps = 0;
  for (const [node, feature] of forest.feature.entries())
    if (feature < 0 && tree[node]! >= 0) steps += depth[node]! / leaves[forest.roots[tree[node]!]!]!;
  return steps;
}

/** What the blocks of tables cost; `channels` gets the channels that they ask about. */
function blockCost({ forest, shapes }: MeasuredForest, place: number, channels: Set<number>): number {
  const blocks = blocksOf({ forest, shapes }, place);
  const blockOf = new Int32Array(forest.roots.length);
  for (const [at, { trees }] of (blocks ?? []).entries()) for (const tree of trees) blockOf[tree] = at;
  const entries = (blocks ?? [undefined]).map(() => new Set<number>());
  for (const [node, input] of forest.feature.entries()) {
    const tree = shapes.tree[node]!;
    if (input < 0 || tree < 0) continue;
    const key = channelKey(forest, node);
    channels.add(key);
    entries[blockOf[tree]!]!.add(key);
  }
  if (!blocks) return Infinity;
  const masks = blocks.reduce(
    (sum, { lengths }) => sum + lengths.reduce((all, length) => all + length, 0),
    0,
  );
  return entries.reduce((sum, { size }) => sum + 2.2 * size, forest.roots.length + masks);
}
