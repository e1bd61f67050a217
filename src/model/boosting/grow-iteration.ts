import { createRandom } from "../../base/index.ts";
import { drawFeatures } from "./bag.ts";
import { growTree, type GrownTree } from "./grow-tree.ts";
import type { Objective } from "./objectives/objective.ts";
import type { BoostingParameters } from "./parameters.ts";
import type { NamedRules } from "./named-features.ts";
import { createRenewal, type RenewLeaves } from "./renew-leaves.ts";
import type { Side } from "./side.ts";
import { addTree } from "./tree.ts";
import type { TreeGround } from "./tree-ground.ts";

/** What every iteration grows its trees with; the arrays are used again and again. */
export interface Growth {
  readonly ground: TreeGround;
  readonly side: Side;
  readonly objective: Objective;
  readonly renew: RenewLeaves;
  readonly gradient: Float64Array;
  readonly hessian: Float64Array;
}

/** Makes ready for iterations on some rows. */
export const openGrowth = (ground: TreeGround, side: Side, objective: Objective): Growth => ({
  ground,
  side,
  objective,
  renew: createRenewal(objective, side.set.target, ground),
  gradient: new Float64Array(side.set.rowCount),
  hessian: new Float64Array(side.set.rowCount),
});

/** One tree per output, all from the same scores; then the scores of all rows. */
export function growIteration(
  { ground, side, objective, renew, gradient, hessian }: Growth,
  iteration: number,
  bag: Uint32Array | undefined,
  params: BoostingParameters,
  rules: NamedRules,
  seed: string,
): readonly GrownTree[] {
  const { scores, columns } = side;
  objective.prepare?.(scores, iteration);
  return scores.map((score, output) => {
    objective.differentiate(scores, output, gradient, hessian);
    const units = ground.derive(gradient, hessian);
    const newton = growTree(ground, {
      ...params,
      rows: bag,
      features: drawFeatures(ground.bins.length, params.featureFraction, `${seed}/${output}`),
      limits: { ...params, ...rules, ...units },
      seed: createRandom(`${seed}/${output}/nodes`).integer(4294967296),
    });
    const grown = renew(newton, score, params.learningRate);
    if (bag) addTree(grown.tree, columns, score);
    else ground.addValues(grown.leaves, score);
    return grown;
  });
}
