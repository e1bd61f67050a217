import { buildApplication, buildCommand, buildRouteMap } from "@stricli/core";
import { usageText, type UsageProblem } from "./usage-text.ts";
import type { CliContext } from "./context.ts";
import { jsonFlag } from "./command.ts";
import { exportRoutes } from "./export-routes.ts";
import { keysRoutes } from "./keys-routes.ts";
import { serve } from "./serve-command.ts";
import { labels, logRoutes } from "./log-routes.ts";
import { test } from "./test-command.ts";
import { traffic } from "./traffic-command.ts";

const folderArgument = {
  brief: "The project's folder (or its config); default: here",
  parse: String,
  placeholder: "folder",
  optional: true,
} as const;
const folderFlag = {
  kind: "parsed",
  parse: String,
  brief: "The project's folder; default: here",
  placeholder: "folder",
  optional: true,
} as const;
const packageFlag = {
  kind: "parsed",
  parse: String,
  brief: "A package file, a version number or an alias; default: champion, or the newest version",
  optional: true,
  placeholder: "package",
} as const;
const wholeNumber = (text: string): number => {
  if (!/^[0-9]+$/.test(text)) throw new SyntaxError(`"${text}" is no whole number`);
  return Number(text);
};
/** `orders=orders.csv` */
const parseEventFile = (text: string): readonly [source: string, file: string] => {
  const at = text.indexOf("=");
  if (at < 1 || at === text.length - 1) throw new SyntaxError(`"${text}" is no source=file`);
  return [text.slice(0, at), text.slice(at + 1)];
};
const number = { kind: "parsed", parse: wholeNumber, optional: true } as const;
const example = (lines: string): string =>
  `Example:\n${lines
    .split("\n")
    .map((line) => `  $ ${line}`)
    .join("\n")}`;

const run = buildCommand<
  { json: boolean; model?: readonly string[]; threads?: number; memory?: number },
  [string | undefined],
  CliContext
>({
  loader: async () => (await import("./commands/run.ts")).runCommand,
  parameters: {
    flags: {
      json: jsonFlag,
      model: {
        kind: "parsed",
        parse: String,
        brief: "Train only these trainers",
        variadic: ",",
        optional: true,
        placeholder: "trainer",
      },
      threads: {
        ...number,
        brief: "Threads for reading data and for training; changes no result",
        placeholder: "count",
      },
      memory: {
        ...number,
        brief:
          "Memory in MiB: reading spills to disk beyond it, and a training that needs more is refused before it begins",
        placeholder: "mib",
      },
    },
    positional: { kind: "tuple", parameters: [folderArgument] },
  },
  docs: {
    brief: "Do the whole plan: collect, check, learn, train, compare, explain, report, package",
    fullDescription: `Does the whole plan and reuses every step that has not changed.\n\n${example("tandem run\ntandem run examples/birdstrikes --model logistic")}`,
  },
});

const init = buildCommand<
  { json: boolean; predict?: string; folder?: string; force: boolean },
  [string],
  CliContext
>({
  loader: async () => (await import("./commands/init.ts")).initCommand,
  parameters: {
    flags: {
      json: jsonFlag,
      predict: {
        kind: "parsed",
        parse: String,
        brief: "The column to predict; default: a guess that is written down with its reason",
        optional: true,
        placeholder: "column",
      },
      folder: folderFlag,
      force: { kind: "boolean", brief: "Replace a config that is there", default: false },
    },
    positional: {
      kind: "tuple",
      parameters: [{ brief: "A CSV, JSON or Parquet file", parse: String, placeholder: "file" }],
    },
  },
  docs: {
    brief: "Infer a typed project from a file",
    fullDescription: `Reads the file, infers types and roles with reasons, and writes tandem.config.ts and the column types.\n\n${example("tandem init customers.csv --predict churned")}`,
  },
});

const profile = buildCommand<{ json: boolean }, [string | undefined], CliContext>({
  loader: async () => (await import("./commands/profile.ts")).profileCommand,
  parameters: {
    flags: { json: jsonFlag },
    positional: {
      kind: "tuple",
      parameters: [{ ...folderArgument, brief: "The project's folder, or a data file; default: here" }],
    },
  },
  docs: {
    brief: "Show what the data look like, with alerts",
    fullDescription: `Profiles the project's data (or a single file) and writes a page to share.\n\n${example("tandem profile\ntandem profile customers.csv")}`,
  },
});

const compare = buildCommand<
  { json: boolean; folder?: string },
  [string | undefined, string | undefined],
  CliContext
>({
  loader: async () => (await import("./commands/compare.ts")).compareCommand,
  parameters: {
    flags: { json: jsonFlag, folder: folderFlag },
    positional: {
      kind: "tuple",
      parameters: [
        { brief: "A run; default: the last but one", parse: String, placeholder: "run", optional: true },
        { brief: "Another run; default: the last", parse: String, placeholder: "run", optional: true },
      ],
    },
  },
  docs: {
    brief: "Put two runs side by side, with intervals and no ranking on noise",
    fullDescription: `Compares data, settings, metrics and winners of two runs.\n\n${example("tandem compare")}`,
  },
});

const predict = buildCommand<
  {
    json: boolean;
    folder?: string;
    package?: string;
    output?: string;
    events?: readonly (readonly [source: string, file: string])[];
    threads?: number;
    memory?: number;
    order?: readonly string[];
    columns?: readonly string[];
  },
  [string, ...string[]],
  CliContext
>({
  loader: async () => (await import("./commands/predict.ts")).predictCommand,
  parameters: {
    flags: {
      json: jsonFlag,
      folder: folderFlag,
      package: packageFlag,
      output: {
        kind: "parsed",
        parse: String,
        brief: "Where to write: .csv, .parquet, .jsonl or a new table; default: predictions.csv",
        optional: true,
        placeholder: "file",
      },
      events: {
        kind: "parsed",
        parse: parseEventFile,
        brief: "A file of events, for a model with event features; once for each source",
        optional: true,
        variadic: true,
        placeholder: "source=file",
      },
      threads: {
        ...number,
        brief: "Threads that score; changes no result; default: all of the machine",
        placeholder: "count",
      },
      memory: { ...number, brief: "Memory of the data engines in MiB; default 1024", placeholder: "mib" },
      order: {
        kind: "parsed",
        parse: String,
        brief: "A column that orders the rows of a table; once for each; default: its primary key",
        optional: true,
        variadic: true,
        placeholder: "column",
      },
      columns: {
        kind: "parsed",
        parse: String,
        brief: "Columns of the file to write before the answers, or none; default: all",
        variadic: ",",
        optional: true,
        placeholder: "column",
      },
    },
    positional: {
      kind: "array",
      minimum: 1,
      parameter: {
        brief: "The rows to score: CSV, JSON or Parquet files, or tables, of the same columns, in order",
        parse: String,
        placeholder: "file",
      },
    },
  },
  docs: {
    brief: "Score files and tables of any size",
    fullDescription: `Scores every row of files or tables with a package, part by part: they need not fit into memory. Rows that cannot be read or scored are listed beside the output with their line and their reason. When it is stopped, the same command goes on from there.\n\n${example("tandem predict tomorrow.csv --output scored.csv\ntandem predict june-*.parquet --output june.parquet --json\ntandem predict sqlite:shop.sqlite#orders --output sqlite:shop.sqlite#scored\nPGPASSWORD=… tandem predict postgres://ana@db.example.org/shop#orders --order id")}`,
  },
});

const stateFlag = {
  kind: "parsed",
  parse: String,
  brief: "The file that keeps the events, for a model with event features; default: the project's own",
  optional: true,
  placeholder: "file",
} as const;

const warm = buildCommand<
  { json: boolean; package?: string; state?: string },
  [string | undefined],
  CliContext
>({
  loader: async () => (await import("./commands/warm.ts")).warmCommand,
  parameters: {
    flags: {
      json: jsonFlag,
      package: packageFlag,
      state: stateFlag,
    },
    positional: { kind: "tuple", parameters: [folderArgument] },
  },
  docs: {
    brief: "Load past events into the state of the service",
    fullDescription: `Puts the events of the project's sources into the state that tandem serve looks features up in, so that a new service starts warm. Doing it again changes nothing.\n\n${example("tandem warm\ntandem serve")}`,
  },
});

const aliasFlag = {
  kind: "enum",
  values: ["champion", "challenger"],
  brief: "Which alias to move",
  default: "champion",
} as const;

const promote = buildCommand<
  { json: boolean; folder?: string; alias: "champion" | "challenger"; breaking: boolean },
  [string | undefined],
  CliContext
>({
  loader: async () => (await import("./commands/promote.ts")).promoteCommand,
  parameters: {
    flags: {
      json: jsonFlag,
      folder: folderFlag,
      alias: aliasFlag,
      breaking: {
        kind: "boolean",
        brief: "Promote it even when it breaks the clients of the version there now",
        default: false,
      },
    },
    positional: {
      kind: "tuple",
      parameters: [
        { brief: "The version; default: the newest", parse: String, placeholder: "version", optional: true },
      ],
    },
  },
  docs: {
    brief: "Point an alias at a version",
    fullDescription: `Makes a registered version the champion (or challenger). Where it would break the clients of the one there now, nothing is changed without --breaking.\n\n${example("tandem promote 3")}`,
  },
});

const compatible = buildCommand<{ json: boolean; folder?: string }, [string, string], CliContext>({
  loader: async () => (await import("./commands/compatible.ts")).compatibleCommand,
  parameters: {
    flags: { json: jsonFlag, folder: folderFlag },
    positional: {
      kind: "tuple",
      parameters: [
        {
          brief: "The package that clients know: a file, name, name@version or name@alias",
          parse: String,
          placeholder: "old",
        },
        { brief: "The package that shall answer them", parse: String, placeholder: "new" },
      ],
    },
  },
  docs: {
    brief: "Tell whether clients of one package can go on with another",
    fullDescription: `Compares columns, answers, classes and what the models have seen; exit code 1 when something breaks.\n\n${example("tandem compatible birdstrikes@champion birdstrikes@4")}`,
  },
});

const rollback = buildCommand<
  { json: boolean; folder?: string; alias: "champion" | "challenger" },
  [],
  CliContext
>({
  loader: async () => (await import("./commands/rollback.ts")).rollbackCommand,
  parameters: { flags: { json: jsonFlag, folder: folderFlag, alias: aliasFlag } },
  docs: {
    brief: "Point an alias back at where it was",
    fullDescription: `Undoes the last promotion.\n\n${example("tandem rollback")}`,
  },
});

const runs = buildCommand<{ json: boolean }, [string | undefined], CliContext>({
  loader: async () => (await import("./commands/runs.ts")).runsCommand,
  parameters: { flags: { json: jsonFlag }, positional: { kind: "tuple", parameters: [folderArgument] } },
  docs: {
    brief: "List runs and registered versions",
    fullDescription: `Lists the runs and the registered versions of a project.\n\n${example("tandem runs")}`,
  },
});

const show = buildCommand<{ json: boolean; folder?: string }, [string | undefined], CliContext>({
  loader: async () => (await import("./commands/show.ts")).showCommand,
  parameters: {
    flags: { json: jsonFlag, folder: folderFlag },
    positional: {
      kind: "tuple",
      parameters: [
        {
          brief: "A run, or the start of its id; default: the last",
          parse: String,
          placeholder: "run",
          optional: true,
        },
      ],
    },
  },
  docs: {
    brief: "Show a run: what went in, what was chosen, what came out",
    fullDescription: `Shows the record of a run.\n\n${example("tandem show\ntandem show 20260131-1012 --json")}`,
  },
});

const routes = buildRouteMap({
  routes: {
    init,
    profile,
    test,
    run,
    compare,
    predict,
    warm,
    serve,
    labels,
    log: logRoutes,
    compatible,
    promote,
    rollback,
    traffic,
    keys: keysRoutes,
    runs,
    show,
    export: exportRoutes,
  },
  docs: { brief: "Tandem: data science and machine-learning engineering on one definition" },
});

/** The command line: its commands are loaded only when they are called. `onProblem` hears of arguments that cannot be read. */
export const buildTandem = (version: string, onProblem: (problem: UsageProblem) => void) =>
  buildApplication(routes, {
    name: "tandem",
    versionInfo: { currentVersion: version },
    scanner: { caseStyle: "allow-kebab-for-camel" },
    documentation: { disableAnsiColor: true },
    localization: { text: usageText(onProblem) },
  });
