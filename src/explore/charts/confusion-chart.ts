import type { DataType, Value } from "../../schema/index.ts";
import { formatNumber, formatShare, valueLabel } from "../format.ts";
import { createChart, namesAxis } from "./base-spec.ts";
import type { Chart } from "./chart.ts";

/** Rows are the truth, columns the prediction, both in the order of the classes. */
export interface ConfusionData {
  readonly classes: readonly Value[];
  readonly type: DataType;
  readonly counts: readonly (readonly number[])[];
}

/** Truth against prediction as a table of tones: the share of each true class, the count in words. Null for no rows. */
export function confusionChart({ classes, type, counts }: ConfusionData): Chart | null {
  const labels = classes.map((value) => valueLabel(value, type));
  const totals = counts.map((row) => row.reduce((sum, count) => sum + count, 0));
  const total = totals.reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  const right = counts.reduce((sum, row, place) => sum + (row[place] ?? 0), 0);
  const cells = counts.flatMap((row, truth) =>
    row.map((count, guess) => ({
      truth: labels[truth]!,
      predicted: labels[guess]!,
      count,
      text: formatNumber(count),
      share: totals[truth] === 0 ? 0 : count / totals[truth]!,
      wrong: truth !== guess,
    })),
  );
  const mistakes = cells.filter((cell) => cell.wrong && cell.count > 0);
  const worst = mistakes.toSorted((left, other) => other.count - left.count)[0];
  const confused = worst
    ? ` The most frequent mistake is ${worst.predicted} where ${worst.truth} was true, ${worst.text} times.`
    : "";
  const side = Math.max(120, Math.min(440, classes.length * 64));
  const x = {
    field: "predicted",
    type: "nominal",
    sort: null,
    title: "predicted",
    axis: { orient: "top", labelAngle: classes.length > 4 ? -40 : 0, ticks: false, domain: false },
  };
  const y = namesAxis("truth", "truth");
  return createChart(
    "Truth against prediction",
    `${formatShare(right / total)} of ${formatNumber(total)} rows were predicted right.${confused}`,
    cells,
    {
      width: side,
      height: Math.min(side, Math.max(80, classes.length * 40)),
      encoding: { x, y },
      layer: [
        {
          mark: { type: "rect" },
          encoding: {
            opacity: {
              field: "share",
              type: "quantitative",
              scale: { domain: [0, 1], range: [0.06, 0.75] },
              legend: null,
            },
          },
        },
        { mark: { type: "text" }, encoding: { text: { field: "text", type: "nominal" } } },
      ],
    },
  );
}
