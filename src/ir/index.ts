export * from "./expr.ts";
export * from "./op-name.ts";
export type { OpDefinition, Signature } from "./ops/definition.ts";
export { compareText, compareValues } from "./ops/logic.ts";
export { lowerAscii, upperAscii, hashBucketOf, substringOf } from "./ops/text.ts";
export * from "./type-of.ts";
export * from "./build.ts";
export * from "./program.ts";
