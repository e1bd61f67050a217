import { square } from "../../base/index.ts";
import {
  influenceOnMean,
  meanOfRows,
  ratio,
  type PreparedMetric,
  type RowWeights,
  type ScoredRows,
} from "./metric.ts";

/** Truth minus prediction, per row. */
export const residuals = ({
  truth,
  predictions,
}: Pick<ScoredRows, "truth" | "predictions">): Float64Array => {
  const [prediction] = predictions.outputs;
  return truth.map((value, row) => value - prediction![row]!);
};

/** Root of the mean squared error. */
export function rootMeanSquaredError(rows: ScoredRows): PreparedMetric {
  const errors = residuals(rows).map((error) => error * error);
  const squares = meanOfRows(errors);
  return {
    leftOut: 0,
    score: (weights) => {
      const mean = squares.score(weights);
      return mean === null ? null : Math.sqrt(mean);
    },
    influence: (weights) => {
      const mean = squares.score(weights);
      const influence = influenceOnMean(errors, weights);
      return mean !== null && mean > 0 && influence
        ? influence.map((one) => one / (2 * Math.sqrt(mean)))
        : null;
    },
  };
}

/** Mean of the absolute errors. */
export const meanAbsoluteError = (rows: ScoredRows): PreparedMetric =>
  meanOfRows(residuals(rows).map((error) => Math.abs(error)));

/** Median of the absolute errors: the mean of the lower and the upper median. */
export function medianAbsoluteError(rows: ScoredRows): PreparedMetric {
  const errors = residuals(rows).map((error) => Math.abs(error));
  const order = Uint32Array.from(errors, (_, row) => row);
  order.sort((left, right) => errors[left]! - errors[right]! || left - right);
  return { leftOut: 0, score: (weights) => weightedMedian(errors, order, weights) };
}

function weightedMedian(
  values: Float64Array,
  order: Uint32Array,
  weights: Uint8Array | Float64Array,
): number | null {
  let total = 0;
  for (let at = 0; at < order.length; at++) total += weights[order[at]!]!;
  if (!(total > 0)) return null;
  let below = 0;
  let lower: number | null = null;
  for (const row of order) {
    below += weights[row]!;
    if (lower === null && below >= total / 2) lower = values[row]!;
    if (lower !== null && below > total / 2) return (lower + values[row]!) / 2;
  }
  return lower;
}

/** Share of the variance explained: 1 - squared errors / squared distances from the mean. Null where the truth does not vary. */
export function rSquared(rows: ScoredRows): PreparedMetric {
  const errors = residuals(rows);
  const middle = rows.truth.reduce((sum, value) => sum + value / rows.truth.length, 0);
  const centred = rows.truth.map((value) => value - middle);
  const parts = (weights: RowWeights): { mean: number; all: number; share: number | null } => {
    let total = 0;
    let sum = 0;
    for (let row = 0; row < centred.length; row++) {
      total += weights[row]!;
      sum += weights[row]! * centred[row]!;
    }
    const mean = sum / total;
    let unexplained = 0;
    let all = 0;
    for (let row = 0; row < centred.length; row++) {
      unexplained += weights[row]! * square(errors[row]!);
      all += weights[row]! * square(centred[row]! - mean);
    }
    return { mean, all, share: ratio(unexplained, all) };
  };
  return {
    leftOut: 0,
    score: (weights) => {
      const { share } = parts(weights);
      return share === null ? null : 1 - share;
    },
    influence: (weights) => {
      const { mean, all, share } = parts(weights);
      return share === null
        ? null
        : errors.map(
            (error, row) => (weights[row]! * (share * square(centred[row]! - mean) - square(error))) / all,
          );
    },
  };
}

/** Mean of |error / truth|, as a share; rows whose truth is 0 are left out and counted. */
export function meanAbsolutePercentageError(rows: ScoredRows): PreparedMetric {
  const errors = residuals(rows);
  const kept = Uint32Array.from(rows.truth.keys()).filter((row) => rows.truth[row] !== 0);
  const relative = Float64Array.from(kept, (row) => Math.abs(errors[row]! / rows.truth[row]!));
  return {
    leftOut: rows.truth.length - kept.length,
    score: (weights) => {
      let sum = 0;
      let total = 0;
      for (let at = 0; at < kept.length; at++) {
        const weight = weights[kept[at]!]!;
        sum += weight * relative[at]!;
        total += weight;
      }
      return ratio(sum, total);
    },
    influence: (weights) => {
      const ofKept = influenceOnMean(
        relative,
        Float64Array.from(kept, (row) => weights[row]!),
      );
      const influence = new Float64Array(rows.truth.length);
      for (const [at, row] of kept.entries()) influence[row] = ofKept?.[at] ?? 0;
      return ofKept && influence;
    },
  };
}

/** Mean of quantile·(truth - prediction) where the prediction is too low, (1 - quantile)·(prediction - truth) where it is too high (Koenker & Bassett, Econometrica 46, 1978). */
export const pinball =
  (quantile: number) =>
  (rows: ScoredRows): PreparedMetric =>
    meanOfRows(residuals(rows).map((error) => (error >= 0 ? quantile * error : (quantile - 1) * error)));
