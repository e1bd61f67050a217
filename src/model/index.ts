export * from "./task.ts";
export * from "./trainer.ts";
export * from "./evaluation.ts";
export * from "./split.ts";
export * from "./baseline.ts";
export * from "./ridge.ts";
export * from "./elastic-net.ts";
export * from "./glm.ts";
export * from "./linear-svm.ts";
export * from "./logistic.ts";
export * from "./naive-bayes.ts";
export * from "./nearest-neighbours.ts";
export * from "./boosting.ts";
export * from "./mlp.ts";
export * from "./k-means.ts";
export * from "./dbscan.ts";
export * from "./random-forest.ts";
export * from "./extra-trees.ts";
export * from "./isolation-forest.ts";
export * from "./trainers.ts";
export {
  customObjective,
  type CustomObjective,
  type CustomObjectiveFunctions,
  type CustomObjectiveSpec,
  type DerivativeArrays,
  type NumberColumns,
  type OutputLink,
} from "./boosting/custom/custom-objective.ts";
export { customMetric, type CustomMetric, type CustomMetricSpec } from "./boosting/custom/custom-metric.ts";
export * from "./metrics/index.ts";
export { shareInterval } from "./calibration.ts";
export { prepareTrainingSet } from "./prepare-training-set.ts";
export type { EvaluationRows } from "./evaluate-input.ts";
export { evaluateModel, computeMetric, numberedAnew, type ModelRows } from "./evaluate-model.ts";
export * from "./evidence/index.ts";
export {
  baseWeights,
  bootstrapMetrics,
  forEachResample,
  percentileInterval,
  type Resampling,
} from "./bootstrap.ts";
export * from "./splits/index.ts";
