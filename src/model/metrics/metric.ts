import type { Predictions } from "../evaluation.ts";
import type { TaskKind } from "../task.ts";

/** The names of all metrics, as they stand in configs and records. */
export type MetricName =
  | "auc"
  | "pr-auc"
  | "log-loss"
  | "brier"
  | "accuracy"
  | "f1"
  | "macro-auc"
  | "macro-f1"
  | "rmse"
  | "mae"
  | "median-absolute-error"
  | "r2"
  | "mape"
  | "pinball-10"
  | "pinball-90"
  | "ndcg@10"
  | "ndcg@5"
  | "ndcg@3"
  | "ndcg@1"
  | "ndcg"
  | "map@10"
  | "map"
  | "mrr"
  | "precision@5"
  | "precision@10"
  | "silhouette"
  | "davies-bouldin"
  | "calinski-harabasz"
  | "stability";

/** How much each row counts: whole numbers while resampling, any number that is not negative with row weights. */
export type RowWeights = Uint8Array | Float64Array;

/** What a metric looks at. The truth is the number itself, the index of the class, or the grade of relevance. */
export interface ScoredRows {
  readonly classCount: number;
  readonly truth: Float64Array;
  readonly predictions: Predictions;
  /** Of a ranking: rows of one number are ranked together. */
  readonly group?: Int32Array;
  /** Of clusters: the columns of the space in which rows are near or far. */
  readonly space?: readonly Float64Array[];
}

/** A metric that has seen its rows: everything that does not depend on the weights is done, so that one resample costs one pass. */
export interface PreparedMetric {
  /** Rows that the metric cannot look at, as those with truth 0 for a relative error. */
  readonly leftOut: number;
  /** The metric with each row counted by its weight; null where it is not defined. */
  score(weights: RowWeights): number | null;
  /**
   * How much each row moves the metric, to first order: the influences add up to 0, and the sum of their squares (of their sums within
   * whatever varies together) is about the metric's variance (Hampel, J. Am. Stat. Assoc. 69, 1974). Null where the metric is not
   * defined; absent for metrics without a simple one.
   */
  influence?(weights: RowWeights): Float64Array | null;
}

/** One way to measure a model. */
export interface Metric {
  readonly name: MetricName;
  readonly title: string;
  readonly tasks: readonly TaskKind[];
  readonly better: "higher" | "lower";
  /** The least and the greatest value it can have; ±Infinity where there is none. */
  readonly range: readonly [least: number, greatest: number];
  /** What it takes of a model: its probabilities as numbers, only their order, the class they lead to, or the predicted number. */
  readonly needs: "probability" | "order" | "class" | "number";
  prepare(rows: ScoredRows): PreparedMetric;
}

/** The weighted mean of one number per row: what most metrics are. */
export const meanOfRows = (values: Float64Array, leftOut = 0): PreparedMetric => ({
  leftOut,
  score: (weights) => {
    let sum = 0;
    let total = 0;
    for (let row = 0; row < values.length; row++) {
      const weight = weights[row]!;
      sum += weight * values[row]!;
      total += weight;
    }
    return ratio(sum, total);
  },
  influence: (weights) => influenceOnMean(values, weights),
});

/** How much each row moves the weighted mean of the rows; null where no row counts. */
export function influenceOnMean(values: Float64Array, weights: RowWeights): Float64Array | null {
  let sum = 0;
  let total = 0;
  for (let row = 0; row < values.length; row++) {
    sum += weights[row]! * values[row]!;
    total += weights[row]!;
  }
  const mean = ratio(sum, total);
  return mean === null ? null : values.map((value, row) => (weights[row]! * (value - mean)) / total);
}

/** The mean of several metrics' influences on the same rows; null where there is none. */
export function meanInfluence(parts: readonly (Float64Array | null)[]): Float64Array | null {
  const defined = parts.filter((part) => part !== null);
  return (
    defined[0]?.map((_, row) => defined.reduce((sum, part) => sum + part[row]!, 0) / defined.length) ?? null
  );
}

/** A quotient, or null where it is no finite number. */
export function ratio(above: number, below: number): number | null {
  const quotient = above / below;
  return below > 0 && Number.isFinite(quotient) ? quotient : null;
}
