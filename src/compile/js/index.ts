export * from "./compile-row.ts";
export * from "./compile-table.ts";
export { generateRow } from "./generate-row.ts";
export { functionSource, type GeneratedFunction } from "./generated.ts";
export { buildConstant, type Constant } from "./constant.ts";
