import { findCategorySplit } from "./category-split.ts";
import type { FeatureBins } from "./feature-bins.ts";
import { binWidth, fillHistogram, subtractHistogram, type Histogram } from "./histogram.ts";
import { findNumberSplit } from "./number-split.ts";
import { leafScore, type Split, type SplitLimits, type Sums } from "./split.ts";
import { leafNode, splitNode, type Tree, type TreeNode } from "./tree.ts";

/** What stays the same from tree to tree. */
export interface GrowingGround {
  readonly bins: readonly FeatureBins[];
  readonly columns: readonly Uint8Array[];
  /** Where each feature starts in a histogram. */
  readonly offsets: readonly number[];
  readonly histogramLength: number;
  /** Histograms to be used again. */
  readonly spare: Histogram[];
  /** Room for as many rows as there are. */
  readonly scratch: Uint32Array;
  readonly orderedGradient: Float64Array;
  readonly orderedHessian: Float64Array;
}

/** What one tree learns from: derivatives in fixed point, rows, features. */
export interface TreeTask {
  readonly gradient: Float64Array;
  readonly hessian: Float64Array;
  /** The rows to learn from; parted in place, leaf by leaf. */
  readonly rows: Uint32Array;
  readonly features: readonly number[];
  readonly limits: SplitLimits;
  readonly numLeaves: number;
  readonly maxDepth: number;
  readonly minGainToSplit: number;
  readonly learningRate: number;
}

/** A tree, and where each leaf's rows stand. */
export interface GrownTree {
  readonly tree: Tree;
  readonly leaves: readonly { readonly from: number; readonly to: number; readonly value: number }[];
  /** Updates of histogram bins: the unit in which work is counted. */
  readonly work: number;
}

interface Leaf {
  readonly node: number;
  readonly from: number;
  readonly to: number;
  readonly depth: number;
  readonly sums: Sums;
  readonly lambda: number;
  histogram: Histogram | undefined;
  split: Split | undefined;
}

/** Prepares the room that growing trees needs. */
export function prepareGround(
  bins: readonly FeatureBins[],
  columns: readonly Uint8Array[],
  rowCount: number,
): GrowingGround {
  const offsets: number[] = [];
  let histogramLength = 0;
  for (const { binCount } of bins) {
    offsets.push(histogramLength);
    histogramLength += binCount * binWidth;
  }
  return {
    bins,
    columns,
    offsets,
    histogramLength,
    spare: [],
    scratch: new Uint32Array(rowCount),
    orderedGradient: new Float64Array(rowCount),
    orderedHessian: new Float64Array(rowCount),
  };
}

/**
 * Grows one tree leaf by leaf: always the split that gains most (Shi, "Best-first decision tree learning", 2007). Of a
 * parted leaf only the smaller side is added up; the other is the difference. Of equal gains the earlier leaf, feature and
 * threshold win, and all sums are exact, so the tree does not depend on the order of the rows.
 */
export function growTree(ground: GrowingGround, task: TreeTask): GrownTree {
  const nodes: TreeNode[] = [leafNode(0)];
  const root = newLeaf(0, 0, task.rows.length, 0, sumRows(task), task.limits.lambdaL2);
  const leaves = [root];
  let work = 0;
  if (canSplit(root, task)) {
    root.histogram = takeHistogram(ground);
    work += addRows(ground, task, root);
    root.split = findSplit(ground, task, root);
  }
  while (leaves.length < task.numLeaves) {
    const at = bestLeaf(leaves);
    if (at < 0) break;
    const leaf = leaves[at]!;
    const [left, right] = partLeaf(ground, task, leaf, nodes.length);
    nodes[leaf.node] = splitNode(leaf.split!, ground.bins[leaf.split!.feature]!, left.node, right.node);
    nodes.push(leafNode(0), leafNode(0));
    leaves[at] = left;
    leaves.push(right);
    if (leaves.length < task.numLeaves) work += searchChildren(ground, task, leaf.histogram!, left, right);
    else ground.spare.push(leaf.histogram!);
  }
  for (const { histogram } of leaves) if (histogram) ground.spare.push(histogram);
  // A root that was not parted says nothing: its mean is the start already.
  const isParted = leaves.length > 1;
  const ends = leaves.map((leaf) => ({
    from: leaf.from,
    to: leaf.to,
    value: isParted ? leafValue(leaf, task) : 0,
  }));
  for (const [at, { node }] of leaves.entries()) nodes[node] = leafNode(ends[at]!.value);
  return { tree: nodes, leaves: ends, work };
}

const newLeaf = (
  node: number,
  from: number,
  to: number,
  depth: number,
  sums: Sums,
  lambda: number,
): Leaf => ({
  node,
  from,
  to,
  depth,
  sums,
  lambda,
  histogram: undefined,
  split: undefined,
});

/** -G / (H + λ), the step of Newton's method, times the learning rate. */
function leafValue({ sums, lambda }: Leaf, { limits, learningRate }: TreeTask): number {
  const hessian = sums.hessian * limits.hessianUnit + lambda;
  return hessian > 0 ? (-(sums.gradient * limits.gradientUnit) / hessian) * learningRate : 0;
}

function sumRows({ rows, gradient, hessian }: TreeTask): Sums {
  let gradients = 0;
  let hessians = 0;
  for (let at = 0; at < rows.length; at++) {
    gradients += gradient[rows[at]!]!;
    hessians += hessian[rows[at]!]!;
  }
  return { gradient: gradients, hessian: hessians, count: rows.length };
}

const canSplit = ({ sums, depth }: Leaf, { limits, maxDepth, numLeaves }: TreeTask): boolean =>
  numLeaves > 1 && sums.count >= 2 * limits.minDataInLeaf && (maxDepth <= 0 || depth < maxDepth);

function bestLeaf(leaves: readonly Leaf[]): number {
  let best = -1;
  for (const [at, { split }] of leaves.entries()) {
    if (split && (best < 0 || split.gain > leaves[best]!.split!.gain)) best = at;
  }
  return best;
}

function takeHistogram({ spare, histogramLength }: GrowingGround): Histogram {
  const used = spare.pop();
  return used ? used.fill(0) : new Float64Array(histogramLength);
}

/** Adds up the rows of a leaf into its histogram; returns the work. */
function addRows(ground: GrowingGround, { rows, gradient, hessian, features }: TreeTask, leaf: Leaf): number {
  const { orderedGradient, orderedHessian } = ground;
  for (let at = leaf.from; at < leaf.to; at++) {
    orderedGradient[at - leaf.from] = gradient[rows[at]!]!;
    orderedHessian[at - leaf.from] = hessian[rows[at]!]!;
  }
  fillHistogram(leaf.histogram!, ground.columns, ground.offsets, features, {
    rows,
    from: leaf.from,
    to: leaf.to,
    gradient: orderedGradient,
    hessian: orderedHessian,
  });
  return (leaf.to - leaf.from) * features.length;
}

/** Moves the rows that go left to the front of the leaf's place, in their order; gives both sides. */
function partLeaf(ground: GrowingGround, { rows }: TreeTask, leaf: Leaf, nextNode: number): [Leaf, Leaf] {
  const { goesLeft, feature, left, right, lambda } = leaf.split!;
  const middle = partRows(rows, leaf.from, leaf.to, ground.columns[feature]!, goesLeft, ground.scratch);
  return [
    newLeaf(nextNode, leaf.from, middle, leaf.depth + 1, left, lambda),
    newLeaf(nextNode + 1, middle, leaf.to, leaf.depth + 1, right, lambda),
  ];
}

function partRows(
  rows: Uint32Array,
  from: number,
  to: number,
  column: Uint8Array,
  goesLeft: Uint8Array,
  scratch: Uint32Array,
): number {
  let middle = from;
  let kept = 0;
  for (let at = from; at < to; at++) {
    const row = rows[at]!;
    const isLeft = goesLeft[column[row]!]!;
    rows[middle] = row;
    scratch[kept] = row;
    middle += isLeft;
    kept += 1 - isLeft;
  }
  rows.set(scratch.subarray(0, kept), middle);
  return middle;
}

/** Histograms and best splits of both sides of a parted leaf; the parent's histogram becomes the greater side's. */
function searchChildren(
  ground: GrowingGround,
  task: TreeTask,
  parent: Histogram,
  left: Leaf,
  right: Leaf,
): number {
  if (!canSplit(left, task) && !canSplit(right, task)) {
    ground.spare.push(parent);
    return 0;
  }
  const [smaller, greater] = left.sums.count <= right.sums.count ? [left, right] : [right, left];
  smaller.histogram = takeHistogram(ground);
  const work = addRows(ground, task, smaller);
  subtractHistogram(parent, smaller.histogram);
  greater.histogram = parent;
  for (const leaf of [left, right]) {
    leaf.split = canSplit(leaf, task) ? findSplit(ground, task, leaf) : undefined;
    if (leaf.split) continue;
    ground.spare.push(leaf.histogram!);
    leaf.histogram = undefined;
  }
  return work;
}

/** The best split of a leaf over all features, or undefined. */
function findSplit({ bins, offsets }: GrowingGround, task: TreeTask, leaf: Leaf): Split | undefined {
  const { features, limits } = task;
  const { gradient, hessian } = leaf.sums;
  const score = leafScore(gradient * limits.gradientUnit, hessian * limits.hessianUnit, limits.lambdaL2);
  // A gain that is only the rounding of the leaf's own score is none.
  const leastGain = Math.max(task.minGainToSplit, hessian > 0 ? score * 1e-12 : 0);
  let best: Split | undefined;
  for (const feature of features) {
    const kind = bins[feature]!;
    const minGain = best ? best.gain : leastGain;
    const offset = offsets[feature]!;
    const found =
      kind.kind === "number"
        ? findNumberSplit(leaf.histogram!, offset, feature, kind, leaf.sums, limits, minGain)
        : findCategorySplit(leaf.histogram!, offset, feature, kind, leaf.sums, limits, minGain);
    best = found ?? best;
  }
  return best;
}
