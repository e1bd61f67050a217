import type { TrainingSet } from "../trainer.ts";
import { deriveOutput, openGrowth } from "./grow-iteration.ts";
import { growTree } from "./grow-tree.ts";
import type { NamedRules } from "./named-features.ts";
import type { Objective } from "./objectives/objective.ts";
import type { BoostingParameters } from "./parameters.ts";
import { openSide } from "./side.ts";
import type { TreeGround } from "./tree-ground.ts";

/**
 * Puts rows that trees are likely to part alike beside each other: in the order of the leaves of a first tree, which is thrown
 * away. The rows of a leaf then stand closer together in memory, which is what histograms wait for; no bit of the model depends
 * on the order. Gives the training set in that order, without its features, which are in bins already; the same set where the
 * ground keeps rows as they are or something goes by their places.
 */
export function placeRows(
  train: TrainingSet,
  ground: TreeGround,
  objective: Objective,
  params: BoostingParameters,
  rules: NamedRules,
): TrainingSet {
  if (!ground.reorder || train.group || objective.start.length > 1) return train;
  const side = openSide(train, [], objective.start, ground.scoreRoom(1));
  const growth = openGrowth(ground, side, objective);
  objective.prepare?.(side.scores, 1);
  const units = deriveOutput(growth, 0);
  growTree(ground, {
    ...params,
    rows: undefined,
    features: ground.bins.map((_, feature) => feature),
    limits: { ...params, ...rules, ...units, looseBounds: false },
    seed: 0,
  });
  const order = ground.reorder();
  if (!order) return train;
  const take = (values: Float64Array): Float64Array => {
    const taken = new Float64Array(values.length);
    for (let place = 0; place < values.length; place++) taken[place] = values[order[place]!]!;
    return taken;
  };
  const placed = { ...train, features: [], target: take(train.target) };
  return train.weight ? { ...placed, weight: take(train.weight) } : placed;
}
