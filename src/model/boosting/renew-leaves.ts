import { toFixedPoint } from "./fixed-point.ts";
import type { GrownTree } from "./grow-tree.ts";
import { layOutRows } from "./lay-out-rows.ts";
import type { Objective } from "./objectives/objective.ts";
import { selectQuantile } from "./objectives/weighted-quantile.ts";
import { leafNode } from "./tree.ts";
import type { TreeGround } from "./tree-ground.ts";

/** Gives the leaves of a grown tree the values that the objective wants in place of Newton's steps. */
export type RenewLeaves = (grown: GrownTree, scores: Float64Array, learningRate: number) => GrownTree;

/**
 * Leaves with the weighted quantile of what their rows lack, target minus score (Friedman, Annals of Statistics 29, 2001,
 * section 4.3; `RenewTreeOutput` of LightGBM). Only rows that the tree learnt from count.
 */
export function createRenewal({ renewal }: Objective, target: Float64Array, ground: TreeGround): RenewLeaves {
  if (!renewal) return (grown) => grown;
  const { share } = renewal;
  const weight = renewal.weight?.slice();
  if (weight) toFixedPoint(weight);
  const leafOf = new Float64Array(target.length);
  const lacks = new Float64Array(target.length);
  const weights = weight && new Float64Array(target.length);
  return (grown, scores, learningRate) => {
    if (grown.leaves.length < 2) return grown;
    const ends = layOutRows(grown, ground, leafOf, (row, place) => {
      lacks[place] = target[row]! - scores[row]!;
      if (weights) weights[place] = weight[row]!;
    });
    const tree = [...grown.tree];
    const leaves = grown.leaves.map((leaf, at) => {
      const from = at === 0 ? 0 : ends[at - 1]!;
      const to = ends[at]!;
      const middle = selectQuantile(lacks.subarray(from, to), weights?.subarray(from, to), to - from, share);
      const value = Math.min(Math.max(middle * learningRate, leaf.low), leaf.high);
      const renewed = { ...leaf, value };
      tree[leaf.node] = leafNode(renewed.value);
      return renewed;
    });
    return { ...grown, tree, leaves };
  };
}
