import { formatNumber } from "../format.ts";
import { createChart, freeScale, numberAxis } from "./base-spec.ts";
import type { Chart } from "./chart.ts";

/** Residuals against fitted values: some points, and means of as many rows each. */
export interface FittedResidualData {
  readonly points: readonly (readonly [fitted: number, residual: number])[];
  readonly bins: readonly { readonly fitted: number; readonly residual: number; readonly reach: number }[];
}

/** Residuals against fitted values, with the mean of each part and twice its standard error. Null for no bins. */
export function fittedResidualChart({ points, bins }: FittedResidualData): Chart | null {
  if (bins.length === 0) return null;
  const far = bins.filter(({ residual, reach }) => Math.abs(residual) > reach);
  const worst = bins.reduce((most, bin) => (Math.abs(bin.residual) > Math.abs(most.residual) ? bin : most));
  const x = numberAxis("fitted", "fitted", {}, freeScale);
  const y = (field: string) => numberAxis(field, "truth minus fitted", {}, freeScale);
  return createChart(
    "Residuals against fitted values",
    `${bins.length - far.length} of ${bins.length} means of the residuals lie within twice their standard error of 0; the farthest is ${formatNumber(worst.residual)}, where ${formatNumber(worst.fitted)} is fitted.`,
    bins.map(({ fitted, residual, reach }) => ({
      fitted,
      residual,
      low: residual - reach,
      high: residual + reach,
    })),
    {
      height: 240,
      layer: [
        {
          data: { values: points.map(([fitted, residual]) => ({ fitted, residual })) },
          mark: { type: "point", filled: true, size: 14, opacity: 0.35 },
          encoding: { x, y: y("residual") },
        },
        {
          data: { values: [{ at: 0 }] },
          mark: { type: "rule", strokeDash: [4, 4], opacity: 0.7 },
          encoding: { y: { field: "at", type: "quantitative" } },
        },
        {
          mark: { type: "rule", strokeWidth: 2, color: "#c26a1c" },
          encoding: { x, y: y("low"), y2: { field: "high" } },
        },
        {
          mark: { type: "line", strokeWidth: 1.5, color: "#c26a1c" },
          encoding: { x, y: y("residual") },
        },
        {
          mark: { type: "point", filled: true, size: 40, opacity: 1, color: "#c26a1c" },
          encoding: { x, y: y("residual") },
        },
      ],
    },
  );
}
