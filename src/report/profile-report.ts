import type { Snapshot } from "../data/index.ts";
import { categoryChart, histogramChart, missingChart, type Profile } from "../explore/index.ts";
import { callout, list, keyFigures, paragraph, section, title, type Block } from "./blocks.ts";
import { alertBlocks } from "./data-view/alerts.ts";
import { columnBlocks } from "./data-view/columns.ts";
import { relationBlocks } from "./data-view/relations.ts";
import { readingBlocks } from "./data-view/readings.ts";
import { sourceSentences } from "./data-view/source-sentences.ts";
import { figure } from "./figure.ts";
import { toMarkdown } from "./markdown.ts";
import { countOf, countText, percentText } from "./number-text.ts";
import { shorten } from "./value-text.ts";
import { writePage, type PageFrame } from "./page.ts";
import type { Report } from "./write-report.ts";

/** Columns that are drawn, and columns whose relation to the target is. */
const mostPictures = 60;
const mostRelations = 12;

/** What the page of a profile is made of. */
export interface ProfileReportInput {
  /** What the data are called: the project's name or the file's. */
  readonly name: string;
  readonly snapshot: Snapshot;
  readonly profile: Profile;
}

/**
 * Writes the page of a profile: how much there is, what is remarkable and what to do about it, and every column.
 * The same snapshot and profile give the same bytes.
 */
export async function writeProfileReport(input: ProfileReportInput): Promise<Report> {
  const frame = frameOf(input);
  const blocks = await profileReportBlocks(input);
  return {
    html: writePage(frame, blocks),
    markdown: toMarkdown([title(frame.title), paragraph(frame.subtitle), ...blocks, paragraph(frame.footer)]),
  };
}

async function profileReportBlocks({ snapshot, profile }: ProfileReportInput): Promise<Block[]> {
  return [
    section("overview", "At a glance"),
    keyFigures(overview(profile)),
    ...urgent(profile),
    section("alerts", "What is remarkable"),
    ...alertBlocks(profile.alerts),
    section("columns", "The columns"),
    ...columnBlocks(profile),
    ...(await relationBlocks(profile, mostRelations)),
    section("pictures", "The columns in pictures"),
    ...(await figure(missingChart(profile.columns))),
    ...(await columnFigures(profile.columns)),
    section("reading", "Where the data come from, and how they were read"),
    paragraph(...sourceSentences(snapshot, profile)),
    ...readingBlocks(snapshot),
  ];
}

/** Every column drawn: a histogram of numbers and times, bars of the most frequent values of the rest. */
async function columnFigures(columns: Profile["columns"]): Promise<Block[]> {
  const blocks: Block[] = [];
  for (const column of columns.slice(0, mostPictures)) {
    const named = { ...column, name: shorten(column.name) };
    blocks.push(...(await figure(histogramChart(named) ?? categoryChart(named))));
  }
  const rest = columns.length - mostPictures;
  if (rest > 0)
    blocks.push(paragraph(`${countOf(rest, "more column")} are not drawn, so that the page stays small.`));
  return blocks;
}

function overview({ rowCount, duplicateRows, columns }: Profile) {
  const cells = rowCount * columns.length;
  const missing = columns.reduce((sum, column) => sum + column.missing, 0);
  const gaps = columns.filter((column) => column.missing > 0).length;
  return [
    { label: "Rows", value: countText(rowCount), note: `${countText(duplicateRows)} repeat another row` },
    { label: "Columns", value: countText(columns.length), note: typeCounts(columns) },
    {
      label: "Missing values",
      value: cells === 0 ? "none" : percentText(missing / cells),
      note: `in ${countText(gaps)} of ${countText(columns.length)} columns`,
    },
  ];
}

/** `9 Text, 4 Int, 1 Day`, the most frequent first. */
function typeCounts(columns: Profile["columns"]): string {
  const groups = [...Map.groupBy(columns, ({ type }) => type)].map(([type, same]) => ({
    type,
    count: same.length,
  }));
  return groups
    .toSorted((left, right) => right.count - left.count || (left.type < right.type ? -1 : 1))
    .map(({ type, count }) => `${count} ${type}`)
    .join(", ");
}

function urgent({ alerts }: Profile): Block[] {
  const high = alerts.filter(({ severity }) => severity === "high");
  if (high.length === 0)
    return [callout("good", "Nothing of high weight", paragraph("No alert of high weight was raised."))];
  return [callout("bad", "Look at this first", list(high.map(({ text, cure }) => `${text} ${cure}`)))];
}

const frameOf = ({ name, snapshot }: ProfileReportInput): PageFrame => ({
  title: `${name}: what the data look like`,
  subtitle: `Profile of snapshot ${snapshot.hash.slice(0, 12)}`,
  footer: "Written by Tandem from the profile of this snapshot. Every number comes from it.",
});
