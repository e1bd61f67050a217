export * from "./resolve.ts";
export * from "./evaluate.ts";
export * from "./js/index.ts";
export * from "./sql.ts";
export * from "./duckdb/index.ts";
export * from "./never-missing.ts";
export * from "./support.ts";
