export * from "./data-type.ts";
export * from "./schema.ts";
export * from "./calendar.ts";
export * from "./parse-value.ts";
export * from "./vector.ts";
export * from "./infer.ts";
export * from "./validate-row.ts";
