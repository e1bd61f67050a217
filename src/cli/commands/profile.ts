import { basename, dirname, join, relative, resolve } from "node:path";
import { formatDiagnostic } from "../../base/index.ts";
import { gatherAlerts } from "../../explore/index.ts";
import {
  loadConfig,
  profileFile,
  profileStep,
  withProject,
  writeFileAtomically,
  type ProfiledData,
} from "../../project/index.ts";
import { writeProfileReport } from "../../report/index.ts";
import { valueToJson, type DataType } from "../../schema/index.ts";
import { command } from "../command.ts";
import type { CliContext } from "../context.ts";
import { textTable } from "../text-table.ts";

const dataFile = /\.(csv|tsv|txt|json|jsonl|ndjson|parquet)$/i;

/** `tandem profile [FOLDER | FILE]`: what the data look like, with alerts, and a page to share. */
export const profileCommand = command<{ json: boolean }, [string | undefined]>(
  async (context, _flags, place) => {
    const path = resolve(context.folder, place ?? ".");
    const isFile = dataFile.test(path);
    const data = isFile ? await profileFile(path, context.effects) : await profileProject(context, path);
    const page = isFile
      ? join(dirname(path), `${basename(path)}.profile.html`)
      : join(path, ".tandem", "profile.html");
    const { html } = await writeProfileReport({ name: basename(path), ...data });
    await writeFileAtomically(page, html);
    return { text: profileText(data, relative(context.folder, page)), document: { ...data, page } };
  },
);

async function profileProject(context: CliContext, path: string): Promise<ProfiledData> {
  const config = await loadConfig(path, context.resolveLibrary);
  return withProject(
    config.spec,
    {
      folder: config.folder,
      place: relative(context.folder, config.path) || config.path,
      effects: context.effects,
    },
    async (project) => ({
      profile: (await profileStep(project)).output,
      snapshot: project.collected.output.snapshot,
    }),
  );
}

/** What the command prints: the columns with their values in short, and the alerts. */
export function profileText({ profile, snapshot }: ProfiledData, page: string): string {
  const rows = profile.columns.map(({ name, type, role, count, missing, distinct, numbers, top }) => [
    name,
    type,
    role,
    missing === 0 ? "" : `${((missing / count) * 100).toFixed(1)} %`,
    distinct.toLocaleString("en"),
    numbers && type !== "Boolean"
      ? `${show(numbers.min, type)} to ${show(numbers.max, type)}, median ${show(numbers.quantiles[3]!, type)}`
      : top
          .slice(0, 3)
          .map(({ value }) => String(value))
          .join(", ")
          .slice(0, 50),
  ]);
  const rejected = snapshot.rejected.samples
    .slice(0, 5)
    .map(({ line, reason }) => `  line ${line}: ${reason}`);
  return [
    `${profile.rowCount.toLocaleString("en")} rows, ${profile.columns.length} columns, ${profile.duplicateRows.toLocaleString("en")} duplicate rows, snapshot ${snapshot.hash.slice(0, 12)}`,
    ...snapshot.diagnostics.map((diagnostic) => `${diagnostic.severity} ${formatDiagnostic(diagnostic)}`),
    ...rejected,
    "",
    textTable(["column", "type", "role", "missing", "distinct", "values"], rows),
    "",
    ...(profile.alerts.length === 0
      ? ["No alerts."]
      : gatherAlerts(profile.alerts).map(({ severity, text, cure }) => `${severity}: ${text} ${cure}`)),
    "",
    `Page: ${page}`,
  ].join("\n");
}

/** A number in four digits; a day or an instant as text, without the hours of midnight. A median may lie between two of them. */
const show = (value: number, type: DataType): string =>
  type === "Day" || type === "Instant"
    ? String(valueToJson(Math.floor(value), type)).replace(/T00:00:00\.000Z$/, "")
    : String(Number(value.toPrecision(4)));
