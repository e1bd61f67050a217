import { naturalLogarithm } from "../base/index.ts";
import { call, float } from "../ir/index.ts";
import { createNodes, forestOf } from "./forest/forest-nodes.ts";
import { growIsolationTree, meanPathLength, openIsolation } from "./forest/grow-isolation-tree.ts";
import { normalizeParameters, wholeNumber, type ParameterRules } from "./parameters.ts";
import { prepareTrainingSet } from "./prepare-training-set.ts";
import { takeTurn } from "./take-turn.ts";
import type { Fitted, TrainContext, Trainer, TrainingSet } from "./trainer.ts";

/** What `isolation-forest` can be told; the defaults are the paper's and scikit-learn's. */
export interface IsolationForestParameters {
  /** Trees, each from its own draw of rows. */
  readonly numTrees: number;
  /** Rows that each tree sees at most. */
  readonly maxSamples: number;
}

const rules: ParameterRules<IsolationForestParameters> = {
  numTrees: wholeNumber(100, 1, 10_000),
  maxSamples: wholeNumber(256, 2, 1_000_000),
};

/**
 * How unusual a row is, by how few random questions part it from the others (Liu, Ting, Zhou, "Isolation Forest", ICDM 2008):
 * 2^(-E(h)/c(n)), from 0 to 1, about 0.5 for ordinary rows. Missing values and categories are taken as they are: a missing
 * value goes to a drawn side, a set of levels is drawn like a threshold.
 * @example
 * const params = isolationForest.normalize({ numTrees: 200 }, "models.0", diagnostics);
 * const fitted = await isolationForest.train(set, undefined, params, { seed: 1, effects: quietEffects() });
 */
export const isolationForest: Trainer<IsolationForestParameters> = {
  name: "isolation-forest",
  title: "Isolation forest: how few random questions part a row from the others",
  tasks: ["outliers"],
  handles: { missing: true, categories: true, anySize: true },
  normalize: (params, place, diagnostics) => normalizeParameters(rules, params, place, diagnostics),
  train: async (train, _validation, params, context) =>
    fit(prepareTrainingSet(isolationForest, train), params, context),
};

async function fit(
  set: TrainingSet,
  { numTrees, maxSamples }: IsolationForestParameters,
  context: TrainContext,
): Promise<Fitted> {
  const isolation = openIsolation(set, maxSamples);
  const nodes = createNodes(1);
  for (let tree = 0; tree < numTrees; tree++) {
    const progress = { task: "train isolation-forest", done: tree, total: numTrees };
    if (tree % 10 === 0) await takeTurn(context.effects, progress);
    else context.effects.progress(progress);
    growIsolationTree(isolation, nodes, `${context.seed}/isolation/${tree}`);
  }
  const { sampleSize, features } = isolation;
  const usual = meanPathLength(sampleSize);
  const details = { treeCount: numTrees, sampleSize, meanPathLength: usual };
  const isConstant = nodes.feature.every((feature) => feature < 0);
  // Without a question every path is 0 long, and one row alone has no usual length: nothing is unusual then.
  const score =
    isConstant || usual === 0
      ? float(0.5)
      : call(
          "exp",
          call("multiply", forestOf(nodes, 0, features), float(-naturalLogarithm(2) / (usual * numTrees))),
        );
  return { outputs: [score], details, importance: {}, diagnostics: [] };
}
