import { clusterChart, gainChart, outlierChart } from "../../explore/index.ts";
import type {
  ClusterColumn,
  ClusterFindings,
  OutlierFindings,
  RankingFindings,
  RunRecord,
  UnusualRow,
} from "../../project/index.ts";
import { paragraph, subheading, table, type Block } from "../blocks.ts";
import { figure } from "../figure.ts";
import {
  countOf,
  countText,
  intervalText,
  numberText,
  percentIntervalText,
  percentText,
} from "../number-text.ts";
import { quoted, shorten, typeOfColumn, valueText } from "../value-text.ts";

/** Columns and clusters that a table has room for. */
const mostColumns = 30;
const mostClusters = 12;

/** What a ranking, clusters or outliers come to, with a picture; nothing for other tasks. */
export async function findingsBlocks(run: RunRecord): Promise<Block[]> {
  const { findings } = run;
  switch (findings?.kind) {
    case "ranking":
      return rankingBlocks(findings);
    case "clusters":
      return clusterBlocks(run, findings);
    case "outliers":
      return outlierBlocks(run, findings);
    case undefined:
    default:
      return [];
  }
}

const rankingBlocks = async ({ groups, withoutHit, places }: RankingFindings): Promise<Block[]> => [
  subheading("places", "How good are the first places?"),
  paragraph(
    `The test has ${countOf(groups, "group")}.`,
    withoutHit > 0
      ? `In ${countText(withoutHit)} of them no row has a grade above 0, so no order is better than another: they are left out.`
      : "",
  ),
  ...(await figure(gainChart(places), {
    numbers: table(
      "Discounted gain of the first places",
      ["#Places", "#Gain", "#Random order"],
      places.map(({ place, value, random }) => [countText(place), intervalText(value), numberText(random)]),
    ),
  })),
];

async function clusterBlocks(run: RunRecord, findings: ClusterFindings): Promise<Block[]> {
  const { rowCount, noise, clusters, columns } = findings;
  const shown = clusters.slice(0, mostClusters);
  const numbers = columns.filter((column) => column.kind === "number").slice(0, mostColumns);
  return [
    subheading("clusters", "The clusters and their rows"),
    paragraph(
      `The ${countOf(rowCount, "row")} of the data are in ${countOf(clusters.length, "cluster")}.`,
      noise > 0 ? `${countOf(noise, "row")} (${percentText(noise / rowCount)}) are in none of them.` : "",
      clusters.length > shown.length
        ? `The ${countText(shown.length)} with the lowest numbers are shown.`
        : "",
    ),
    table(
      "Sizes of the clusters",
      ["Cluster", "#Rows", "#Share"],
      shown.map(({ cluster, rows }) => [String(cluster), countText(rows), percentText(rows / rowCount)]),
    ),
    ...(await figure(
      clusterChart({
        clusters: shown.map(({ cluster }) => String(cluster)),
        columns: numbers.map((column) => ({
          ...column,
          column: shorten(column.column),
          means: column.means.slice(0, shown.length),
        })),
      }),
    )),
    ...levelBlocks(
      run,
      columns.filter((column) => column.kind === "levels"),
      shown.map(({ cluster }) => String(cluster)),
    ),
  ];
}

function levelBlocks(
  run: RunRecord,
  columns: readonly Extract<ClusterColumn, { kind: "levels" }>[],
  clusters: readonly string[],
): Block[] {
  if (columns.length === 0) return [];
  return [
    table(
      "The most frequent value in each cluster, with its share there and its share of all rows",
      ["Column", ...clusters.map((cluster) => `Cluster ${cluster}`)],
      columns.slice(0, mostColumns).map(({ column, levels }) => [
        shorten(column),
        ...clusters.map((_, at) => {
          const level = levels[at];
          return level
            ? `${valueText(level.value, typeOfColumn(run, column))}: ${percentText(level.share)}, of all ${percentText(level.overall)}`
            : "missing";
        }),
      ]),
    ),
  ];
}

async function outlierBlocks(run: RunRecord, findings: OutlierFindings): Promise<Block[]> {
  const { threshold, share, flagged, known, histogram, rows } = findings;
  const sentence = `A row counts as an outlier from a score of ${numberText(threshold)} on, which ${percentText(share)} of the rows to learn from reach. Of the test rows it is ${percentIntervalText(flagged)}.`;
  return [
    subheading("scores", "How unusual are the rows?"),
    ...(await figure(outlierChart({ ...histogram, threshold, flagged: flagged.estimate }), {
      sentence:
        threshold > 1
          ? "All rows to learn from have one score, so that none counts as an outlier."
          : sentence,
    })),
    ...(known === null
      ? []
      : [
          paragraph(
            `By the label, ${countText(known.both)} of the ${countOf(known.flagged, "flagged test row")} are known outliers, and ${countOf(known.known, "known outlier")} are in the test.`,
          ),
        ]),
    subheading("unusual-rows", "The most unusual rows"),
    paragraph(
      `These ${countOf(rows.length, "row")} of the data have the highest scores. Beside each stand the values that fewest rows are like; the model looks at all columns together, so a row can be unusual without a rare value.`,
    ),
    table(
      "The most unusual rows of the data",
      ["#Row", "#Score", "Rare values"],
      rows.map((row) => [countText(row.row), numberText(row.score), rareValues(run, row)]),
    ),
  ];
}

const sides: Readonly<Record<UnusualRow["values"][number]["side"], string>> = {
  high: "this high or higher",
  low: "this low or lower",
  same: "the same",
};

const rareValues = (run: RunRecord, { values }: UnusualRow): string =>
  values
    .map(
      ({ column, value, share, side }) =>
        `${quoted(column)} ${valueText(value, typeOfColumn(run, column))} (${percentText(share)} are ${sides[side]})`,
    )
    .join("; ");
