import { errorDiagnostic, throwIfErrors, type Diagnostic, type Effects } from "../base/index.ts";
import { identifier, joinSql, sql, textLiteral, type Sql } from "../compile/index.ts";
import { absentColumns, type ColumnReader, type Engine } from "../data/index.ts";
import { pointInTimeJoin } from "../feature/index.ts";
import type { MoreFiles, PackageFeatures } from "../project/index.ts";
import { findField, similarNames, type Field, type Schema, type Vector } from "../schema/index.ts";
import { checkColumns, missingColumn } from "./file-columns.ts";
import type { Predictor } from "./runtime.ts";

/** What reads the files of a piece of work. */
interface FileWork {
  readonly reader: ColumnReader;
  readonly engine: Engine;
  readonly more: MoreFiles;
  readonly effects: Effects;
}

/** The sources of events that a model looks at, without the rows themselves. */
const sourcesOf = ({ tables }: PackageFeatures): string[] =>
  tables.flatMap(({ source }) => (source === null ? [] : [source]));

/** Each source of events must have its file, and no other may be named (T2542, T2543, T2544). */
export function checkEventFiles(
  features: PackageFeatures | undefined,
  files: Readonly<Record<string, string>>,
): void {
  const sources = features ? sourcesOf(features) : [];
  const diagnostics = [
    ...sources
      .filter((name) => !Object.hasOwn(files, name))
      .map((name) =>
        errorDiagnostic("T2542", `The model looks at the events "${name}", and no file of them is given`, {
          place: "--events",
          cure: `Add --events ${name}=FILE.`,
        }),
      ),
    ...Object.keys(files)
      .filter((name) => !sources.includes(name))
      .map((name) => unknownSource(name, sources)),
  ];
  throwIfErrors(diagnostics);
}

function unknownSource(name: string, sources: readonly string[]): Diagnostic {
  if (sources.length === 0)
    return errorDiagnostic("T2543", "The model looks at no events", {
      place: "--events",
      value: name,
      cure: "Leave --events out.",
    });
  const similar = similarNames(name, sources);
  return errorDiagnostic("T2544", `The model knows no events "${name}"`, {
    place: "--events",
    value: name,
    cure:
      similar.length > 0
        ? `Did you mean ${similar.map((one) => `"${one}"`).join(" or ")}?`
        : `It looks at ${sources.join(", ")}.`,
  });
}

/** The columns that a file of rows must have: the model's, or those that its event features are made from. */
export function fileFields({ schema, content }: Predictor): readonly Field[] {
  const { eventFeatures } = content;
  if (!eventFeatures) return schema.fields;
  const own = eventFeatures.set.tables
    .filter(({ source }) => source === null)
    .flatMap(({ fields }) => fields);
  return [
    ...eventFeatures.row.fields,
    ...own.filter(
      ({ name }, at) =>
        !findField(eventFeatures.row, name) && own.findIndex((field) => field.name === name) === at,
    ),
  ];
}

/** The features of events for rows, what was remarkable, and hashes of what was read. */
interface JoinedEvents {
  readonly columns: ReadonlyMap<string, Vector>;
  readonly warnings: readonly Diagnostic[];
  readonly hashes: readonly string[];
}

/** Reads the files of events and joins their features to the rows, each row as of its own time. */
export async function joinEventFiles(
  { set, tables }: PackageFeatures,
  files: Readonly<Record<string, string>>,
  { reader, engine, more, effects }: FileWork,
): Promise<JoinedEvents> {
  const relations: Record<string, Sql> = {};
  const hashes: string[] = [];
  for (const { source } of tables) {
    if (source === null) continue;
    const read = set.tables.filter((table) => table.source === source).flatMap(({ fields }) => fields);
    const fields = [...new Map(read.map((field) => [field.name, field])).values()];
    const { relation, hash } = await eventRelation(files[source]!, fields, more);
    relations[source] = relation;
    hashes.push(hash);
  }
  const joined = await pointInTimeJoin(engine, set, { rows: reader, tables: relations }, { effects });
  return { columns: joined.columns, warnings: joined.diagnostics, hashes };
}

async function eventRelation(
  path: string,
  fields: readonly Field[],
  more: MoreFiles,
): Promise<{ relation: Sql; hash: string }> {
  const types = Object.fromEntries(fields.map(({ name, type }) => [name, type]));
  const { snapshot, path: rows } = await more(path, types).catch((error: unknown) => {
    throwIfErrors(absentColumns(error).map(({ value = "", cure = "" }) => missingColumn(value, path, cure)));
    throw error;
  });
  checkColumns({ fields }, snapshot.schema, path);
  const columns = joinSql(fields.map((field) => columnAs(field, snapshot.schema)));
  return {
    relation: sql`(SELECT ${columns} FROM read_parquet(${textLiteral(rows)}))`,
    hash: snapshot.hash,
  };
}

/** A whole number is a Float too. */
const columnAs = ({ name, type }: Field, given: Schema): Sql =>
  type === "Float" && findField(given, name)?.type === "Int"
    ? sql`CAST(${identifier(name)} AS DOUBLE) AS ${identifier(name)}`
    : identifier(name);
