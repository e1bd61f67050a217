export * from "./source.ts";
export * from "./snapshot.ts";
export * from "./engine.ts";
export * from "./dataset.ts";
export * from "./duckdb-engine.ts";
export * from "./open-dataset.ts";
export * from "./collect.ts";
export * from "./normalize-source.ts";
