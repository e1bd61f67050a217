export * from "./data-type.ts";
export * from "./schema.ts";
export * from "./calendar.ts";
export * from "./parse-value.ts";
export * from "./vector.ts";
