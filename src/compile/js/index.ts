export * from "./compile-row.ts";
export * from "./compile-json-row.ts";
export * from "./compile-table.ts";
export * from "./forest-images.ts";
export * from "./generate-module.ts";
