import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { sourceName } from "../../data/index.ts";
import { readRun, type RunRecord } from "../../project/index.ts";
import { command, type CommandResult } from "../command.ts";
import { readPackageFile } from "../find-package.ts";
import { metricText, momentText, textTable } from "../text-table.ts";
import { withStore } from "../with-store.ts";

/** `tandem show [RUN | PACKAGE FILE]`: the record of a run, or the card of a package after it has proven itself. */
export const showCommand = command<{ json: boolean; folder?: string }, [string | undefined]>(
  async (context, flags, wanted) => {
    const file = wanted === undefined ? undefined : resolve(context.folder, wanted);
    if (file && (await stat(file).catch(() => undefined))?.isFile()) return showPackage(file);
    return withStore(context, flags.folder, async (store) => {
      const run = await readRun(store, wanted ?? "latest");
      return { text: runRecordText(run), document: run };
    });
  },
);

async function showPackage(path: string): Promise<CommandResult> {
  const { content, provenRows } = await readPackageFile(path);
  const { card, schema, hash, stamp } = content;
  const text = [
    `${content.name}: ${card.question}`,
    `${card.model}, made by ${stamp.createdBy} on ${stamp.createdAt.slice(0, 10)} in run ${stamp.runId}; hash ${hash.slice(0, 12)}`,
    `${provenRows} proof rows reproduced bit for bit.`,
    "",
    textTable(
      ["column", "type", "may be missing"],
      schema.fields.map(({ name, type, nullable }) => [name, type, nullable ? "yes" : "no"]),
    ),
    "",
    "Limits",
    ...card.limits.map((limit) => `- ${limit}`),
  ].join("\n");
  return { text, document: { package: { name: content.name, hash, provenRows, schema, card, stamp } } };
}

function runRecordText(run: RunRecord): string {
  const winner = run.models.find(({ name }) => name === run.winner.model)!;
  const metrics = winner.test.metrics.flatMap(({ metric, value }) =>
    value
      ? [[metric, metricText(value.estimate), `${metricText(value.low)} to ${metricText(value.high)}`]]
      : [],
  );
  return [
    `Run ${run.id} of ${run.project}, ${momentText(Date.parse(run.startedAt))} UTC, ${(run.durationMs / 1000).toFixed(1)} s`,
    `Data ${sourceName(run.snapshot.source)}, ${run.snapshot.rowCount.toLocaleString("en")} rows, snapshot ${run.snapshot.hash.slice(0, 12)}`,
    `Definition ${run.definitionHash.slice(0, 12)}, seed ${run.seed}, package ${run.packageHash.slice(0, 12)}`,
    "",
    "What was chosen, and why",
    ...run.choices.map(({ what, chosen, reason }) => `- ${what}: ${chosen} (${reason})`),
    ...(run.events
      ? ["", "Made of events", ...run.events.features.map(({ name, text: words }) => `- ${name}: ${words}`)]
      : []),
    ...(winner.actions.length > 0
      ? [
          "",
          `What was done to the columns for ${winner.name}`,
          ...winner.actions.map(({ column, text }) => `- ${column}: ${text}`),
        ]
      : []),
    "",
    `${winner.name} on ${winner.test.rowCount.toLocaleString("en")} test rows`,
    textTable(["metric", "value", "95 % interval"], metrics),
    "",
    "Steps",
    textTable(
      ["step", "seconds", ""],
      run.steps.map(({ name, durationMs, reused }) => [
        name,
        (durationMs / 1000).toFixed(2),
        reused ? "unchanged" : "",
      ]),
    ),
  ].join("\n");
}
