import type { DataType, Value } from "../schema/index.ts";
import type { OpName } from "./op-name.ts";

/**
 * How an answer follows from the columns of one row. Eight kinds of plain frozen data, nothing else: an expression can be
 * printed, compared, hashed, stored and compiled, and it never runs code. Build them with the functions of `build.ts`,
 * which check the types.
 */
export type Expr =
  | ColumnExpr
  | LiteralExpr
  | CallExpr
  | ChooseExpr
  | LookupExpr
  | LinearExpr
  | ForestExpr
  | NearestExpr;

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

/**
 * An answer from the stored rows that lie nearest to a row. Float; null when an input or `within` is null, and where no row
 * counts (a `sum` is 0 there).
 *
 * Distances are √Σ(x - r)² or Σ|x - r|, added from the left; only rows at a finite distance, at most `within`, can count. Of
 * these the nearest count until their weights, added in the order of distance and then of place, come to `neighbours`; rows
 * as far as the last of them count too, so equal distances need no rule. With `neighbours` null all count. With the
 * weighting `distance` a row counts weight / distance, and where one lies at distance 0 only such rows count, by their weight.
 *
 * `mean` is Σ weight·value / Σ weight, `sum` is Σ weight·value, both in the order of the rows; `least` is the least value and
 * `reach` the greatest distance of those that count.
 */
export interface NearestExpr {
  readonly kind: "nearest";
  readonly inputs: readonly Expr[];
  /** A number: rows farther away do not count; null for no such limit. */
  readonly within: Expr | null;
  readonly metric: "euclidean" | "manhattan";
  readonly neighbours: number | null;
  readonly weighting: "uniform" | "distance";
  readonly answer: "mean" | "sum" | "least" | "reach";
  /** The stored rows, one after the other, each with a number for every input. */
  readonly rows: readonly number[];
  /** For each stored row: its weight, above 0, and its value. */
  readonly weight: readonly number[];
  readonly value: readonly number[];
}

/** The tag of a kind of expression. */
export type ExprKind = Expr["kind"];
