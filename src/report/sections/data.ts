import type { Alert, Profile } from "../../explore/index.ts";
import type { RunRecord } from "../../project/index.ts";
import { callout, details, list, paragraph, section, subheading, table, type Block } from "../blocks.ts";
import { bytesText, countOf, countText, partText, shortHash } from "../number-text.ts";
import { profileTable } from "../profile-table.ts";
import { joinWords, namesText, quoted, shorten, valueText } from "../value-text.ts";
import type { Section } from "./section.ts";

/** What the data are like: where from, how they were read, what is remarkable, and every column at a glance. */
export const dataSection: Section = async (run) => [
  section("data", "The data"),
  paragraph(...sourceSentences(run)),
  ...readings(run),
  subheading("alerts", "What is remarkable"),
  ...alertBlocks(run.profile.alerts),
  ...checkBlocks(run),
  subheading("columns", "The columns"),
  ...profileBlocks(run.profile),
];

function sourceSentences({ snapshot, profile, roles }: RunRecord): string[] {
  const { source, rejected, rowCount, hash } = snapshot;
  const from = source.path === undefined ? `a ${source.kind} source` : shorten(source.path, 80);
  const sentences = [
    `${countOf(rowCount, "row")} and ${countOf(snapshot.schema.fields.length, "column")} from ${from} (${source.kind}, ${bytesText(source.byteCount)}), snapshot ${shortHash(hash)}.`,
    rejected.count === 0
      ? "Every row could be read."
      : `${countOf(rejected.count, "row")} could not be read and ${rejected.count === 1 ? "is" : "are"} not part of anything below.`,
    periodSentence(profile, roles),
  ];
  if (profile.duplicateRows > 0)
    sentences.push(`${partText(profile.duplicateRows, profile.rowCount, "row")} repeat another row exactly.`);
  return sentences;
}

function periodSentence(profile: Profile, roles: RunRecord["roles"]): string {
  const time = profile.columns.find(({ name }) => roles[name] === "time");
  if (time?.numbers == null) return "No column says when a row happened.";
  const { min, max } = time.numbers;
  return `They reach from ${valueText(min, time.type)} to ${valueText(max, time.type)} (${quoted(time.name)}).`;
}

function readings({ snapshot }: RunRecord): Block[] {
  const blocks: Block[] = [
    table(
      "The type of each column, and what did not fit it",
      ["Column", "Type", "Why", "#Read", "#Missing", "#Did not fit"],
      snapshot.columns.map((column) => [
        shorten(column.name),
        column.type,
        column.reason,
        countText(column.read),
        countText(column.missing),
        countText(column.failed),
      ]),
    ),
  ];
  const misfits = snapshot.columns.filter(({ failed }) => failed > 0);
  if (misfits.length > 0)
    blocks.push(
      paragraph("Values that did not fit their column's type became missing:"),
      list(
        misfits.map(
          ({ name, failed, failedSamples }) =>
            `${quoted(name)}: ${countOf(failed, "value")}, such as ${joinWords(failedSamples.slice(0, 3).map((one) => `${quoted(one.text)} in row ${countText(one.row)}`))}.`,
        ),
      ),
    );
  if (snapshot.rejected.samples.length > 0)
    blocks.push(
      table(
        "Rows that could not be read",
        ["Line", "Why", "`How it starts"],
        snapshot.rejected.samples.map(({ line, reason, text }) => [
          countText(line),
          reason,
          shorten(text, 60),
        ]),
      ),
    );
  return [details("How each column was read", ...blocks)];
}

const weights: Readonly<Record<Alert["severity"], string>> = { high: "High", medium: "Medium", low: "Low" };

/** The alerts with their cures, the heaviest first. */
export function alertBlocks(alerts: readonly Alert[]): Block[] {
  if (alerts.length === 0) return [paragraph("Nothing: no alert was raised.")];
  const order = Object.keys(weights);
  const sorted = alerts.toSorted(
    (left, right) => order.indexOf(left.severity) - order.indexOf(right.severity),
  );
  return [
    table(
      "Alerts and what to do about them",
      ["What", "Weight", "Columns", "What to do"],
      sorted.map(({ text, severity, columns, cure }) => [text, weights[severity], namesText(columns), cure]),
    ),
  ];
}

function checkBlocks({ checks }: RunRecord): Block[] {
  if (checks.length === 0) return [paragraph("The project sets no checks on the data.")];
  const broken = checks.filter(({ holds }) => !holds);
  if (broken.length === 0)
    return [
      paragraph(
        `All ${countOf(checks.length, "check")} on the data ${checks.length === 1 ? "holds" : "hold"}.`,
      ),
    ];
  return [
    callout(
      "bad",
      `${countText(broken.length)} of ${countOf(checks.length, "check")} on the data ${broken.length === 1 ? "does" : "do"} not hold`,
      list(broken.map(({ check, text }) => `${quoted(check.name)}: ${text}.`)),
    ),
  ];
}

/** Every column at a glance, and which go together. */
export function profileBlocks(profile: Profile): Block[] {
  const blocks: Block[] = profileTable(profile.columns);
  const strong = profile.associations.slice(0, 10);
  if (strong.length > 0)
    blocks.push(
      details(
        "Columns that go together",
        table(
          "The strongest associations, from 0 (none) to 1 (one follows from the other)",
          ["First", "Second", "Measure", "#Strength"],
          strong.map(({ columns: [first, second], measure, strength }) => [
            shorten(first),
            shorten(second),
            measures[measure],
            strength.toFixed(2),
          ]),
        ),
      ),
    );
  return blocks;
}

const measures = {
  spearman: "Spearman's rank correlation, without its sign",
  "cramers-v": "Cramér's V, corrected for bias",
  "correlation-ratio": "Correlation ratio",
} as const;
