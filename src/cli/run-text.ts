import { relative } from "node:path";
import { formatDiagnostic } from "../base/index.ts";
import type { Alert } from "../explore/index.ts";
import { isAccepted, type FinishedRun, type RunRecord } from "../project/index.ts";
import { intervalText, metricText, textTable } from "./text-table.ts";

/** What a run says when it is done: what was found, where the report is, what to do next. */
export function runText(
  finished: FinishedRun,
  paths: { readonly report: string },
  provenRows: number,
  workingFolder: string,
  projectFolder: string,
): string {
  const { record, content, registeredVersion } = finished;
  const { snapshot } = record;
  const from = relative(workingFolder, projectFolder);
  const argument = from === "" ? "" : ` ${from}`;
  const folderFlag = from === "" ? "" : ` --folder ${from}`;
  const rejected =
    snapshot.rejected.count > 0 ? `, ${snapshot.rejected.count.toLocaleString("en")} rows rejected` : "";
  return [
    `${record.project}: ${snapshot.rowCount.toLocaleString("en")} rows${rejected}, snapshot ${snapshot.hash.slice(0, 12)}`,
    ...alertLines(record.profile.alerts.filter((alert) => !isAccepted(alert, record.accepted))),
    ...record.checks.filter(({ holds }) => !holds).map(({ text }) => `CHECK DOES NOT HOLD: ${text}`),
    "",
    modelTable(record),
    "",
    winnerLine(record),
    ...differenceLines(record),
    "",
    `Package   version ${registeredVersion}, ${content.hash.slice(0, 12)}; ${provenRows} proof row${provenRows === 1 ? "" : "s"} reproduced bit for bit in a fresh process`,
    `Report    ${relative(workingFolder, paths.report)}`,
    ...warningLines(record),
    "",
    "Next:",
    ...aligned([
      [`  tandem show${folderFlag}`, "what was chosen, and why"],
      [`  tandem promote ${registeredVersion}${folderFlag}`, "make this version the champion"],
      [`  tandem serve${argument}`, "answer requests with it"],
    ]),
  ].join("\n");
}

/** Commands and what they are for, in two columns. */
function aligned(lines: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...lines.map(([command]) => command.length)) + 3;
  return lines.map(([command, purpose]) => command.padEnd(width) + purpose);
}

const severities: Readonly<Record<Alert["severity"], string>> = {
  high: "ALERT",
  medium: "alert",
  low: "note",
};

/** All high alerts with their cures, and how many others there are. */
function alertLines(alerts: readonly Alert[]): string[] {
  const high = alerts.filter(({ severity }) => severity === "high");
  const others = alerts.length - high.length;
  return [
    ...high.map(({ severity, text, cure }) => `${severities[severity]}: ${text} ${cure}`),
    ...(others > 0 ? [`${others} more alert${others === 1 ? "" : "s"} in the report.`] : []),
  ];
}

function modelTable({ models, metric, winner }: RunRecord): string {
  const rows = models.map(({ name, validation, test }) => {
    const value = test.metrics.find((one) => one.metric === metric.name)?.value;
    return [
      name === winner.model ? `* ${name}` : `  ${name}`,
      metricText(validation.mean),
      value ? intervalText(value) : "not defined",
    ];
  });
  return textTable(["  model", `${metric.name} on folds`, `${metric.name} on test rows (95 %)`], rows);
}

function winnerLine({ winner, models, metric, split }: RunRecord): string {
  const value = models
    .find(({ name }) => name === winner.model)!
    .test.metrics.find((one) => one.metric === metric.name)?.value;
  const period = split.bounds.find(({ part }) => part === "test");
  return `Winner    ${winner.model}: ${metric.name} ${value ? intervalText(value) : "not defined"} on ${split.test.toLocaleString("en")} test rows${period ? ` from ${period.from} to ${period.to}` : ""}\nWhy       ${winner.reason}`;
}

/** How the winner differs from the baseline and from the champion. */
function differenceLines({ differences, winner }: RunRecord): string[] {
  return differences
    .filter(
      ({ first, second }) =>
        first === winner.model && (second === "baseline" || second.startsWith("champion")),
    )
    .map(({ second, difference, better, metric }) => {
      const verdict = better === "first" ? "better" : better === "second" ? "worse" : "not told apart";
      return `          against ${second}: ${metric} differs by ${intervalText(difference)}, ${verdict}`;
    });
}

const warningLines = ({ diagnostics }: RunRecord): string[] =>
  diagnostics.length === 0
    ? []
    : [
        "",
        ...diagnostics
          .slice(0, 12)
          .map((diagnostic) => `${diagnostic.severity} ${formatDiagnostic(diagnostic)}`),
        ...(diagnostics.length > 12 ? [`… and ${diagnostics.length - 12} more in the report.`] : []),
      ];
