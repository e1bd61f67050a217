import { formatNumber } from "../format.ts";
import { createChart, namesAxis, namesHeight, numberAxis, verticalRule } from "./base-spec.ts";
import type { Chart } from "./chart.ts";

/** Errors of one model: quantiles of truth minus prediction at 0, 5, 25, 50, 75, 95, 100 %. */
export interface ResidualData {
  readonly model: string;
  readonly quantiles: readonly number[];
}

/** Half of the errors as a bar, 90 % of them as a line, the median as a tick; one row a model. Null for none. */
export function residualChart(models: readonly ResidualData[]): Chart | null {
  const values = models.flatMap(({ model, quantiles: [, p5, p25, p50, p75, p95] }) =>
    p5 === undefined || p25 === undefined || p50 === undefined || p75 === undefined || p95 === undefined
      ? []
      : [{ model, p5, p25, p50, p75, p95 }],
  );
  const first = values[0];
  if (!first) return null;
  const y = namesAxis("model");
  return createChart(
    "How far off the predictions are",
    `Half of the errors of ${first.model} lie between ${formatNumber(first.p25)} and ${formatNumber(first.p75)}, 90 % between ${formatNumber(first.p5)} and ${formatNumber(first.p95)}; the median is ${formatNumber(first.p50)}.`,
    values,
    {
      height: namesHeight(values.length),
      layer: [
        verticalRule(0),
        {
          mark: { type: "rule", strokeWidth: 2, opacity: 0.6 },
          encoding: { y, x: x("p5"), x2: { field: "p95" } },
        },
        {
          mark: { type: "bar", height: { band: 0.6 }, opacity: 0.6 },
          encoding: { y, x: x("p25"), x2: { field: "p75" } },
        },
        { mark: { type: "tick", thickness: 2, opacity: 1 }, encoding: { y, x: x("p50") } },
      ],
    },
  );
}

const x = (field: string) => numberAxis(field, "truth minus prediction", {}, { zero: true });
