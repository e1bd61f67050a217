import { summarizeLog, type LoggedVersion, type LogSummary } from "../../serve/index.ts";
import { instantToText } from "../../schema/index.ts";
import { command } from "../command.ts";
import { logFolder, type LogFlags } from "../log-folder.ts";
import { textTable } from "../text-table.ts";

/** `tandem log`: what is in the prediction log. Exit code 1 when bytes of it are damaged. */
export const logSummaryCommand = command<LogFlags, []>(async (context, flags) => {
  const folder = logFolder(context, flags);
  const summary = await summarizeLog(folder);
  return {
    text: summaryText(folder, summary),
    document: { log: folder, ...summary },
    holds: summary.damagedBytes === 0,
  };
});

const count = (value: number): string => value.toLocaleString("en");

function summaryText(folder: string, summary: LogSummary): string {
  const { versions, labels, segments, erasures, damaged, damagedBytes } = summary;
  return [
    `${count(summary.rows)} predictions in ${folder}; ${count(segments.count)} segments with ${count(segments.rows)} rows and labels, ${count(segments.bytes)} bytes`,
    ...(versions.length === 0
      ? []
      : [
          textTable(
            ["model", "version", "arm", "rows", "requests", "labelled", "from", "to"],
            versions.map(cells),
          ),
        ]),
    `${count(labels.labels)} labels: ${count(labels.matched)} belong to a prediction, ${count(labels.unmatched)} to none yet; ${count(labels.conflicts)} predictions have labels that differ (the one known last counts)`,
    ...(erasures.length === 0
      ? []
      : [
          `erased: ${erasures.map(({ time, column, predictions, labels: gone }) => `${count(predictions)} predictions and ${count(gone)} labels by ${column} at ${instantToText(time)}`).join("; ")}`,
        ]),
    ...(damagedBytes === 0
      ? []
      : [
          `warning: ${count(damagedBytes)} bytes that were acknowledged cannot be read any more${damaged.length > 0 ? `; the files are in ${folder}/damaged: ${damaged.map(({ file }) => file).join(", ")}` : ""}`,
        ]),
  ].join("\n");
}

const cells = ({ name, version, arm, rows, requests, labelled, from, to }: LoggedVersion): string[] => [
  name,
  version,
  arm,
  ...[rows, requests, labelled].map(count),
  instantToText(from),
  instantToText(to),
];
