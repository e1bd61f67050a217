export * from "./decimal.ts";
export * from "./double-column.ts";
export type { NumberColumn } from "./numbers.ts";
export * from "./univariate.ts";
export * from "./least-squares-problem.ts";
export * from "./fit-least-squares.ts";
export { logarithmColumn } from "./double-elementary.ts";
export {
  formulaFunctions,
  parseFormula,
  type Formula,
  type FormulaFunction,
  type FormulaStep,
} from "./formula.ts";
export * from "./fit-nonlinear.ts";
