export * from "./resolve.ts";
export * from "./evaluate.ts";
export * from "./js/index.ts";
export * from "./sql.ts";
