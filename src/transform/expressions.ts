import { call, choose, float, literal, missing, typeOf, type Expr } from "../ir/index.ts";
import type { AggregateResult, Correlations, Group, GroupStatistics, SampledRows } from "./aggregate.ts";

/**
 * Any expression but text as Float: true as 1, a day as days and an instant as seconds since 1970-01-01. It is how
 * a feature enters a trainer that takes numbers.
 */
export function asFloat(expr: Expr): Expr {
  switch (typeOf(expr)) {
    case "Float":
      return expr;
    case "Int":
    case "Boolean":
      return call("toFloat", expr);
    case "Day":
      return call("toFloat", call("daysBetween", literal(0, "Day"), expr));
    case "Instant":
      return call("secondsBetween", literal(0, "Instant"), expr);
    case "Text":
      return call("parseFloat", expr);
  }
}

/** 1 where the condition is true, else (also where it is missing) 0. */
export const oneWhen = (condition: Expr): Expr => choose([{ when: condition, then: float(1) }], float(0));

/** Missing where the input is missing, else the expression. */
export const missingWith = (input: Expr, expr: Expr): Expr =>
  choose([{ when: call("isNull", input), then: missing(typeOf(expr)) }], expr);

/** An answer that is one number, or null. */
export const numberResult = (result: AggregateResult | undefined): number | null =>
  typeof result === "number" ? result : null;

/** An answer that is a list of numbers; nulls over no values. */
export const numbersResult = (result: AggregateResult | undefined): readonly (number | null)[] =>
  isList(result) ? (result as readonly (number | null)[]) : [];

/** An answer that is groups. */
export const groupsResult = (result: AggregateResult | undefined): readonly Group[] =>
  isList(result) ? (result as readonly Group[]) : [];

/** An answer that is groups with their statistics. */
export const statisticsResult = (result: AggregateResult | undefined): readonly GroupStatistics[] =>
  isList(result) ? (result as readonly GroupStatistics[]) : [];

/** An answer to `correlations`; over no rows where there is none. */
export const correlationsResult = (result: AggregateResult | undefined): Correlations =>
  isObject(result) && "correlations" in result
    ? result
    : { count: 0, means: [], deviations: [], correlations: [] };

/** An answer to `sampleRows`. */
export const sampledResult = (result: AggregateResult | undefined): SampledRows["rows"] =>
  isObject(result) && "rows" in result ? result.rows : [];

const isObject = (result: AggregateResult | undefined): result is Correlations | SampledRows =>
  typeof result === "object" && result !== null && !Array.isArray(result);

const isList = (result: AggregateResult | undefined): boolean => Array.isArray(result);
