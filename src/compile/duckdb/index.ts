export * from "./compile-duckdb.ts";
