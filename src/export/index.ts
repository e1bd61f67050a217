export * from "./export-sql.ts";
