import type { ColumnProfile } from "../explore/index.ts";
import type { ColumnRole } from "../schema/index.ts";
import { paragraph, table, type Block, type Cell } from "./blocks.ts";
import { countOf, countText, numberText, percentText } from "./number-text.ts";
import { shareBar, smallHistogram } from "./small-pictures.ts";
import { shorten, valueText } from "./value-text.ts";

/** More columns than this are in the run record only, so that the page stays small. */
const mostColumns = 200;

const roleWords: Readonly<Record<ColumnRole, string>> = {
  feature: "",
  target: "target",
  label: "label",
  time: "time",
  group: "group",
  id: "id",
  weight: "weight",
  knownLater: "known later",
  ignored: "left out",
};

/** One line for each column: its type and role, what is missing, what is typical, and a small picture. */
export function profileTable(columns: readonly ColumnProfile[]): Block[] {
  const rows = columns.slice(0, mostColumns).map(columnRow);
  const rest = columns.length - rows.length;
  return [
    table(
      "Every column at a glance",
      ["Column", "Type", "#Missing", "#Distinct", "Typical", "Picture"],
      rows,
    ),
    ...(rest > 0 ? [paragraph(`${countOf(rest, "more column")} are in the run’s record.`)] : []),
  ];
}

function columnRow(column: ColumnProfile): Cell[] {
  const role = roleWords[column.role];
  return [
    shorten(column.name),
    role === "" ? column.type : `${column.type}, ${role}`,
    column.count === 0 ? "" : percentText(column.missing / column.count),
    countText(column.distinct),
    typicalText(column),
    picture(column),
  ];
}

/** What is typical of a column: the median with the middle 90 %, or the most frequent values. */
function typicalText(column: ColumnProfile): string {
  const { numbers, type } = column;
  if (numbers !== null && (column.distinct > 2 || column.top.length === 0)) {
    const [low, median, high] = [1, 3, 5].map((at) => quantileText(numbers.quantiles[at], type));
    return `${median} (90\u00a0% from ${low} to ${high})`;
  }
  const present = column.count - column.missing;
  if (present === 0) return "no value";
  return column.top
    .slice(0, 2)
    .map(({ value, count }) => `${shorten(valueText(value, type), 28)} ${percentText(count / present)}`)
    .join(", ");
}

const quantileText = (value: number | undefined, type: ColumnProfile["type"]): string =>
  value === undefined
    ? "?"
    : type === "Day" || type === "Instant"
      ? valueText(value, type).slice(0, 10)
      : numberText(value);

function picture(column: ColumnProfile): Cell {
  const { numbers, type } = column;
  if (numbers !== null) {
    const { edges, counts } = numbers.histogram;
    const ends = [edges[0], edges.at(-1)].map((edge) => quantileText(edge, type));
    return smallHistogram(counts, `Histogram from ${ends[0]} to ${ends[1]}`);
  }
  const present = column.count - column.missing;
  const first = column.top[0];
  if (first === undefined || present === 0) return "";
  return shareBar(
    column.top.map(({ count }) => count / present),
    `The ${countOf(column.top.length, "most frequent value")} as shares of all`,
  );
}
