import type { TrainingSet } from "../trainer.ts";
import { deriveOutput, openGrowth, prepareOutputs } from "./grow-iteration.ts";
import { growTree } from "./grow-tree.ts";
import type { FeatureNumbers } from "./linear-leaves/linear-leaf.ts";
import type { NamedRules } from "./named-features.ts";
import { openObjective } from "./objectives/open-objective.ts";
import type { BoostingParameters } from "./parameters.ts";
import { openSide } from "./side.ts";
import type { TreeGround } from "./tree-ground.ts";

/** Trees that rows are placed by, for so many that will be grown: each takes about the time of two, and saves a part of all. */
export const placingTrees = (total: number): number =>
  total < 20 ? 0 : Math.min(4, 1 + Math.floor(total / 40));

/** Larger steps than usual, so that few trees differ as many later ones will. */
const placingRate = 0.3;

/** How rows are placed. */
interface PlacingTask {
  readonly trees: number;
  readonly start: readonly number[];
  readonly seed: number;
  /** The numbers that linear leaves are of. */
  readonly numbers: FeatureNumbers | undefined;
}

/** Rows with their numbers, in the same order. */
type PlacedRows = { readonly set: TrainingSet } & Pick<PlacingTask, "numbers">;

/**
 * Puts rows that trees are likely to part alike beside each other: in the order of the leaves of some first trees, which are
 * thrown away. The rows of a leaf then stand closer together in memory, which is what histograms wait for; no bit of the model
 * depends on the order. Gives the training set and the numbers in that order, without features, which are in bins already; the same set where
 * the ground keeps rows as they are or something goes by their places.
 */
export function placeRows(
  train: TrainingSet,
  ground: TreeGround,
  params: BoostingParameters,
  rules: NamedRules,
  { trees, start, seed, numbers }: PlacingTask,
): PlacedRows {
  if (!ground.reorder || train.group || start.length > 1) return { set: train, numbers };
  const features = ground.bins.map((_, feature) => feature);
  let placed = train;
  let scores: Float64Array | undefined;
  let moved = numbers;
  for (let tree = 0; tree < trees; tree++) {
    const objective = openObjective(placed, params, seed);
    const side = openSide(placed, { columns: [] }, start, ground.scoreRoom(1));
    const score = side.scores[0]!;
    if (scores) score.set(scores);
    const growth = openGrowth(ground, side, objective);
    prepareOutputs(growth, 1);
    const units = deriveOutput(growth, 0);
    const limits = { ...params, ...rules, ...units, looseBounds: false };
    const grown = growTree(ground, {
      ...params,
      learningRate: placingRate,
      rows: undefined,
      features,
      limits,
      seed: 0,
    });
    ground.addValues(grown.leaves, score);
    const order = ground.reorder();
    if (!order) break;
    placed = { ...placed, features: [], target: inOrder(placed.target, order) };
    if (train.weight) placed = { ...placed, weight: inOrder(placed.weight!, order) };
    scores = inOrder(score, order);
    moved = moved?.map((one) => one && inOrder(one, order));
  }
  return { set: placed, numbers: moved };
}

function inOrder(values: Float64Array, order: Uint32Array): Float64Array {
  const placed = new Float64Array(values.length);
  for (let place = 0; place < values.length; place++) placed[place] = values[order[place]!]!;
  return placed;
}
