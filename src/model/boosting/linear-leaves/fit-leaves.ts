import type { FeatureBins } from "../feature-bins.ts";
import type { GrownTree } from "../grow-tree.ts";
import { layOutRows } from "../lay-out-rows.ts";
import type { TreeGround } from "../tree-ground.ts";
import { branchesOf } from "./branches.ts";
import { openLeafFit } from "./fit-leaf.ts";
import { answerOf, scaleLeaf, type FeatureNumbers } from "./linear-leaf.ts";

/** A tree with linear leaves where they could be fitted, and its answers for the rows that it learnt from. */
interface LinearTree extends GrownTree {
  /** Adds the answers to the scores of these rows. */
  readonly addTo: (scores: Float64Array) => void;
}

/** Fits linear leaves on a ground, again and again. */
export interface LinearFit {
  /** Takes the derivatives that the tree has grown by. */
  readonly fit: (
    grown: GrownTree,
    gradient: Float64Array,
    hessian: Float64Array,
    learningRate: number,
  ) => LinearTree;
}

/**
 * Linear leaves (Shi, Li and Li, "Gradient Boosting With Piece-Wise Linear Regression Trees", IJCAI 2019; `linear_tree` of LightGBM):
 * the tree grows as ever, and then each leaf is fitted on the number features of its own branch.
 */
export function openLinearFit(
  ground: TreeGround,
  bins: readonly FeatureBins[],
  numbers: FeatureNumbers,
  lambda: number,
): LinearFit {
  const leafOf = new Float64Array(ground.rowCount);
  const rows = new Uint32Array(ground.rowCount);
  const fitLeaf = openLeafFit();
  return {
    fit(grown, gradient, hessian, learningRate) {
      const ends = layOutRows(grown, ground, leafOf, (row, place) => {
        rows[place] = row;
      });
      const branches = branchesOf(grown.tree, bins);
      const tree = [...grown.tree];
      const rowsOf = (at: number): Uint32Array => rows.subarray(at === 0 ? 0 : ends[at - 1]!, ends[at]);
      let { work } = grown;
      for (const [at, { node }] of grown.leaves.entries()) {
        const features = branches.get(node)!.numbers;
        const leaf = { rows: rowsOf(at), numbers, gradient, hessian };
        work += leaf.rows.length * (features.length + 1) * (features.length + 2);
        const linear = fitLeaf(leaf, features, lambda);
        if (linear) tree[node] = { ...tree[node]!, linear: scaleLeaf(linear, learningRate) };
      }
      return {
        ...grown,
        tree,
        work,
        addTo(scores) {
          for (const [at, { node }] of grown.leaves.entries()) {
            const { linear, value } = tree[node]!;
            const own = rowsOf(at);
            for (let place = 0; place < own.length; place++) {
              const row = own[place]!;
              scores[row]! += linear ? answerOf(linear, value, numbers, row) : value;
            }
          }
        },
      };
    },
  };
}
