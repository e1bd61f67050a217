export * from "./decimal.ts";
export * from "./double-double.ts";
export * from "./double-column.ts";
export type { NumberColumn } from "./numbers.ts";
export * from "./univariate.ts";
export * from "./least-squares-problem.ts";
export * from "./fit-least-squares.ts";
