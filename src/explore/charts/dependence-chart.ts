import type { Json } from "../../base/index.ts";
import { dayMs, type DataType, type Value } from "../../schema/index.ts";
import { formatNumber, formatValue, valueLabel } from "../format.ts";
import { createChart, namesAxis, namesHeight, numberAxis, freeScale } from "./base-spec.ts";
import type { Chart } from "./chart.ts";

/** The mean answer of a model over the values of one column. */
export interface DependenceData {
  readonly column: string;
  readonly type: DataType;
  /** What is on the other axis: `mean prediction`, `probability of damaged = true`. */
  readonly output: string;
  readonly points: readonly { readonly value: Value; readonly mean: number; readonly rows: number }[];
}

/** Partial dependence: a line over numbers and times, dots over categories; null for no points. */
export function dependenceChart(data: DependenceData): Chart | null {
  const { column, type, output, points } = data;
  const sorted = points.toSorted((left, right) => left.mean - right.mean);
  const [lowest, highest] = [sorted[0], sorted.at(-1)];
  if (!lowest || !highest) return null;
  const show = (value: Value): string => formatValue(value, type);
  const isLine = type !== "Text" && type !== "Boolean";
  return createChart(
    `${output} by ${column}`,
    `The ${output} goes from ${formatNumber(lowest.mean)} (${column} ${show(lowest.value)}) to ${formatNumber(highest.mean)} (${column} ${show(highest.value)}).`,
    points
      .filter((point) => !isLine || point.value !== null)
      .map(({ value, mean, rows }) => ({
        value: isLine ? timeOf(value, type) : valueLabel(value, type),
        mean,
        rows,
      })),
    isLine ? lineSpec(column, type, output) : dotSpec(output, points.length),
  );
}

const timeOf = (value: Value, type: DataType): Value => (type === "Day" ? Number(value) * dayMs : value);

function lineSpec(column: string, type: DataType, output: string): Readonly<Record<string, Json>> {
  const isTime = type === "Day" || type === "Instant";
  return {
    mark: { type: "line", point: { size: 18 }, interpolate: "monotone" },
    encoding: {
      x: {
        field: "value",
        type: isTime ? "temporal" : "quantitative",
        title: column,
        scale: isTime ? { type: "utc", padding: 8 } : freeScale,
      },
      y: numberAxis("mean", output, {}, freeScale),
    },
  };
}

const dotSpec = (output: string, count: number): Readonly<Record<string, Json>> => ({
  height: namesHeight(count),
  mark: { type: "point", filled: true, size: 60, opacity: 1 },
  encoding: { y: namesAxis("value"), x: numberAxis("mean", output, {}, freeScale) },
});
