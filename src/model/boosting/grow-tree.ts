import { findSplit, findSplits } from "./leaf-search.ts";
import { boundBeside, partBox, type LeafBox } from "./leaf-boxes.ts";
import { childStates, rootState, type LeafState } from "./leaf-state.ts";
import type { Split, SplitLimits } from "./split.ts";
import { leafNode, splitNode, type Tree, type TreeNode } from "./tree.ts";
import type { HistogramKey, LeafPlaces, TreeGround } from "./tree-ground.ts";

/** What one tree learns from, on a ground that has its derivatives. */
export interface TreeTask {
  /** The rows to learn from; absent for all. */
  readonly rows: Uint32Array | undefined;
  /** The features it may ask about, ascending. */
  readonly features: readonly number[];
  readonly limits: SplitLimits;
  readonly numLeaves: number;
  readonly maxDepth: number;
  readonly growPolicy: GrowPolicy;
  readonly learningRate: number;
  /** Where draws for single leaves come from. */
  readonly seed: number;
}

/** Which leaf is parted next: the one that gains most, or of the least deep ones the one that gains most. */
type GrowPolicy = "lossguide" | "depthwise";

/** A tree, and where each leaf's rows stand. */
export interface GrownTree {
  readonly tree: Tree;
  readonly leaves: readonly GrownLeaf[];
  /** Updates of histogram bins: the unit in which work is counted. */
  readonly work: number;
}

/** A leaf of a grown tree: its place among the nodes, where its rows stand, and the bounds that its value keeps to (learning rate included). */
interface GrownLeaf extends LeafPlaces {
  readonly node: number;
  readonly low: number;
  readonly high: number;
}

interface Leaf {
  readonly node: number;
  readonly from: number;
  readonly to: number;
  readonly depth: number;
  /** Where bounds go by the values of other leaves; else empty. */
  readonly box: LeafBox;
  state: LeafState;
  histogram: HistogramKey | undefined;
  split: Split | undefined;
}

/**
 * Grows one tree leaf by leaf: always the split that gains most (Shi, "Best-first decision tree learning", 2007). Of a
 * parted leaf only the smaller side is added up; the other is the difference. Of equal gains the earlier leaf, feature and
 * threshold win, and all sums are exact, so the tree does not depend on the order of the rows.
 */
export function growTree(ground: TreeGround, task: TreeTask): GrownTree {
  const nodes: TreeNode[] = [leafNode(0)];
  const sums = ground.begin(task.rows, task.features);
  const root = newLeaf(0, 0, ground.placeCount(), 0, rootState(sums, task.limits, task.seed));
  const leaves = [root];
  let work = 0;
  if (canSplit(root, task)) work += searchRoot(ground, task, root);
  while (leaves.length < task.numLeaves) {
    const at = bestLeaf(leaves, task.growPolicy);
    if (at < 0) break;
    const leaf = leaves[at]!;
    const [left, right] = partLeaf(ground, task, leaf, nodes.length);
    if (isTooSmall(left, task) || isTooSmall(right, task)) {
      work += searchAgain(ground, task, leaf);
      continue;
    }
    nodes[leaf.node] = splitNode(leaf.split!, ground.bins[leaf.split!.feature]!, left.node, right.node);
    nodes.push(leafNode(0), leafNode(0));
    leaves[at] = left;
    leaves.push(right);
    if (leaves.length < task.numLeaves) {
      work += searchChildren(ground, task, leaf.histogram!, left, right);
      if (task.limits.looseBounds) tightenBounds(ground, task, leaves, left, right);
    } else ground.release(leaf.histogram!);
  }
  for (const { histogram } of leaves) if (histogram !== undefined) ground.release(histogram);
  // A root that was not parted says nothing: its mean is the start already.
  const isParted = leaves.length > 1;
  const ends = leaves.map(({ node, from, to, state }) => ({
    node,
    from,
    to,
    value: isParted ? state.output * task.learningRate : 0,
    low: state.low * task.learningRate,
    high: state.high * task.learningRate,
  }));
  for (const { node, value } of ends) nodes[node] = leafNode(value);
  return { tree: nodes, leaves: ends, work };
}

const noBox: LeafBox = new Map();

const newLeaf = (
  node: number,
  from: number,
  to: number,
  depth: number,
  state: LeafState,
  box: LeafBox = noBox,
): Leaf => ({
  box,
  node,
  from,
  to,
  depth,
  state,
  histogram: undefined,
  split: undefined,
});

const canSplit = ({ state: { sums }, depth }: Leaf, { limits, maxDepth, numLeaves }: TreeTask): boolean =>
  numLeaves > 1 && sums.count >= 2 * limits.minDataInLeaf && (maxDepth <= 0 || depth < maxDepth);

function bestLeaf(leaves: readonly Leaf[], policy: GrowPolicy): number {
  let best = -1;
  for (let at = 0; at < leaves.length; at++) {
    if (leaves[at]!.split && (best < 0 || isBefore(leaves[at]!, leaves[best]!, policy))) best = at;
  }
  return best;
}

const isBefore = (leaf: Leaf, other: Leaf, policy: GrowPolicy): boolean =>
  policy === "depthwise" && leaf.depth !== other.depth
    ? leaf.depth < other.depth
    : leaf.split!.gain > other.split!.gain;

const workOf = ({ from, to }: Leaf, { features }: TreeTask): number => (to - from) * features.length;

/** Finds the best splits of those of at most two leaves that may be parted. */
function searchLeaves(ground: TreeGround, task: TreeTask, leaves: readonly Leaf[]): void {
  const open = leaves.filter((leaf) => canSplit(leaf, task));
  const searched = open.map(({ histogram, state }) => ({ histogram: histogram!, state }));
  const splits = findSplits(ground, searched, task.features, task.limits);
  for (const [at, leaf] of open.entries()) leaf.split = splits[at];
}

function searchRoot(ground: TreeGround, task: TreeTask, root: Leaf): number {
  root.histogram = ground.fill(root.from, root.to);
  searchLeaves(ground, task, [root]);
  return workOf(root, task);
}

/** The numbers of rows may have been estimates when the split was found. */
const isTooSmall = ({ state: { sums } }: Leaf, { limits }: TreeTask): boolean =>
  sums.count < limits.minDataInLeaf;

/** The best split of a leaf by true numbers of rows, where an estimated one left too few on a side. */
function searchAgain(ground: TreeGround, task: TreeTask, leaf: Leaf): number {
  ground.recount(leaf.histogram!, leaf.from, leaf.to);
  leaf.split = findSplit(ground, leaf.histogram!, task.features, leaf.state, task.limits);
  return workOf(leaf, task);
}

/** Bounds all other leaves by the values of two new ones, and looks again for the splits that this can change. */
function tightenBounds(
  ground: TreeGround,
  task: TreeTask,
  leaves: readonly Leaf[],
  left: Leaf,
  right: Leaf,
): void {
  const { monotone } = task.limits;
  if (!monotone) return;
  for (const leaf of leaves) {
    if (leaf === left || leaf === right || !leaf.split) continue;
    const before = leaf.state;
    for (const beside of [left, right])
      leaf.state = boundBeside(leaf.state, leaf.box, beside, ground.bins, monotone);
    if (leaf.state === before) continue;
    searchLeaves(ground, task, [leaf]);
    if (leaf.split) continue;
    ground.release(leaf.histogram!);
    leaf.histogram = undefined;
  }
}

/** Both sides of a leaf, each with its rows together. */
function partLeaf(ground: TreeGround, task: TreeTask, leaf: Leaf, nextNode: number): [Leaf, Leaf] {
  const split = leaf.split!;
  const middle = ground.part(leaf.from, leaf.to, split.feature, split.goesLeft);
  const [left, right] = childStates(
    leaf.state,
    {
      ...split,
      left: { ...split.left, count: middle - leaf.from },
      right: { ...split.right, count: leaf.to - middle },
    },
    task.limits,
  );
  const [leftBox, rightBox] = task.limits.looseBounds
    ? partBox(leaf.box, split, ground.bins[split.feature]!.binCount)
    : [noBox, noBox];
  const depth = leaf.depth + 1;
  return [
    newLeaf(nextNode, leaf.from, middle, depth, left, leftBox),
    newLeaf(nextNode + 1, middle, leaf.to, depth, right, rightBox),
  ];
}

/** Histograms and best splits of both sides of a parted leaf; the parent's histogram becomes the greater side's. */
function searchChildren(
  ground: TreeGround,
  task: TreeTask,
  parent: HistogramKey,
  left: Leaf,
  right: Leaf,
): number {
  if (!canSplit(left, task) && !canSplit(right, task)) {
    ground.release(parent);
    return 0;
  }
  const [smaller, greater] = left.state.sums.count <= right.state.sums.count ? [left, right] : [right, left];
  smaller.histogram = ground.fillSide(smaller.from, smaller.to, parent);
  greater.histogram = parent;
  searchLeaves(ground, task, [left, right]);
  for (const leaf of [left, right]) {
    if (leaf.split) continue;
    ground.release(leaf.histogram!);
    leaf.histogram = undefined;
  }
  return workOf(smaller, task);
}
