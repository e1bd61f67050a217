export * from "./definition.ts";
export * from "./run-record.ts";
export * from "./model-package.ts";
export * from "./define-project.ts";
export * from "./source-columns.ts";
export * from "./source-spec.ts";
export { writeTypes } from "./write-types.ts";
