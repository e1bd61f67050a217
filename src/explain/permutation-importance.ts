import { createRandom, shuffledIndexes } from "../base/index.ts";
import {
  baseWeights,
  forEachResample,
  percentileInterval,
  type Interval,
  type PreparedMetric,
} from "../model/index.ts";
import { takeRows } from "../schema/index.ts";
import { prepareMetric, resamplingOf, type ExplainedRows } from "./explained-rows.ts";
import type { ColumnImportance } from "./explanation.ts";
import { withColumn, type Model } from "./model-answers.ts";

/** How often each column is shuffled, and how many resamples give the interval. */
const repeats = 5;
const replicates = 200;

/**
 * How much worse the metric gets when a raw column is shuffled among the rows (Breiman, Machine Learning 45, 2001; Fisher,
 * Rudin & Dominici, JMLR 20, 2019): the mean of five shuffles. The 95 % interval holds the chance of the rows and of the
 * shuffles: both are resampled. Null where the metric is not defined on these rows.
 */
export function columnImportance(
  model: Model,
  rows: ExplainedRows,
  column: string,
  seed: number,
): ColumnImportance | null {
  const vector = rows.table.columns.get(column)!;
  const random = createRandom(seed).fork(`importance/${column}`);
  const shuffled = Array.from({ length: repeats }, (_, repeat) => {
    const order = shuffledIndexes(rows.truth.length, random.fork(`${repeat}`));
    return prepareMetric(rows, model(withColumn(rows.table, column, takeRows(vector, order))));
  });
  const importance = importanceInterval(prepareMetric(rows), shuffled, rows, seed);
  return importance && { column, importance };
}

function importanceInterval(
  base: PreparedMetric,
  shuffled: readonly PreparedMetric[],
  rows: ExplainedRows,
  seed: number,
): Interval | null {
  const sign = rows.metric.better === "higher" ? 1 : -1;
  const resampling = resamplingOf(rows, seed, replicates);
  const loss = (
    weights: ReturnType<typeof baseWeights>,
    chosen: readonly PreparedMetric[],
  ): number | null => {
    const scores = [base, ...chosen].map((metric) => metric.score(weights));
    const [whole, ...broken] = scores.filter((score) => score !== null);
    if (whole === undefined || broken.length < chosen.length) return null;
    // Differences first: where no answer changed, the loss is 0 and not a rounding.
    const difference = (sign * broken.reduce((sum, score) => sum + (whole - score), 0)) / broken.length;
    return difference + 0;
  };
  const estimate = loss(baseWeights(resampling), shuffled);
  if (estimate === null) return null;
  const random = createRandom(seed).fork("repeats");
  const losses: number[] = [];
  forEachResample(resampling, (weights) => {
    const value = loss(
      weights,
      shuffled.map(() => shuffled[random.integer(shuffled.length)]!),
    );
    if (value !== null) losses.push(value);
  });
  return percentileInterval(estimate, losses);
}
