export * from "./runtime.ts";
export * from "./online-predictor.ts";
export type * from "./prediction-service.ts";
export { warmState, type WarmedSource } from "./warm-state.ts";
export { scoreFile, type ScoredFile } from "./score-file.ts";
export { openFeatureState } from "./feature-state.ts";
export * from "./log/index.ts";
