import { formatCount, formatShare } from "../format.ts";
import type { ColumnProfile } from "../profile.ts";
import { createChart, namesAxis, namesHeight, numberAxis, percentFormat } from "./base-spec.ts";
import type { Chart } from "./chart.ts";

/** The share of missing values of each column that has some, the most first; null where nothing is missing. */
export function missingChart(columns: readonly ColumnProfile[], mostBars = 20): Chart | null {
  const holes = columns
    .filter((column) => column.missing > 0)
    .map(({ name, missing, count }) => ({ column: name, missing, share: missing / count }))
    .toSorted((left, right) => right.share - left.share);
  const first = holes[0];
  if (!first) return null;
  const shown = holes.slice(0, mostBars);
  const rest = holes.length > shown.length ? `, the ${shown.length} worst are shown` : "";
  return createChart(
    "Missing values",
    `${formatCount(holes.length, "column")} of ${columns.length} ${holes.length === 1 ? "has" : "have"} missing values${rest}; the most, ${formatShare(first.share)}, has ${first.column}.`,
    shown,
    {
      height: namesHeight(shown.length),
      mark: { type: "bar", height: { band: 0.7 } },
      encoding: {
        y: namesAxis("column"),
        x: numberAxis("share", "share missing", percentFormat, { domain: [0, 1] }),
      },
    },
  );
}
