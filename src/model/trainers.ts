import { failInput, showValue } from "../base/index.ts";
import { similarNames } from "../schema/index.ts";
import { baseline, type BaselineParameters } from "./baseline.ts";
import { boosting, type BoostingParameters } from "./boosting.ts";
import { elasticNet, lasso, type ElasticNetParameters, type LassoParameters } from "./elastic-net.ts";
import { glm, type GlmParameters } from "./glm.ts";
import { dbscan, type DbscanParameters } from "./dbscan.ts";
import { kMeans, type KMeansParameters } from "./k-means.ts";
import { linearSvm, type LinearSvmParameters } from "./linear-svm.ts";
import { logistic, type LogisticParameters } from "./logistic.ts";
import { mlp, type MlpParameters } from "./mlp.ts";
import { naiveBayes, type NaiveBayesParameters } from "./naive-bayes.ts";
import { nearestNeighbours, type NearestNeighboursParameters } from "./nearest-neighbours.ts";
import { extraTrees } from "./extra-trees.ts";
import { isolationForest, type IsolationForestParameters } from "./isolation-forest.ts";
import { randomForest, type ForestParameters } from "./random-forest.ts";
import { ridge, type RidgeParameters } from "./ridge.ts";
import type { Trainer } from "./trainer.ts";

/** What each trainer can be told. */
export interface TrainerParameters {
  readonly baseline: BaselineParameters;
  readonly ridge: RidgeParameters;
  readonly lasso: LassoParameters;
  readonly "elastic-net": ElasticNetParameters;
  readonly glm: GlmParameters;
  readonly "linear-svm": LinearSvmParameters;
  readonly logistic: LogisticParameters;
  readonly "naive-bayes": NaiveBayesParameters;
  readonly "nearest-neighbours": NearestNeighboursParameters;
  readonly mlp: MlpParameters;
  readonly "random-forest": ForestParameters;
  readonly "extra-trees": ForestParameters;
  readonly boosting: BoostingParameters;
  readonly "k-means": KMeansParameters;
  readonly dbscan: DbscanParameters;
  readonly "isolation-forest": IsolationForestParameters;
}

/** The name of a trainer. */
export type TrainerName = keyof TrainerParameters;

/** All trainers by name. */
export const trainers: { readonly [Name in TrainerName]: Trainer<TrainerParameters[Name]> } = {
  baseline,
  ridge,
  lasso,
  "elastic-net": elasticNet,
  "linear-svm": linearSvm,
  glm,
  logistic,
  "naive-bayes": naiveBayes,
  "nearest-neighbours": nearestNeighbours,
  mlp,
  "random-forest": randomForest,
  "extra-trees": extraTrees,
  boosting,
  "k-means": kMeans,
  dbscan,
  "isolation-forest": isolationForest,
};

/** All trainer names, the simplest first. */
export const trainerNames: readonly TrainerName[] = Object.keys(trainers) as TrainerName[];

/** A text as a trainer name. Fails (T1653) with similar names. */
export function parseTrainerName(text: unknown, place = "trainer"): TrainerName {
  const name = trainerNames.find((known) => known === text);
  if (name) return name;
  const similar = typeof text === "string" ? similarNames(text, trainerNames) : [];
  return failInput("T1653", `There is no trainer ${showValue(text)}`, {
    place,
    cure:
      similar.length > 0
        ? `Did you mean ${similar.join(" or ")}?`
        : `The trainers are ${trainerNames.join(", ")}.`,
  });
}
