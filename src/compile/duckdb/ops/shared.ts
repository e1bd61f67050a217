import { typeOf, type Expr, type LiteralExpr } from "../../../ir/index.ts";
import type { DataType } from "../../../schema/index.ts";
import { integerLiteral, joinSql, sql, type Sql } from "../../sql.ts";
import { fragment, typeBound, type EmitSql, type Fragment } from "../fragment.ts";
import { valueSql } from "../values.ts";

/** SQL of all arguments, each written once. */
export const simple =
  (write: (parts: readonly Sql[]) => Sql, bound?: (parts: readonly Fragment[]) => number): EmitSql =>
  (call, emitter) => {
    const parts = call.args.map((arg) => emitter.value(arg));
    return fragment(write(parts.map((part) => part.sql)), parts, bound ? bound(parts) : typeBound(call));
  };

/** SQL of all arguments, written as often as wanted. */
export const repeated =
  (write: (parts: readonly Sql[]) => Sql, bound?: (parts: readonly Fragment[]) => number): EmitSql =>
  (call, emitter) => {
    const parts = call.args.map((arg) => emitter.atom(arg));
    return fragment(write(parts.map((part) => part.sql)), parts, bound ? bound(parts) : typeBound(call));
  };

/** An operation that gives an infinity or NaN for each infinity or NaN, so that the test can wait. */
export const carrying =
  (write: (parts: readonly Sql[]) => Sql, bound: (parts: readonly Fragment[]) => number): EmitSql =>
  (call, emitter) => {
    const parts = call.args.map((arg) => emitter.unguarded(arg));
    return fragment(write(parts.map((part) => part.sql)), parts, bound(parts));
  };

export const unlessInt =
  (emit: EmitSql): EmitSql =>
  (call, emitter) =>
    typeOf(call) === "Int" ? emitter.value(call.args[0]!) : emit(call, emitter);

export const firstBound = (parts: readonly Fragment[]): number => parts[0]!.bound;
export const roundedBound = (parts: readonly Fragment[]): number => parts[0]!.bound + 1;
export const infix = (operator: Sql) => simple(([a, b]) => sql`(${a!} ${operator} ${b!})`);
export const chain = (operator: Sql) => simple((parts) => sql`(${joinSql(parts, sql` ${operator} `)})`);
/** A whole number of DuckDB as DOUBLE. */
export const wholeNumber = (write: (parts: readonly Sql[]) => Sql, bound: number): EmitSql =>
  simple(
    (parts) => sql`CAST(${write(parts)} AS DOUBLE)`,
    () => bound,
  );
export const datePart = (name: Sql, bound: number): EmitSql =>
  wholeNumber(([a]) => sql`${name}(${a!})`, bound);
export const constant = (expr: Expr): LiteralExpr["value"] => (expr.kind === "literal" ? expr.value : null);
/** A constant place or count. No text is longer than 2^31 - 1. */
export const place = (expr: Expr): Sql => integerLiteral(Math.min(Number(constant(expr)), 2147483647));

/** How many of some ascending constants are at or below a value that is there, as a search tree. */
export function countAtOrBelow(value: Sql, sorted: readonly number[], type: DataType): Sql {
  const count = (from: number, to: number): Sql => {
    if (from === to) return sql`${from}`;
    const middle = (from + to) >> 1;
    const edge = valueSql(sorted[middle]!, type);
    return sql`CASE WHEN ${value} < ${edge} THEN ${count(from, middle)} ELSE ${count(middle + 1, to)} END`;
  };
  return count(0, sorted.length);
}
