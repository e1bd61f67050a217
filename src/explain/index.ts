export * from "./explanation.ts";
export { explain } from "./explain.ts";
export type { ExplainRequest } from "./explain-request.ts";
export { describeImportance } from "./describe-importance.ts";
export { describeDependence, movementOf, type Movement } from "./describe-dependence.ts";
export { describeSlice } from "./describe-slice.ts";
