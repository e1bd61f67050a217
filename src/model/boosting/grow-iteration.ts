import { createRandom } from "../../base/index.ts";
import { drawFeatures, type RowDraw, type RowSampler } from "./bag.ts";
import { growTree, type GrownTree } from "./grow-tree.ts";
import type { Objective } from "./objectives/objective.ts";
import type { BoostingParameters } from "./parameters.ts";
import type { LinearFit } from "./linear-leaves/fit-leaves.ts";
import type { NamedRules } from "./named-features.ts";
import { createRenewal, type RenewLeaves } from "./renew-leaves.ts";
import type { Side } from "./side.ts";
import { addTree, type Tree } from "./tree.ts";
import type { LeafPlaces, TreeGround, Units } from "./tree-ground.ts";

/** What every iteration grows its trees with; the arrays are used again and again. */
export interface Growth {
  readonly ground: TreeGround;
  readonly side: Side;
  readonly objective: Objective;
  readonly renew: RenewLeaves;
  /** Room for the derivatives of all rows, made where the ground does not take them by itself. */
  readonly derivatives: () => { readonly gradient: Float64Array; readonly hessian: Float64Array };
  /** What fits linear leaves; absent where leaves are constants. */
  readonly linear?: LinearFit | undefined;
}

/** Makes ready for iterations on some rows. */
export const openGrowth = (
  ground: TreeGround,
  side: Side,
  objective: Objective,
  linear?: LinearFit,
): Growth => {
  let room: ReturnType<Growth["derivatives"]> | undefined;
  const { rowCount } = side.set;
  return {
    linear,
    ground,
    side,
    objective,
    renew: createRenewal(objective, side.set.target, ground),
    derivatives: () =>
      (room ??= { gradient: new Float64Array(rowCount), hessian: new Float64Array(rowCount) }),
  };
};

/** What the trees of one iteration are grown by. */
export interface IterationTask {
  readonly iteration: number;
  readonly sampler: RowSampler;
  readonly params: BoostingParameters;
  readonly rules: NamedRules;
  /** The share of each tree's answer that is taken. */
  readonly learningRate: number;
  readonly seed: string;
}

/** One tree per output, all from the same scores; then the scores of all rows. */
export function growIteration(growth: Growth, task: IterationTask): readonly GrownTree[] {
  const { ground, side, renew, linear } = growth;
  const { params, rules, learningRate, seed, iteration } = task;
  const { scores } = side;
  prepareOutputs(growth, iteration);
  const draw = drawRows(growth, task);
  return scores.map((score, output) => {
    const units = draw.light ? deriveWeighed(growth, output, draw) : deriveOutput(growth, output);
    const newton = growTree(ground, {
      ...params,
      learningRate,
      rows: draw.rows,
      features: drawFeatures(ground.bins.length, params.featureFraction, `${seed}/${output}`),
      limits: { ...params, ...rules, ...units, looseBounds: boundsLoosely(growth, task) },
      seed: createRandom(`${seed}/${output}/nodes`).integer(4294967296),
    });
    const grown = renew(newton, score, learningRate);
    // As in LightGBM the leaves of the first tree are constants, which the others are fitted around.
    if (linear && iteration > 1) return fitLinear(growth, grown, linear, { output, draw, learningRate });
    ground.addValues([...grown.leaves, ...leavesOfOthers(ground, grown.tree)], score);
    return grown;
  });
}

/** Parts the rows that a tree did not grow on; where those of each leaf stand. */
function leavesOfOthers(ground: TreeGround, tree: Tree): readonly LeafPlaces[] {
  const leaves: LeafPlaces[] = [];
  const open = [{ at: 0, from: ground.placeCount(), to: ground.rowCount }];
  for (const { at, from, to } of open) {
    if (from === to) continue;
    const { feature, goesLeft, left, right, value } = tree[at]!;
    if (feature < 0) leaves.push({ from, to, value });
    else {
      const middle = ground.part(from, to, feature, goesLeft);
      open.push({ at: left, from, to: middle }, { at: right, from: middle, to });
    }
  }
  return leaves;
}

/** Fits the leaves of a grown tree, and adds its answers to the scores. */
function fitLinear(
  growth: Growth,
  grown: GrownTree,
  linear: LinearFit,
  { output, draw, learningRate }: { output: number; draw: RowDraw; learningRate: number },
): GrownTree {
  const { side, derivatives } = growth;
  if (grown.leaves.length < 2) return grown;
  // The ground has its own form of the derivatives, and may have written over these.
  differentiate(growth, output, draw);
  const { gradient, hessian } = derivatives();
  const fitted = linear.fit(grown, gradient, hessian, learningRate);
  if (draw.rows) addTree(fitted.tree, side, side.scores[output]!);
  else fitted.addTo(side.scores[output]!);
  return fitted;
}

/** With so many leaves at most, each is compared with all others. */
const comparedLeaves = 256;

/** Leaves that get other values once the tree has grown would no longer be in order with the values that bounded them. */
const boundsLoosely = ({ objective }: Growth, { params, rules }: IterationTask): boolean =>
  rules.monotone !== undefined &&
  params.monotoneConstraintsMethod === "intermediate" &&
  objective.renewal === undefined &&
  params.numLeaves <= comparedLeaves;

/** The rows of the iteration; where their derivatives decide, by the sum of |gradient · hessian| over all outputs, as in LightGBM. */
function drawRows(
  { side: { scores }, objective, derivatives }: Growth,
  { sampler, iteration }: IterationTask,
): RowDraw {
  if (!sampler.needsSizes(iteration)) return sampler.draw(iteration, undefined);
  const { gradient, hessian } = derivatives();
  const sizes = new Float64Array(gradient.length);
  for (const output of scores.keys()) {
    objective.differentiate(scores, output, gradient, hessian);
    for (let row = 0; row < sizes.length; row++) sizes[row]! += Math.abs(gradient[row]! * hessian[row]!);
  }
  return sampler.draw(iteration, sizes);
}

/** Makes ready what the outputs share. */
export function prepareOutputs({ ground, side, objective }: Growth, iteration: number): void {
  const { form } = objective;
  objective.prepare?.(side.scores, iteration, form && ground.prepareForm(form));
}

/** The derivatives by one output's scores onto the ground, which takes them by itself where it knows their form. */
export function deriveOutput({ ground, side, objective, derivatives }: Growth, output: number): Units {
  const { form } = objective;
  const units = form && ground.deriveForm(form, side.scores[output]!);
  if (units) return units;
  const { gradient, hessian } = derivatives();
  objective.differentiate(side.scores, output, gradient, hessian);
  return ground.derive(gradient, hessian);
}

/** The same, where the derivatives of light rows count for more rows than they are. Of a single output the draw has taken them already. */
function deriveWeighed(growth: Growth, output: number, draw: RowDraw): Units {
  if (growth.side.scores.length > 1) differentiate(growth, output, draw);
  else weighLight(growth, draw);
  const { gradient, hessian } = growth.derivatives();
  return growth.ground.derive(gradient, hessian);
}

/** The derivatives by one output's scores, those of light rows as those of all the rows that they stand for. */
function differentiate(growth: Growth, output: number, draw: RowDraw): void {
  const { side, objective, derivatives } = growth;
  const { gradient, hessian } = derivatives();
  objective.differentiate(side.scores, output, gradient, hessian);
  weighLight(growth, draw);
}

function weighLight({ derivatives }: Growth, { light, factor }: RowDraw): void {
  const { gradient, hessian } = derivatives();
  for (const row of light ?? []) {
    gradient[row]! *= factor;
    hessian[row]! *= factor;
  }
}
