import { formatNumber } from "../format.ts";
import {
  createChart,
  intervalLayers,
  namesHeight,
  numberAxis,
  freeScale,
  verticalRule,
} from "./base-spec.ts";
import type { Chart } from "./chart.ts";

/** An estimate with its interval and its name. */
export interface NamedInterval {
  readonly name: string;
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}

/** One metric of several models as dots with intervals, the best first; null for no models. */
export function metricChart(
  metric: string,
  better: "higher" | "lower",
  models: readonly NamedInterval[],
): Chart | null {
  const sign = better === "higher" ? -1 : 1;
  const values = models.map(plainInterval).toSorted((left, right) => sign * (left.estimate - right.estimate));
  const best = values[0];
  if (!best) return null;
  return createChart(
    `${metric} of the models`,
    `${metric} (${better} is better): ${values.map((one) => `${one.name} ${formatNumber(one.estimate)} (${formatNumber(one.low)} to ${formatNumber(one.high)})`).join(", ")}.`,
    values,
    {
      height: namesHeight(values.length),
      layer: intervalLayers(
        (field) => numberAxis(field, `${metric} (${better} is better)`, {}, freeScale),
        "name",
      ),
    },
  );
}

/** How much worse a model gets without each column, as bars with intervals, the most important first; null for none. */
export function importanceChart(
  metric: string,
  columns: readonly NamedInterval[],
  mostBars = 15,
): Chart | null {
  const values = columns
    .map(plainInterval)
    .toSorted((left, right) => right.estimate - left.estimate)
    .slice(0, mostBars);
  const [first, second] = values;
  if (!first) return null;
  const next = second ? `, then ${second.name} (${formatNumber(second.estimate)})` : "";
  const rest =
    columns.length > values.length
      ? ` The ${values.length} of ${columns.length} columns that matter most.`
      : "";
  return createChart(
    "What the model looks at",
    `Shuffling ${first.name} costs the most ${metric}, ${formatNumber(first.estimate)} (${formatNumber(first.low)} to ${formatNumber(first.high)})${next}.${rest}`,
    values,
    {
      height: namesHeight(values.length),
      layer: [
        verticalRule(0),
        {
          mark: { type: "bar", height: { band: 0.6 }, opacity: 0.45 },
          encoding: {
            y: { field: "name", type: "nominal", sort: null, title: null },
            x: { field: "estimate", type: "quantitative" },
          },
        },
        ...intervalLayers((field) => numberAxis(field, `loss of ${metric} when shuffled`), "name"),
      ],
    },
  );
}

const plainInterval = ({ name, estimate, low, high }: NamedInterval) => ({ name, estimate, low, high });
