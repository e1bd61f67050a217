export * from "./export-sql.ts";
export * from "./export-module.ts";
export * from "./export-client.ts";
