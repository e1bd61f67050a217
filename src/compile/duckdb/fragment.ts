import { failInput } from "../../base/index.ts";
import { typeOf, type CallExpr, type Expr, type OpName } from "../../ir/index.ts";
import type { DataType } from "../../schema/index.ts";
import { sql, type Sql } from "../sql.ts";

/** SQL for a value, with what its readers need to know. */
export interface Fragment {
  readonly sql: Sql;
  /** In which stage of the statement its columns are known; 0 is the input. */
  readonly stage: number;
  /** True for a column or a constant, which may be written as often as wanted. */
  readonly atomic: boolean;
  /** For numbers: no value is larger than this, either side of 0. Infinity when it may leave float64. */
  readonly bound: number;
}

/** Writes SQL for expressions. Int and Float are DOUBLE inside, and never NaN or infinite in what `value` gives. */
export interface SqlEmitter {
  /** What the engine has for each operation. */
  readonly ops: OpEmitters;
  /** A lookup of up to so many texts is written as a CASE with a line for each. */
  readonly longestCase: number;
  /** An expression within its type, to be written once. */
  value(expr: Expr): Fragment;
  /** An expression that may be infinite or NaN where it should be null: for operations that keep such values so. */
  unguarded(expr: Expr): Fragment;
  /** An expression to be written as often as wanted: where needed, a column of an earlier stage. */
  atom(expr: Expr): Fragment;
  /** A fragment to be written as often as wanted; where it becomes a column, that has the name if it is free. */
  hoist(fragment: Fragment, name?: string): Fragment;
}

/** Writes a call. */
export type EmitSql = (call: CallExpr, emitter: SqlEmitter) => Fragment;

/** Marks an operation that the engine cannot do exactly. */
interface Unsupported {
  readonly unsupported: string;
}

/** How an operation is written, or why it cannot be. */
export type OpEmitter = EmitSql | Unsupported;

/** How each operation is written, or why it cannot be. */
export type OpEmitters = Readonly<Record<OpName, OpEmitter>>;

/** The largest size a number of a type may have. */
export const limitOf = (type: DataType): number =>
  type === "Int" ? Number.MAX_SAFE_INTEGER : type === "Float" ? Number.MAX_VALUE : Number.POSITIVE_INFINITY;

/** A fragment made of others. */
export const fragment = (text: Sql, parts: readonly Fragment[], bound: number): Fragment => ({
  sql: text,
  stage: Math.max(0, ...parts.map(({ stage }) => stage)),
  atomic: false,
  bound: Number.isNaN(bound) ? Number.POSITIVE_INFINITY : bound,
});

/**
 * Makes a number that may leave its type null where it does. Bounds are computed by the operation itself; rounding keeps
 * the order of numbers, so no value can pass its bound.
 */
export function guard(given: Fragment, type: DataType, emitter: Pick<SqlEmitter, "hoist">): Fragment {
  const limit = limitOf(type);
  if (given.bound <= limit) return given;
  const name = emitter.hoist(given);
  const inside = type === "Int" ? sql`abs(${name.sql}) <= ${limit}` : sql`isfinite(${name.sql})`;
  return fragment(sql`CASE WHEN ${inside} THEN ${name.sql} END`, [name], limit);
}

/** Says that a target cannot do something. Nothing is approximated instead. */
export const failUnsupported = (what: string, reason: string): never =>
  failInput("T1304", `DuckDB cannot compute ${what}: ${reason}`, {
    cure: "Score with the JavaScript target, or leave the operation out.",
  });

/** Bound of an expression's type when nothing more is known. */
export const typeBound = (expr: Expr): number => limitOf(typeOf(expr));
