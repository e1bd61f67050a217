import { buildCommand, buildRouteMap } from "@stricli/core";
import { jsonFlag } from "./command.ts";
import type { CliContext } from "./context.ts";

const packageArgument = {
  brief: "A package file, or the project's name with a version or an alias: name, name@3, name@challenger",
  parse: String,
  placeholder: "name",
} as const;
const folderFlag = {
  kind: "parsed",
  parse: String,
  brief: "The project's folder; default: here",
  placeholder: "folder",
  optional: true,
} as const;
const outFlag = {
  kind: "parsed",
  parse: String,
  brief: "The file to write; default: standard output",
  placeholder: "file",
  optional: true,
} as const;

const sql = buildCommand<
  {
    json: boolean;
    folder?: string;
    out?: string;
    dialect?: string;
    relation?: string;
    keep?: readonly string[];
  },
  [string],
  CliContext
>({
  loader: async () => (await import("./commands/export-sql.ts")).exportSqlCommand,
  parameters: {
    flags: {
      json: jsonFlag,
      folder: folderFlag,
      out: outFlag,
      dialect: {
        kind: "parsed",
        parse: String,
        brief: "The engine that runs it; only duckdb",
        placeholder: "dialect",
        optional: true,
      },
      relation: {
        kind: "parsed",
        parse: String,
        brief: "The table, view or file that has the rows; default: rows",
        placeholder: "name",
        optional: true,
      },
      keep: {
        kind: "parsed",
        parse: String,
        brief: "A column of it that comes out unchanged: a key, an order",
        placeholder: "column",
        variadic: true,
        optional: true,
      },
    },
    positional: { kind: "tuple", parameters: [packageArgument] },
  },
  docs: {
    brief: "A package as one SQL statement for review",
    fullDescription:
      "Writes the model as one SELECT for DuckDB that gives the same bits as the package.\n\nExample:\n  $ tandem export sql birdstrikes --relation birds --keep id --out score.sql",
  },
});

const js = buildCommand<{ json: boolean; folder?: string; out?: string }, [string], CliContext>({
  loader: async () => (await import("./commands/export-js.ts")).exportJsCommand,
  parameters: {
    flags: {
      json: jsonFlag,
      folder: folderFlag,
      out: {
        ...outFlag,
        brief: "The folder for the module and its types; default: here",
        placeholder: "folder",
      },
    },
    positional: { kind: "tuple", parameters: [packageArgument] },
  },
  docs: {
    brief: "A package as one JavaScript module that needs nothing else",
    fullDescription:
      "Writes the model as name.js (an ES module for browsers, Node, workers and the edge) and name.d.ts (its types).\n\nExample:\n  $ tandem export js birdstrikes@champion --out web/models",
  },
});

const client = buildCommand<{ json: boolean; folder?: string; out?: string }, [string], CliContext>({
  loader: async () => (await import("./commands/export-client.ts")).exportClientCommand,
  parameters: {
    flags: { json: jsonFlag, folder: folderFlag, out: outFlag },
    positional: { kind: "tuple", parameters: [packageArgument] },
  },
  docs: {
    brief: "A typed client of the model's service in TypeScript",
    fullDescription:
      "Writes one file with the types of rows and answers and createClient(url). Code that sends a column that is gone no longer compiles.\n\nExample:\n  $ tandem export client birdstrikes --out src/client.ts",
  },
});

/** `tandem export …`: a package in other forms. */
export const exportRoutes = buildRouteMap({
  routes: { sql, js, client },
  docs: { brief: "Write a package as SQL, as a JavaScript module or as a typed client" },
});
