import type { Expr } from "../ir/index.ts";
import type { Value } from "../schema/index.ts";

/**
 * A question about the training rows that any engine can answer: the only way a transform looks at data.
 * Sums and means are exact (order does not matter); missing values are left out unless they are what is counted.
 */
export type Aggregate =
  | { readonly kind: "count"; readonly of: Expr }
  | { readonly kind: "countMissing"; readonly of: Expr }
  | { readonly kind: "sum" | "mean" | "min" | "max"; readonly of: Expr }
  /** Sample standard deviation (n - 1); null below two values; exactly 0 where all values are equal. */
  | { readonly kind: "standardDeviation"; readonly of: Expr }
  /** Quantiles, type 7 of Hyndman & Fan. */
  | { readonly kind: "quantiles"; readonly of: Expr; readonly probabilities: readonly number[] }
  /** Each distinct value with its count, the most frequent first, ties by value. Missing values are no group. */
  | { readonly kind: "groupCounts"; readonly of: Expr }
  /**
   * Each distinct value of `by` (missing included, as null) with the sum of `of`, the most frequent first, ties by
   * value, null last. Rows without a value of `of` are left out, so `sum / count` is the mean of the group.
   */
  | { readonly kind: "groupSums"; readonly by: Expr; readonly of: Expr };

/** One group of a `groupCounts` or `groupSums` answer; `sum` is 0 for counts. */
export interface Group {
  readonly value: Value;
  readonly count: number;
  readonly sum: number;
}

/** The answer to an aggregate: a number (null over no values), numbers, or groups. */
export type AggregateResult = number | null | readonly (number | null)[] | readonly Group[];

/** The answers to the questions of one transform about one column, by the names that it gave them. */
export type AggregateResults = Readonly<Record<string, AggregateResult>>;
