import { formatNumber } from "../format.ts";
import { createChart, namesAxis, namesHeight } from "./base-spec.ts";
import type { Chart } from "./chart.ts";

/** The means of number columns in each cluster. */
export interface ClusterMeans {
  readonly clusters: readonly string[];
  readonly columns: readonly {
    readonly column: string;
    readonly mean: number;
    readonly deviation: number;
    readonly means: readonly (number | null)[];
  }[];
}

/** From so many deviations on, the tone is the strongest. */
const farAway = 2;

/** Columns against clusters as a table of tones: how far the mean of a cluster is from that of all rows. Null for no columns. */
export function clusterChart({ clusters, columns }: ClusterMeans): Chart | null {
  const cells = columns.flatMap(({ column, mean, deviation, means }) =>
    means.map((one, at) => {
      const away = one === null || deviation === 0 ? 0 : (one - mean) / deviation;
      return {
        column,
        cluster: clusters[at]!,
        text: one === null ? "" : `${formatNumber(one)}${Math.abs(away) < 0.5 ? "" : away > 0 ? " ▲" : " ▼"}`,
        away: Math.min(Math.abs(away), farAway),
        size: Math.abs(away),
      };
    }),
  );
  const [most] = cells.toSorted((left, right) => right.size - left.size);
  if (!most) return null;
  return createChart(
    "What are the clusters like?",
    `Means of the columns in each cluster; the darker, the further from the mean of all rows, ▲ above and ▼ below it. Furthest is ${most.column} in cluster ${most.cluster}, by ${formatNumber(most.size)} standard deviations.`,
    cells,
    {
      width: Math.max(160, Math.min(440, clusters.length * 90)),
      height: namesHeight(columns.length),
      encoding: {
        x: {
          field: "cluster",
          type: "nominal",
          sort: null,
          title: "cluster",
          axis: { orient: "top", labelAngle: 0, ticks: false, domain: false },
        },
        y: namesAxis("column"),
      },
      layer: [
        {
          mark: { type: "rect" },
          encoding: {
            opacity: {
              field: "away",
              type: "quantitative",
              scale: { domain: [0, farAway], range: [0.04, 0.75] },
              legend: null,
            },
          },
        },
        { mark: { type: "text" }, encoding: { text: { field: "text", type: "nominal" } } },
      ],
    },
  );
}
