import { canonicalJson, type Diagnostic } from "../../base/index.ts";
import { hasTarget } from "../../model/index.ts";
import type { RunRecord } from "../../project/index.ts";
import { list, paragraph, section, subheading, table, type Block } from "../blocks.ts";
import { countOf, countText } from "../number-text.ts";
import { baselineOf, targetText, winnerOf } from "../run-models.ts";
import { namesText } from "../value-text.ts";
import type { Section } from "./section.ts";

/** What the answer does not cover, what the run warned about, and every choice that a default made. */
export const limitsSection: Section = async (run) => [
  section("limits", "Limits, and what was chosen for you"),
  list(limits(run)),
  ...diagnosticBlocks(run),
  subheading("choices", "What was chosen for you"),
  ...choiceBlocks(run),
];

/** What the answer does not cover, each computed from the run. */
export function limits(run: RunRecord): string[] {
  return [
    periodLimit(run),
    sampleLimit(run),
    splitLimit(run),
    failedLimit(run),
    baselineOf(run) === null && hasTarget(run.target.task.kind)
      ? "No baseline was trained, so nothing says how much is more than guessing."
      : "",
    "The report shows what goes together in these rows. It does not show what would happen if somebody changed a column.",
  ].filter((text) => text !== "");
}

function periodLimit({ split }: RunRecord): string {
  const starts = split.bounds.map(({ from }) => from).toSorted();
  const ends = split.bounds.map(({ to }) => to).toSorted();
  if (starts.length === 0) return "";
  return `The rows end at ${ends.at(-1)!}; how the model does on later rows is not tested. The oldest are from ${starts[0]!}.`;
}

function sampleLimit(run: RunRecord): string {
  const { confusion } = winnerOf(run).test;
  if (confusion === null) return `The test has ${countOf(run.split.test, "row")}.`;
  const totals = confusion.counts.map((row) => row.reduce((sum, count) => sum + count, 0));
  const fewest = Math.min(...totals);
  const name = String(confusion.classes[totals.indexOf(fewest)]);
  return `The test has ${countOf(run.split.test, "row")}, and only ${countText(fewest)} of the rarest class (${targetText(run)} is ${name}): the intervals say how much that leaves open.`;
}

function splitLimit({ split }: RunRecord): string {
  if (split.spec.kind === "time") return "";
  return "The test rows are not later than the training rows: if the world changes with time, the model will do worse than here.";
}

function failedLimit({ snapshot }: RunRecord): string {
  const failed = snapshot.columns.filter((column) => column.failed > 0);
  if (failed.length === 0 && snapshot.rejected.count === 0) return "";
  const values = failed.reduce((sum, column) => sum + column.failed, 0);
  const parts = [
    snapshot.rejected.count > 0 ? `${countOf(snapshot.rejected.count, "row")} could not be read` : "",
    values > 0
      ? `${countOf(values, "value")} of ${namesText(failed.map(({ name }) => name))} did not fit and became missing`
      : "",
  ];
  return `${parts.filter((part) => part !== "").join("; ")}.`;
}

function diagnosticBlocks(run: RunRecord): Block[] {
  const heavy = allDiagnostics(run).filter(({ severity }) => severity !== "note");
  if (heavy.length === 0) return [paragraph("The run raised no warning.")];
  return [
    subheading("warnings", "What the run warned about"),
    table(
      "Warnings of the run",
      ["Code", "What", "Where", "What to do"],
      heavy.map(({ code, message, place, cure }) => [code, message, place ?? "", cure ?? ""]),
    ),
  ];
}

/** Every diagnostic once: those of a model stand in the run's list again, where they do not say which model. */
function allDiagnostics(run: RunRecord): Diagnostic[] {
  const ofModels = run.models.flatMap(({ diagnostics }) => diagnostics.map((one) => canonicalJson(one)));
  const others = new Map(
    [...run.snapshot.diagnostics, ...run.diagnostics].map((one) => [canonicalJson(one), one]),
  );
  for (const told of ofModels) others.delete(told);
  return [...run.models.flatMap(ofModel), ...others.values()];
}

const ofModel = ({ name, diagnostics }: RunRecord["models"][number]): Diagnostic[] =>
  diagnostics.map((one) => ({ ...one, place: one.place ?? `model ${name}` }));

const choiceBlocks = ({ choices }: RunRecord): Block[] =>
  choices.length === 0
    ? [paragraph("Nothing: the project sets everything itself.")]
    : [
        table(
          "Choices that the project left open",
          ["What", "Chosen", "Why"],
          choices.map(({ what, chosen, reason }) => [what, chosen, reason]),
        ),
      ];
