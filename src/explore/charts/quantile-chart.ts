import { formatNumber } from "../format.ts";
import { createChart, freeScale, numberAxis } from "./base-spec.ts";
import type { Chart } from "./chart.ts";

/** Standardised residuals against the quantiles of a normal distribution; on the line they are normal. Null for fewer than 3. */
export function quantileChart(
  points: readonly (readonly [normal: number, residual: number])[],
): Chart | null {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last || points.length < 3) return null;
  const x = numberAxis("normal", "normal quantile", {}, freeScale);
  const y = numberAxis("residual", "standardised residual", {}, freeScale);
  const ends = [first[0], last[0]].map((at) => ({ normal: at, residual: at }));
  return createChart(
    "Are the residuals normal?",
    `The smallest standardised residual is ${formatNumber(first[1])} where a normal one is ${formatNumber(first[0])}, the largest ${formatNumber(last[1])} where it is ${formatNumber(last[0])}.`,
    points.map(([normal, residual]) => ({ normal, residual })),
    {
      width: 280,
      height: 280,
      layer: [
        {
          data: { values: ends },
          mark: { type: "line", strokeDash: [4, 4], opacity: 0.6 },
          encoding: { x, y },
        },
        { mark: { type: "point", filled: true, size: 30, opacity: 0.8 }, encoding: { x, y } },
      ],
    },
  );
}
