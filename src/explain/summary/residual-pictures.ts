import { normalQuantile, type GeneralizedLinearModel, type LinearRegression } from "../../stats/index.ts";
import type { SummaryPictures } from "./model-summary.ts";
import { brief } from "./rounded.ts";

/** Points of a scatter, bins of a run of means, and points of a quantile plot: enough to see, few to keep. */
const mostPoints = 200;
const mostBins = 20;
const fewestInBin = 10;
const mostQuantiles = 80;

/**
 * What the small pictures of the residuals show: a sample of points, evenly over the fitted values, means of the residuals with twice their
 * standard error (Gelman & Hill, "Data Analysis Using Regression", 2007, 5.6), and the residuals against normal ones.
 */
export function residualPictures(fit: LinearRegression | GeneralizedLinearModel): SummaryPictures {
  const isLinear = fit.kind === "linear-regression";
  const { fitted } = fit;
  const weights = isLinear ? fit.weights : fit.problem.weights;
  const residuals = isLinear ? fit.residuals : fit.problem.response.map((value, row) => value - fitted[row]!);
  const counted = Uint32Array.from(fitted.keys()).filter((row) => weights?.[row] !== 0);
  const order = counted.sort((one, other) => fitted[one]! - fitted[other]! || one - other);
  return {
    points: isLinear
      ? evenly(order.length, mostPoints).map((at) => [
          brief(fitted[order[at]!]!),
          brief(residuals[order[at]!]!),
        ])
      : [],
    bins: binsOf(order, fitted, residuals),
    quantiles: isLinear ? quantilesOf(order, residuals, weights, fit.residualStandardDeviation) : [],
  };
}

/** So many whole numbers below `count`, evenly, the first and the last among them. */
const evenly = (count: number, most: number): readonly number[] =>
  count <= most
    ? Array.from({ length: count }, (_, at) => at)
    : Array.from({ length: most }, (_, at) => Math.round((at * (count - 1)) / (most - 1)));

function binsOf(order: Uint32Array, fitted: Float64Array, residuals: Float64Array): SummaryPictures["bins"] {
  const count = Math.max(1, Math.min(mostBins, Math.floor(order.length / fewestInBin)));
  return Array.from({ length: count }, (_, bin) => {
    const rows = order.subarray(
      Math.floor((bin * order.length) / count),
      Math.floor(((bin + 1) * order.length) / count),
    );
    const mean = (values: Float64Array): number =>
      rows.reduce((sum, row) => sum + values[row]!, 0) / rows.length;
    const middle = mean(residuals);
    const squares = rows.reduce((sum, row) => sum + (residuals[row]! - middle) ** 2, 0);
    const error = rows.length > 1 ? Math.sqrt(squares / (rows.length - 1) / rows.length) : 0;
    return {
      fitted: brief(mean(fitted)),
      residual: brief(middle),
      reach: brief(2 * error),
      rows: rows.length,
    };
  });
}

function quantilesOf(
  order: Uint32Array,
  residuals: Float64Array,
  weights: Float64Array | undefined,
  deviation: number,
): SummaryPictures["quantiles"] {
  if (!(deviation > 0)) return [];
  const sorted = Float64Array.from(
    order,
    (row) => (residuals[row]! * Math.sqrt(weights?.[row] ?? 1)) / deviation,
  ).sort();
  // The ends are where a long tail shows: each of their points is there.
  const ends =
    sorted.length > mostQuantiles ? [1, 2, 3, 4].flatMap((at) => [at, sorted.length - 1 - at]) : [];
  const places = [...new Set([...evenly(sorted.length, mostQuantiles), ...ends])].sort(
    (one, other) => one - other,
  );
  return places.map((at) => [brief(normalQuantile((at + 0.5) / sorted.length)), brief(sorted[at]!)]);
}
