import { buildCommand, buildRouteMap } from "@stricli/core";
import { jsonFlag } from "./command.ts";
import type { LabelsFlags } from "./commands/labels.ts";
import type { CliContext } from "./context.ts";
import { logFlags, type LogFlags } from "./log-folder.ts";

const column = (brief: string) =>
  ({ kind: "parsed", parse: String, brief, placeholder: "column", optional: true }) as const;
const privateKey = {
  kind: "parsed",
  parse: String,
  brief: "The file with the key of the private columns; default: .tandem/private.key of the project",
  placeholder: "file",
  optional: true,
} as const;
const positiveNumber = (text: string): number => {
  const value = Number(text);
  if (!(value >= 0 && Number.isFinite(value)) || text.trim() === "")
    throw new SyntaxError(`"${text}" is no number`);
  return value;
};
const limit = (brief: string) =>
  ({ kind: "parsed", parse: positiveNumber, brief, placeholder: "number", optional: true }) as const;
const examples = (...lines: readonly string[]): string =>
  `Example:\n${lines.map((line) => `  $ ${line}`).join("\n")}`;

/** `tandem labels` */
export const labels = buildCommand<LabelsFlags, [string], CliContext>({
  loader: async () => (await import("./commands/labels.ts")).labelsCommand,
  parameters: {
    flags: {
      json: jsonFlag,
      ...logFlags,
      request: column("The column with the names of the requests; default: request"),
      row: column("The column with the number of the row in its request; default: row, else row 0"),
      entity: column("An input column of the model that names the prediction, in place of the request"),
      time: column("With --entity: the column with the time of the prediction or later; default: time"),
      label: column("The column with what is true; default: label"),
      knownAt: column("The column with when it became known; default: knownAt, else now"),
      sql: {
        kind: "parsed",
        parse: String,
        brief: "A SELECT that makes the labels of the file, which it sees as labels",
        placeholder: "select",
        optional: true,
      },
      privateKey,
    },
    positional: {
      kind: "tuple",
      parameters: [{ brief: "CSV, Parquet, JSON lines or a table", parse: String, placeholder: "file" }],
    },
  },
  docs: {
    brief: "Tell the prediction log what became known",
    fullDescription: `Joins labels of a file or a table to the predictions that they are about. The same again changes nothing; a service may be running.\n\n${examples("tandem labels returns.csv --entity order --label returned --known-at day", 'tandem labels paid.parquet --sql "SELECT id AS request, paid IS NOT NULL AS label FROM labels"', "tandem labels postgres://ana@db.example.org/shop#returns --entity order --label returned --known-at day")}`,
  },
});

const summary = buildCommand<LogFlags, [], CliContext>({
  loader: async () => (await import("./commands/log-summary.ts")).logSummaryCommand,
  parameters: { flags: { json: jsonFlag, ...logFlags } },
  docs: {
    brief: "Tell what is in the prediction log",
    fullDescription: `Counts predictions by version, labels by whether they found theirs, and what was erased. A service may be running. Exit code 1 when bytes of it are damaged.\n\n${examples("tandem log", "tandem log --json")}`,
  },
});

const exported = buildCommand<LogFlags & { readonly labels: boolean }, [string], CliContext>({
  loader: async () => (await import("./commands/log-export.ts")).logExportCommand,
  parameters: {
    flags: {
      json: jsonFlag,
      ...logFlags,
      labels: {
        kind: "boolean",
        brief: "Write all labels as they came, corrected ones too, in place of the predictions",
        default: false,
      },
    },
    positional: {
      kind: "tuple",
      parameters: [
        { brief: "The file to write: .csv, .parquet or .jsonl", parse: String, placeholder: "file" },
      ],
    },
  },
  docs: {
    brief: "Write every prediction with its label to a file",
    fullDescription: `Writes each prediction once, with its inputs, answer, version and label.\n\n${examples("tandem log export predictions.parquet")}`,
  },
});

const erase = buildCommand<LogFlags & { readonly privateKey?: string }, string[], CliContext>({
  loader: async () => (await import("./commands/log-erase.ts")).logEraseCommand,
  parameters: {
    flags: { json: jsonFlag, ...logFlags, privateKey },
    positional: {
      kind: "array",
      parameter: {
        brief:
          "An input column of the models and whose rows are erased: their value in it; or several of both",
        parse: String,
        placeholder: "column value",
      },
      minimum: 2,
    },
  },
  docs: {
    brief: "Erase all rows of an entity",
    fullDescription: `Takes the rows with that value (with all of those values), and their labels, out of all files of the log. No service may be running; a running one erases by DELETE /admin/log/entities.\n\n${examples("tandem log erase customer 4711", "tandem log erase customer 4711 shop north")}`,
  },
});

const retain = buildCommand<
  LogFlags & { readonly days?: number; readonly megabytes?: number },
  [],
  CliContext
>({
  loader: async () => (await import("./commands/log-retain.ts")).logRetainCommand,
  parameters: {
    flags: {
      json: jsonFlag,
      ...logFlags,
      days: limit("Keep segments whose last row is no older"),
      megabytes: limit("Keep the newest segments, as many as fit"),
    },
  },
  docs: {
    brief: "Remove what is old from the prediction log",
    fullDescription: `Removes whole segments, oldest first. No service may be running; a running one has its own retention.\n\n${examples("tandem log retain --days 400")}`,
  },
});

/** `tandem log …`: the prediction log of a service. */
export const logRoutes = buildRouteMap({
  routes: { summary, export: exported, erase, retain },
  defaultCommand: "summary",
  docs: { brief: "Look into the prediction log, export it, erase from it" },
});
