export * from "./task.ts";
export * from "./trainer.ts";
export * from "./evaluation.ts";
export * from "./split.ts";
export * from "./baseline.ts";
export * from "./ridge.ts";
export * from "./logistic.ts";
export * from "./boosting.ts";
export * from "./trainers.ts";
export * from "./metrics/index.ts";
export { evaluateModel, computeMetric, type ModelRows } from "./evaluate-model.ts";
export type { EvaluationRows } from "./evaluate-input.ts";
export { comparePaired, type NamedPredictions, type PairedRows } from "./compare-paired.ts";
export {
  baseWeights,
  bootstrapMetrics,
  forEachResample,
  percentileInterval,
  replicateCount,
  type Resampling,
} from "./bootstrap.ts";
export { calibrationBins } from "./calibration.ts";
export * from "./splits/index.ts";
