import { createRandom } from "../../base/index.ts";
import { drawFeatures } from "./bag.ts";
import { growTree, type GrownTree } from "./grow-tree.ts";
import type { Loss } from "./loss.ts";
import type { BoostingParameters } from "./parameters.ts";
import type { NamedRules } from "./named-features.ts";
import type { Side } from "./side.ts";
import { addTree } from "./tree.ts";
import type { TreeGround } from "./tree-ground.ts";

/** One tree per output, all from the same predictions; then the scores of all rows. */
export function growIteration(
  ground: TreeGround,
  side: Side,
  loss: Loss,
  bag: Uint32Array | undefined,
  params: BoostingParameters,
  rules: NamedRules,
  seed: string,
): readonly GrownTree[] {
  const { set, scores, predicted } = side;
  loss.predict(scores, predicted);
  const gradient = new Float64Array(set.rowCount);
  const hessian = new Float64Array(set.rowCount);
  return scores.map((score, output) => {
    loss.differentiate(set, predicted, output, gradient, hessian);
    const units = ground.derive(gradient, hessian);
    const grown = growTree(ground, {
      ...params,
      rows: bag,
      features: drawFeatures(ground.bins.length, params.featureFraction, `${seed}/${output}`),
      limits: { ...params, ...rules, ...units },
      seed: createRandom(`${seed}/${output}/nodes`).integer(4294967296),
    });
    if (bag) addTree(grown.tree, side.columns, score);
    else ground.addValues(grown.leaves, score);
    return grown;
  });
}
