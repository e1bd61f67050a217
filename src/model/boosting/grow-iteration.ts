import { createRandom } from "../../base/index.ts";
import { drawFeatures } from "./bag.ts";
import { growTree, type GrownTree } from "./grow-tree.ts";
import type { Objective } from "./objectives/objective.ts";
import type { BoostingParameters } from "./parameters.ts";
import type { NamedRules } from "./named-features.ts";
import { createRenewal, type RenewLeaves } from "./renew-leaves.ts";
import type { Side } from "./side.ts";
import { addTree } from "./tree.ts";
import { boundsOf, type TreeGround, type Units } from "./tree-ground.ts";

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
  growth: Growth,
  iteration: number,
  bag: Uint32Array | undefined,
  params: BoostingParameters,
  rules: NamedRules,
  seed: string,
): readonly GrownTree[] {
  const { ground, side, objective, renew } = growth;
  const { scores, columns } = side;
  objective.prepare?.(scores, iteration);
  return scores.map((score, output) => {
    const units = deriveOutput(growth, output);
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

/** The derivatives by one output's scores onto the ground, which takes them by itself where it knows their form. */
export function deriveOutput({ ground, side, objective, gradient, hessian }: Growth, output: number): Units {
  const { form } = objective;
  const units = form && ground.deriveForm?.(form, side.scores[output]!);
  if (units) return units;
  objective.differentiate(side.scores, output, gradient, hessian);
  return ground.derive(gradient, hessian, form && boundsOf[form.kind]);
}
