import { formatCount, formatShare } from "../format.ts";
import { createChart, numberAxis, percentFormat } from "./base-spec.ts";
import type { Chart } from "./chart.ts";

/** One bin of predictions: what was said, what happened with its interval, in how many rows. */
export interface CalibrationPoint {
  readonly predicted: number;
  readonly observed: { readonly estimate: number; readonly low: number; readonly high: number };
  readonly count: number;
}

/** Predicted against observed rates; on the diagonal the model says what happens. Null for no bins. */
export function calibrationChart(bins: readonly CalibrationPoint[]): Chart | null {
  if (bins.length === 0) return null;
  const worst = bins.reduce((most, bin) => (gap(bin) > gap(most) ? bin : most));
  const values = bins.map(({ predicted, observed, count }) => ({
    predicted,
    observed: observed.estimate,
    low: observed.low,
    high: observed.high,
    rows: count,
  }));
  const far = bins.filter(({ predicted, observed }) => predicted < observed.low || predicted > observed.high);
  const square = { domain: [0, 1] };
  const x = numberAxis("predicted", "predicted", percentFormat, square);
  return createChart(
    "Does the probability mean what it says?",
    `${far.length === 0 ? "Every bin's" : `${bins.length - far.length} of ${formatCount(bins.length, "bin")} have a`} mean prediction ${far.length === 0 ? "lies" : "that lies"} within the 95 % interval of what happened; the largest gap is at ${formatShare(worst.predicted)} predicted, where ${formatShare(worst.observed.estimate)} happened.`,
    values,
    {
      width: 280,
      height: 280,
      layer: [
        {
          data: {
            values: [
              { predicted: 0, observed: 0 },
              { predicted: 1, observed: 1 },
            ],
          },
          mark: { type: "line", strokeDash: [4, 4], opacity: 0.5 },
          encoding: { x, y: numberAxis("observed", "happened", percentFormat, square) },
        },
        {
          mark: { type: "rule", strokeWidth: 2, opacity: 0.6 },
          encoding: { x, y: numberAxis("low", "happened", percentFormat, square), y2: { field: "high" } },
        },
        {
          mark: { type: "point", filled: true, size: 60, opacity: 1 },
          encoding: { x, y: numberAxis("observed", "happened", percentFormat, square) },
        },
      ],
    },
  );
}

const gap = ({ predicted, observed }: CalibrationPoint): number => Math.abs(predicted - observed.estimate);
