export * from "./runtime.ts";
export { scoreFile, type ScoredFile } from "./score-file.ts";
