import { dayMs } from "../../schema/index.ts";
import { formatNumber, formatShare, formatValue } from "../format.ts";
import type { ColumnProfile } from "../profile.ts";
import { createChart, numberAxis } from "./base-spec.ts";
import type { Chart } from "./chart.ts";

/** The distribution of a number, day or instant column as a histogram; null for a column without numbers. */
export function histogramChart({ name, type, numbers, missing, count }: ColumnProfile): Chart | null {
  if (numbers === null) return null;
  const { edges, counts } = numbers.histogram;
  const isTime = type === "Day" || type === "Instant";
  const place = (edge: number): number => (type === "Day" ? edge * dayMs : edge);
  const values = counts.map((rows, bin) => ({
    from: place(edges[bin]!),
    to: place(edges[bin + 1] ?? edges[bin]!),
    rows,
  }));
  const show = (value: number | undefined): string => formatValue(value ?? null, type);
  const median = numbers.quantiles[3];
  const without = missing > 0 ? `, missing in ${formatShare(missing / count)} of the rows` : "";
  return createChart(
    `Distribution of ${name}`,
    `${name} lies between ${show(numbers.min)} and ${show(numbers.max)}, half of the values below ${show(median)}${without}; ${formatNumber(counts.length)} bins of equal width.`,
    values,
    {
      mark: { type: "rect" },
      encoding: {
        x: {
          field: "from",
          type: isTime ? "temporal" : "quantitative",
          title: name,
          ...(isTime ? { scale: { type: "utc" } } : { scale: { zero: false, nice: false } }),
        },
        x2: { field: "to" },
        y: numberAxis("rows", "rows", { tickMinStep: 1 }),
        y2: { datum: 0 },
      },
    },
  );
}
