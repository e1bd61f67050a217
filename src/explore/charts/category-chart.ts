import { formatNumber, formatShare, valueLabel } from "../format.ts";
import type { ColumnProfile } from "../profile.ts";
import { createChart, namesAxis, namesHeight, numberAxis, percentFormat } from "./base-spec.ts";
import type { Chart } from "./chart.ts";

/** Bars of the most frequent values of a column, with all others and the missing ones; null where the profile lists none. */
export function categoryChart(column: ColumnProfile, mostBars = 12): Chart | null {
  const { name, type, top, count, missing, distinct } = column;
  if (top.length === 0) return null;
  const shown = top.slice(0, top.length > mostBars ? mostBars - 1 : mostBars);
  const others = count - missing - shown.reduce((sum, one) => sum + one.count, 0);
  const bars = shown.map((one) => ({
    value: valueLabel(one.value, type),
    rows: one.count,
    share: one.count / count,
  }));
  if (others > 0)
    bars.push({
      value: `${formatNumber(distinct - shown.length)} others`,
      rows: others,
      share: others / count,
    });
  if (missing > 0) bars.push({ value: "(missing)", rows: missing, share: missing / count });
  const first = bars[0]!;
  return createChart(
    `Values of ${name}`,
    `${name} has ${formatNumber(distinct)} different ${distinct === 1 ? "value" : "values"}; the most frequent, ${first.value}, stands in ${formatShare(first.share)} of the rows.`,
    bars,
    {
      height: namesHeight(bars.length),
      mark: { type: "bar", height: { band: 0.7 } },
      encoding: { y: namesAxis("value"), x: numberAxis("share", "share of the rows", percentFormat) },
    },
  );
}
