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
   * Each item of the lists (texts with a separator) with the number of rows it stands in, and as `sum` how often it stands
   * there in all; those of most rows first, ties by item.
   */
  | { readonly kind: "itemCounts"; readonly of: Expr; readonly separator: string }
  /**
   * Each distinct value of `by` (missing included, as null) with the sum of `of`, the most frequent first, ties by
   * value, null last. Rows without a value of `of` are left out, so `sum / count` is the mean of the group.
   */
  | { readonly kind: "groupSums"; readonly by: Expr; readonly of: Expr }
  /**
   * Each distinct value of `by` (missing included, as null) with what the numbers of `of` are like in its rows, in the
   * order of `groupSums`. Rows without a value of `of` are left out.
   */
  | { readonly kind: "groupStatistics"; readonly by: Expr; readonly of: Expr }
  /**
   * Means, sample deviations and correlations of several expressions, over the rows in which all of them have a value.
   * Every deviation from the mean is rounded to 2^-44 of the column's largest; the products are then added exactly.
   */
  | { readonly kind: "correlations"; readonly of: readonly Expr[] }
  /**
   * So many rows, chosen by a hash of what stands in them and of the seed, all of them where there are no more. Rows in
   * which every expression is missing are left out. Equal rows are chosen one by one, so a frequent row comes often.
   */
  | {
      readonly kind: "sampleRows";
      readonly of: readonly Expr[];
      readonly count: number;
      readonly seed: number;
    };

/** The expressions that a question is about. */
export function expressionsOf(request: Aggregate): readonly Expr[] {
  if (request.kind === "correlations" || request.kind === "sampleRows") return request.of;
  return "by" in request ? [request.by, request.of] : [request.of];
}

/** One group of a `groupCounts`, `groupSums` or `itemCounts` answer; `sum` is 0 for `groupCounts`. */
export interface Group {
  readonly value: Value;
  readonly count: number;
  readonly sum: number;
}

/** One group of a `groupStatistics` answer; the deviation is that of a sample, 0 for a single row. */
export interface GroupStatistics {
  readonly value: Value;
  readonly count: number;
  readonly mean: number;
  readonly min: number;
  readonly max: number;
  readonly deviation: number;
}

/** The answer to `correlations`: over how many rows, and one entry per expression, in their order. */
export interface Correlations {
  readonly count: number;
  /** All 0 over no rows. */
  readonly means: readonly number[];
  /** Sample deviations (n - 1); 0 where the values are equal, and below two rows. */
  readonly deviations: readonly number[];
  /** Row by row, the full symmetric matrix; 0 beside an expression whose values are equal, 1 on the diagonal. */
  readonly correlations: readonly number[];
}

/** The answer to `sampleRows`: the values of the expressions, row by row, in an order that the hashes give. */
export interface SampledRows {
  readonly rows: readonly (readonly Value[])[];
}

/** The answer to an aggregate: a number (null over no values), numbers, groups, or what its kind says. */
export type AggregateResult =
  | number
  | null
  | readonly (number | null)[]
  | readonly Group[]
  | readonly GroupStatistics[]
  | Correlations
  | SampledRows;

/** The answers to the questions of one step, by the names that it gave them. */
export type AggregateResults = Readonly<Record<string, AggregateResult>>;
