export * from "./explanation.ts";
export { explain } from "./explain.ts";
