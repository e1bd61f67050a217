export * from "./runtime.ts";
export { rowWarnings } from "./row-warnings.ts";
