import type { Algorithm, Expr, ForestExpr } from "../../ir/index.ts";
import type { DataType } from "../../schema/index.ts";
import type { Constant } from "./constant.ts";
import type { PreludeName } from "./prelude.ts";

/**
 * Writes source for expressions. In generated code numbers, days, instants and booleans are doubles with NaN for null
 * (true is 1, false is 0) and a text is a string or null.
 */
export interface Emitter {
  /** Source of an expression's value, to be pasted once. */
  value(expr: Expr): string;
  /** As `value`, but a number may be infinite or NaN where it should be null: for operations that keep such values so. */
  carried(expr: Expr): string;
  /** A name or a constant for an expression's value, to be pasted as often as wanted. */
  atom(expr: Expr): string;
  /** Source of a JavaScript boolean that is true exactly when the expression is true (not false, not null). */
  condition(expr: Expr): string;
  /** Source, under a name of its own. */
  declare(source: string, name?: string): string;
  /** A new name. */
  fresh(prefix: string): string;
  /** Adds a statement before the expression that is being written. */
  statement(source: string): void;
  /** What `write` gives, and the statements it needs before it. */
  inBlock(write: () => string): { readonly statements: readonly string[]; readonly result: string };
  /** Source of the value of a forest. */
  forest(forest: ForestExpr): string;
  /** What `write` gives, run once for each key at the top of a place: this one, if no other is given. */
  once(key: object, write: () => string, place?: Scope): string;
  /** The name of a function of the prelude. */
  use(name: PreludeName): string;
  /** The name of the function that follows an algorithm. */
  algorithm(algorithm: Algorithm): string;
  /** The name of a constant. */
  constant(constant: Constant): string;
}

/** A place where expressions are computed: once, for each entry of a dictionary, for each row. */
export interface Scope {
  /** The statements at the top of this place. */
  readonly block: string[];
  /** The names of expressions that were computed here. */
  readonly known: Map<Expr, string>;
  readonly readColumn: (name: string, type: DataType) => string;
}

/** What the emitter must know about the places of expressions. */
export interface Scopes {
  /** Where the emitter begins. */
  readonly start: Scope;
  /** Where an expression is best computed, seen from a place. */
  readonly homeOf: (expr: Expr, from: Scope) => Scope;
  /** Has a value written in another place and makes it readable from a place; returns how to read it. */
  readonly publish: (
    expr: Expr,
    places: { readonly home: Scope; readonly reader: Scope },
    write: () => string,
  ) => string;
  /** Source of the value of a forest, seen from a place. */
  readonly forest: (forest: ForestExpr, emitter: Emitter) => string;
  /** A new name for an expression, where people read the source; otherwise it gets a number. */
  readonly nameOf?: ((expr: Expr) => string | undefined) | undefined;
}
