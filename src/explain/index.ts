export * from "./explanation.ts";
export { explain } from "./explain.ts";
export type * from "./summary/model-summary.ts";
export type { SummarizedModel, SummaryRequest } from "./summary/summary-request.ts";
export { companionOf, isSummarized } from "./summary/companion.ts";
export { summarizeModel } from "./summary/summarize-model.ts";
export { sliceCandidates, type SliceCandidate } from "./slice-candidates.ts";
export { explainRows, type RowExplainer } from "./row/explain-row.ts";
export { typicalRow } from "./row/typical-row.ts";
