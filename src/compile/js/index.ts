export * from "./compile-row.ts";
export * from "./compile-table.ts";
