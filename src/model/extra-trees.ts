import { fitForest } from "./forest/fit-forest.ts";
import { extraTreesRules, type ForestParameters } from "./forest/parameters.ts";
import { normalizeParameters } from "./parameters.ts";
import { prepareTrainingSet } from "./prepare-training-set.ts";
import type { Trainer } from "./trainer.ts";

/**
 * Extremely randomized trees (Geurts, Ernst, Wehenkel 2006): the mean of deep trees that draw a threshold for each feature
 * and take the best of these, with the defaults of scikit-learn. Missing values and categories are taken as they are.
 * @example
 * const params = extraTrees.normalize({}, "models.0", diagnostics);
 * const fitted = await extraTrees.train(set, undefined, params, { seed: 1, effects: quietEffects() });
 */
export const extraTrees: Trainer<ForestParameters> = {
  name: "extra-trees",
  title: "Extra-trees: the mean of many deep trees with drawn thresholds",
  tasks: ["regression", "binary", "multiclass"],
  handles: { missing: true, categories: true, anySize: true },
  normalize: (params, place, diagnostics) => normalizeParameters(extraTreesRules, params, place, diagnostics),
  train: async (train, _validation, params, context) =>
    fitForest("extra-trees", prepareTrainingSet(extraTrees, train), params, context, true),
};
