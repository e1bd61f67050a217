import type { DataType, Value } from "../schema/index.ts";
import type { OpName } from "./op-name.ts";

/**
 * How an answer follows from the columns of one row. Seven kinds of plain frozen data, nothing else: an expression can be
 * printed, compared, hashed, stored and compiled, and it never runs code. Build them with the functions of `build.ts`,
 * which check the types.
 */
export type Expr = ColumnExpr | LiteralExpr | CallExpr | ChooseExpr | LookupExpr | LinearExpr | ForestExpr;

/** The value of an input column or of an earlier `let` of the Program. */
export interface ColumnExpr {
  readonly kind: "column";
  readonly name: string;
  readonly type: DataType;
}

/** A constant. Null has a type too. Days and instants are numbers, as in `Value`. */
export interface LiteralExpr {
  readonly kind: "literal";
  readonly value: Value;
  readonly type: DataType;
}

/** An operation of the op table on its arguments. */
export interface CallExpr {
  readonly kind: "call";
  readonly op: OpName;
  readonly args: readonly Expr[];
}

/** The value of the first branch whose condition is true (null counts as not true); else `otherwise`. All of one type. */
export interface ChooseExpr {
  readonly kind: "choose";
  readonly branches: readonly { readonly when: Expr; readonly then: Expr }[];
  readonly otherwise: Expr;
}

/** The value that a table gives for a key; `otherwise` for a key that is missing or not in the table. Keys are unique. */
export interface LookupExpr {
  readonly kind: "lookup";
  readonly key: Expr;
  /** Key and value; both as in `Value`, keys of the key's type, values of `type`. */
  readonly table: readonly (readonly [Value, Value])[];
  readonly type: DataType;
  readonly otherwise: Expr;
}

/** bias + weight₁·x₁ + weight₂·x₂ + …, added from the left. Null when one x is null or the sum leaves float64. Float. */
export interface LinearExpr {
  readonly kind: "linear";
  readonly bias: number;
  readonly terms: readonly { readonly weight: number; readonly of: Expr }[];
}

/**
 * A sum of decision trees in flat parallel arrays: bias + leaf of tree 1 + leaf of tree 2 + …, added from the left. Float, never null.
 *
 * Node `i` with `feature[i] >= 0` asks about `inputs[feature[i]]`:
 * a number goes left when it is <= `threshold[i]`; with `categories[i]` set, a whole number goes left when it is in that
 * sorted list. A missing value goes left when `missingLeft[i]` is 1. `left[i]` and `right[i]` are node numbers, always
 * greater than `i`. With `feature[i] === -1` the node is a leaf and adds `value[i]`.
 * Tree `t` starts at node `roots[t]`.
 */
export interface ForestExpr {
  readonly kind: "forest";
  readonly inputs: readonly Expr[];
  readonly bias: number;
  readonly roots: readonly number[];
  readonly feature: readonly number[];
  readonly threshold: readonly number[];
  readonly categories: readonly (readonly number[] | null)[];
  readonly missingLeft: readonly (0 | 1)[];
  readonly left: readonly number[];
  readonly right: readonly number[];
  readonly value: readonly number[];
}

/** The tag of a kind of expression. */
export type ExprKind = Expr["kind"];
