export * from "./definition.ts";
export * from "./run-record.ts";
export * from "./model-package.ts";
