import { formatNumber, formatShare } from "../format.ts";
import type { TargetRelation } from "../profile.ts";
import {
  createChart,
  intervalLayers,
  namesHeight,
  numberAxis,
  percentFormat,
  verticalRule,
} from "./base-spec.ts";
import type { Chart } from "./chart.ts";

/** The target's rate (or mean) for each level or bin of a column, with its 95 % interval and the overall value. */
export function targetRateChart(relation: TargetRelation): Chart {
  const { column, target, measure, groups, overall } = relation;
  const show = measure === "rate" ? formatShare : formatNumber;
  const values = groups.map((group) => ({
    group: group.label,
    rows: group.count,
    low: group.low,
    estimate: group.estimate,
    high: group.high,
  }));
  const sorted = groups.toSorted((left, right) => left.estimate - right.estimate);
  const [lowest, highest] = [sorted[0], sorted.at(-1)];
  const title = measure === "rate" ? `share with ${target}` : `mean of ${target}`;
  const spread =
    lowest && highest
      ? ` from ${show(lowest.estimate)} (${lowest.label}) to ${show(highest.estimate)} (${highest.label})`
      : "";
  return createChart(
    `${target} by ${column}`,
    `The ${title} goes${spread} over ${column}, ${show(overall)} overall; lines are 95 % intervals.`,
    values,
    {
      height: namesHeight(groups.length),
      layer: [
        verticalRule(overall),
        ...intervalLayers(
          (field) =>
            numberAxis(field, title, measure === "rate" ? percentFormat : {}, {
              zero: measure === "rate",
              padding: measure === "rate" ? 0 : 8,
            }),
          "group",
        ),
      ],
    },
  );
}
