export { openingLog } from "./opening-log.ts";
export * from "./prediction-log.ts";
export { exportLog } from "./export-log.ts";
export { importLabels, type LabelFileOptions } from "./import-labels.ts";
export { eraseFromClosedLog, retainInClosedLog } from "./maintain-closed-log.ts";
export { summarizeLog, type LoggedVersion, type LogSummary } from "./summarize-log.ts";
