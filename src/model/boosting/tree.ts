import type { FeatureBins } from "./feature-bins.ts";
import { answerOf, scaleLeaf, type FeatureNumbers, type LinearLeaf } from "./linear-leaves/linear-leaf.ts";
import type { Split } from "./split.ts";

/** One node of a grown tree; a leaf has `feature` -1. Children stand after their parent. */
export interface TreeNode {
  readonly feature: number;
  readonly goesLeft: Uint8Array;
  readonly threshold: number;
  readonly categories: readonly number[] | null;
  readonly missingLeft: 0 | 1;
  readonly left: number;
  readonly right: number;
  readonly value: number;
  readonly gain: number;
  /** What a leaf answers instead of its value where it can. */
  readonly linear?: LinearLeaf;
}

/** A tree: its nodes, the root first. */
export type Tree = readonly TreeNode[];

const nowhere = new Uint8Array(0);

/** A leaf that adds a value. */
export const leafNode = (value: number): TreeNode => ({
  feature: -1,
  goesLeft: nowhere,
  threshold: 0,
  categories: null,
  missingLeft: 0,
  left: 0,
  right: 0,
  value: value + 0,
  gain: 0,
});

/** A question about raw values, from a split in bins. */
export function splitNode(split: Split, bins: FeatureBins, left: number, right: number): TreeNode {
  const { goesLeft, feature, gain, thresholdBin } = split;
  const levels = bins.kind === "category" ? bins.levels.filter((_, bin) => goesLeft[bin] === 1) : [];
  return {
    feature,
    goesLeft,
    threshold:
      bins.kind === "number" ? (bins.edges[thresholdBin] ?? Number.MAX_VALUE) : levels.length > 0 ? 0 : -1,
    // Only missing on the left: no list, and no code is at or below the threshold -1.
    categories: levels.length > 0 ? levels : null,
    missingLeft: goesLeft[bins.missingBin] === 1 ? 1 : 0,
    left,
    right,
    value: 0,
    gain,
  };
}

/** Rows that trees can answer for: in bins, and for linear leaves as numbers. */
export interface TreeRows {
  readonly columns: readonly Uint8Array[];
  readonly numbers?: FeatureNumbers | undefined;
}

/** Adds the tree's answers to the scores of rows. */
export function addTree(tree: Tree, { columns, numbers = [] }: TreeRows, scores: Float64Array): void {
  if (tree.length === 1) {
    const { value } = tree[0]!;
    for (let row = 0; row < scores.length; row++) scores[row]! += value;
    return;
  }
  for (let row = 0; row < scores.length; row++) {
    let node = tree[0]!;
    while (node.feature >= 0)
      node = tree[node.goesLeft[columns[node.feature]![row]!] === 1 ? node.left : node.right]!;
    scores[row]! += node.linear ? answerOf(node.linear, node.value, numbers, row) : node.value;
  }
}

/** The tree with all its answers times a factor. */
export const scaleTree = (tree: Tree, factor: number): Tree =>
  factor === 1 ? tree : tree.map((node) => (node.feature < 0 ? scaleNode(node, factor) : node));

function scaleNode(node: TreeNode, factor: number): TreeNode {
  const value = node.value * factor + 0;
  return node.linear ? { ...node, value, linear: scaleLeaf(node.linear, factor) } : { ...node, value };
}
