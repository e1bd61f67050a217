export * from "./compile-duckdb.ts";
export * from "./readable/compile-readable.ts";
