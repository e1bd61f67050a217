import { formatNumber, formatShare } from "../format.ts";
import { createChart, numberAxis, verticalRule } from "./base-spec.ts";
import type { Chart } from "./chart.ts";

/** Rows by how unusual they are, and where an outlier begins. */
export interface OutlierScoreData {
  readonly edges: readonly number[];
  readonly counts: readonly number[];
  readonly threshold: number;
  /** The share of the rows at or above the threshold. */
  readonly flagged: number;
}

/** The scores of rows as a histogram, with a line where an outlier begins. Null for no rows. */
export function outlierChart({ edges, counts, threshold, flagged }: OutlierScoreData): Chart | null {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  const values = counts.map((rows, bin) => ({ from: edges[bin]!, to: edges[bin + 1]!, rows }));
  const reached = threshold <= edges.at(-1)!;
  return createChart(
    "How unusual are the rows?",
    `${formatShare(flagged)} of ${formatNumber(total)} rows have a score at or above ${formatNumber(threshold)}, the dashed line, from which a row counts as an outlier.`,
    values,
    {
      layer: [
        {
          mark: { type: "rect" },
          encoding: {
            x: { field: "from", type: "quantitative", title: "score", scale: { zero: false, nice: false } },
            x2: { field: "to" },
            y: numberAxis("rows", "rows", { tickMinStep: 1 }),
            y2: { datum: 0 },
          },
        },
        ...(reached ? [verticalRule(threshold)] : []),
      ],
    },
  );
}
