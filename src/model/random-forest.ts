import { fitForest } from "./forest/fit-forest.ts";
import { randomForestRules, type ForestParameters } from "./forest/parameters.ts";
import { normalizeParameters } from "./parameters.ts";
import { prepareTrainingSet } from "./prepare-training-set.ts";
import type { Trainer } from "./trainer.ts";

export type { ForestParameters } from "./forest/parameters.ts";

/**
 * The mean of deep decision trees, each learnt from rows drawn with putting back and asking at each node about features that
 * are drawn (Breiman, "Random Forests", 2001), with the defaults of scikit-learn. Missing values and categories are taken as
 * they are; the order of the rows changes no bit of the model.
 * @example
 * const params = randomForest.normalize({ numTrees: 200 }, "models.0", diagnostics);
 * const fitted = await randomForest.train(set, undefined, params, { seed: 1, effects: quietEffects() });
 */
export const randomForest: Trainer<ForestParameters> = {
  name: "random-forest",
  title: "Random forest: the mean of many deep trees",
  tasks: ["regression", "binary", "multiclass"],
  handles: { missing: true, categories: true, anySize: true },
  normalize: (params, place, diagnostics) =>
    normalizeParameters(randomForestRules, params, place, diagnostics),
  train: async (train, _validation, params, context) =>
    fitForest("random-forest", prepareTrainingSet(randomForest, train), params, context, false),
};
