export * from "./runtime.ts";
export { rowWarnings } from "./row-warnings.ts";
export { scoreFile, type ScoredFile } from "./score-file.ts";
