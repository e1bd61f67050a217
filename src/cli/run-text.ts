import { relative } from "node:path";
import { gatherAlerts, type Alert } from "../explore/index.ts";
import { isAccepted, type FinishedRun, type RunRecord } from "../project/index.ts";
import { pValueWords } from "../stats/index.ts";
import { diagnosticLines } from "./diagnostic-lines.ts";
import { argumentText, nextLines } from "./next-lines.ts";
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
  const from = argumentText(relative(workingFolder, projectFolder));
  const argument = from === "" ? "" : ` ${from}`;
  const folderFlag = from === "" ? "" : ` --folder ${from}`;
  const rejected =
    snapshot.rejected.count > 0 ? `, ${snapshot.rejected.count.toLocaleString("en")} rows rejected` : "";
  return [
    `${record.project}: ${snapshot.rowCount.toLocaleString("en")} rows${rejected}, snapshot ${snapshot.hash.slice(0, 12)}`,
    ...alertLines(record),
    ...cleaningLines(record),
    ...record.checks.filter(({ holds }) => !holds).map(({ text }) => `CHECK DOES NOT HOLD: ${text}`),
    "",
    modelTable(record),
    "",
    ...winnerLines(record),
    ...differenceLines(record),
    ...evidenceLines(record),
    "",
    `Package   version ${registeredVersion}, ${content.hash.slice(0, 12)}; ${provenRows} proof row${provenRows === 1 ? "" : "s"} reproduced bit for bit in a fresh process`,
    `Report    ${relative(workingFolder, paths.report)}`,
    ...diagnosticLines(record.diagnostics),
    "",
    ...nextLines([
      [`tandem show${folderFlag}`, "what was chosen, and why"],
      [`tandem promote ${registeredVersion}${folderFlag}`, "make this version the champion"],
      [`tandem serve${argument}`, "answer requests with it"],
    ]),
  ].join("\n");
}

/** Transforms that mend what a column says; all others are encodings that a model needs. */
const cleaning: ReadonlySet<string> = new Set(["parse-number", "parse-date", "merge-categories"]);

/** What was mended in each column, as the winner learnt it. */
function cleaningLines({ models, winner }: RunRecord): string[] {
  const actions = models.find(({ name }) => name === winner.model)?.actions ?? [];
  return actions
    .filter(({ transform }) => cleaning.has(transform))
    .map(({ column, text }) => `Cleaned   ${column}: ${text}`);
}

/** Alerts of medium weight that are shown. */
const mediumShown = 5;

/** All high alerts with their cures, the first of medium weight, and how many others there are. */
function alertLines({ profile, roles, accepted }: RunRecord): string[] {
  const alerts = gatherAlerts(profile.alerts.filter((alert) => !isAccepted(alert, accepted)));
  const high = alerts.filter(({ severity }) => severity === "high");
  const medium = alerts.filter(({ severity }) => severity === "medium").slice(0, mediumShown);
  const others = alerts.length - high.length - medium.length;
  const counted = `${others}${others < alerts.length ? " more" : ""} ${others === 1 ? "alert" : "alerts"} in the report.`;
  const leaks = high.filter(({ kind }) => kind === "leak");
  return [
    ...leaks.map(({ text }, at) => `${at === 0 ? "\n" : ""}ALERT     ${text}`),
    ...(leaks.length > 0 ? [`Cure      ${leakCure(leaks, roles)}`] : []),
    ...high
      .filter(({ kind }) => kind !== "leak")
      .flatMap(({ text, cure }) => ["", `ALERT     ${text}`, `Cure      ${cure}`]),
    ...(high.length > 0 ? [""] : []),
    ...medium.map(({ text }) => `Alert     ${text}`),
    ...(others > 0 ? [counted] : []),
  ];
}

/** The whole line that the config needs, with the columns that it has already. */
function leakCure(leaks: readonly Alert[], roles: RunRecord["roles"]): string {
  const declared = Object.keys(roles).filter((name) => roles[name] === "knownLater");
  const names = [...new Set([...declared, ...leaks.flatMap(({ columns }) => columns)])];
  return `If not, say so in the config: knownLater: [${names.map((name) => JSON.stringify(name)).join(", ")}],`;
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

function winnerLines({ winner, models, metric, split }: RunRecord): string[] {
  const value = models
    .find(({ name }) => name === winner.model)!
    .test.metrics.find((one) => one.metric === metric.name)?.value;
  const period = split.bounds.find(({ part }) => part === "test");
  return [
    `Winner    ${winner.model}: ${metric.name} ${value ? intervalText(value) : "not defined"} on ${split.test.toLocaleString("en")} test rows${period ? ` from ${period.from} to ${period.to}` : ""}`,
    `Why       ${winner.reason}`,
  ];
}

/** What the tests of the run found, beside the models. */
function evidenceLines({ evidence }: RunRecord): string[] {
  if (!evidence) return [];
  const told = evidence.tiers
    .filter(({ tested }) => tested > 0)
    .map(({ tier, tested, found }) => `${found} of ${tested} ${tierWords[tier]}`);
  return told.length === 0 ? [] : [`Tests     beyond chance: ${told.join(", ")}`];
}

const tierWords = {
  confirmatory: "of models and calibration",
  coefficients: "of coefficients",
  screening: "of groups of rows",
} as const;

/** How the winner differs from the baseline and from the champion. */
function differenceLines({ differences, winner, evidence }: RunRecord): string[] {
  return differences
    .filter(
      ({ first, second }) =>
        first === winner.model && (second === "baseline" || second.startsWith("champion")),
    )
    .map(({ second, difference, better, metric }) => {
      const verdict = better === "first" ? "better" : better === "second" ? "worse" : "not told apart";
      const test = evidence?.hypotheses.find(
        ({ subject }) =>
          subject.kind === "models" && subject.first === winner.model && subject.second === second,
      );
      const told = test ? ` (${pValueWords(test.adjustedPValue)}, adjusted for all tests)` : "";
      return `Against   ${second}: ${metric} differs by ${intervalText(difference)}, ${verdict}${told}`;
    });
}
