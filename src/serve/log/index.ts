export * from "./prediction-log.ts";
export { readLog, type ReadLog } from "./read-log.ts";
export { labelledPredictions, matchedLabels } from "./join-labels.ts";
