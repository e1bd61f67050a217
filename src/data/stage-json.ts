import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { failInput, throwIfErrors, type Effects } from "../base/index.ts";
import { identifier, joinSql, sql, textLiteral, type Sql } from "../compile/index.ts";
import type { Engine } from "./engine.ts";
import { createJsonDepth, deepestNesting } from "./json-depth.ts";
import type { JsonSource } from "./source.ts";
import { openSourceFile, type SourceFile } from "./source-file.ts";
import { describeRelation, typedColumns } from "./stage-parquet.ts";
import { unknownTypes } from "./stage-csv.ts";
import type { StagedColumn, StagedSource } from "./staged.ts";
import { pieces } from "./text-file.ts";

interface Described {
  readonly name: string;
  readonly engineType: string;
}

/**
 * Makes JSON lines or an array of objects ready to be queried. All records are looked at before the types are chosen;
 * objects inside are flattened one level (`a.b`), what is deeper is kept as JSON text. Errors: T1420-T1423, T1431.
 */
export async function stageJson(
  source: JsonSource,
  folder: string,
  engine: Engine,
  effects: Effects,
): Promise<StagedSource> {
  const { path, options } = source;
  const file = await openSourceFile(path, folder);
  const contentHash = await inspectJson(file, effects);
  const place = textLiteral(file.fullPath);
  const found = await describeRelation(
    engine,
    sql`read_json(${place}, sample_size = -1, records = true, convert_strings_to_integers = false, map_inference_threshold = -1)`,
  ).catch((error: unknown) => failJson(file, error));
  failWithoutRecords(found, path);
  // Days, times and ids are read as the texts they are; the reader of texts decides about them.
  const types = joinSql(
    found.map(({ name, engineType }) => sql`${textLiteral(name)}: ${textLiteral(storedType(engineType))}`),
  );
  const read = sql`read_json(${place}, columns = {${types}}, records = true)`;
  const flat = await flatten(engine, read, found, file);
  const { columns, diagnostics } = typedColumns(flat, path);
  throwIfErrors([
    ...diagnostics,
    ...unknownTypes(
      options.types ?? {},
      flat.map(({ name }) => name),
      path,
    ),
  ]);
  return {
    relation: sql`(SELECT ${joinSql(flat.map(({ value, name }) => sql`${value} AS ${identifier(name)}`))} FROM ${read})`,
    columns: columns.map(textContent),
    expectedRows: undefined,
    source: { kind: "json", path, byteCount: file.byteCount, options: { types: options.types ?? {} } },
    contentHash,
    rejected: { count: 0, samples: [] },
    diagnostics,
    missing: [],
    types: options.types ?? {},
  };
}

/** Reads the file once: its hash, and whether its values are nested too deeply for the engine's reader (T1431). */
async function inspectJson(file: SourceFile, effects: Effects): Promise<string> {
  const isCompressed = file.head[0] === 0x1f && file.head[1] === 0x8b;
  const hash = createHash("sha256");
  const depth = createJsonDepth();
  for await (const piece of pieces(file, isCompressed, effects, (raw) => hash.update(raw))) {
    depth.add(piece);
    if (depth.deepest() > deepestNesting)
      failInput("T1431", `"${file.path}" has values nested more than ${deepestNesting} levels deep`, {
        place: file.path,
        value: `level ${depth.deepest()}`,
        cure: "Flatten the records; a row is one object of plain values.",
      });
  }
  return hash.digest("hex");
}

const storedType = (engineType: string): string =>
  /^(DATE|TIME.*|UUID)$/.test(engineType) ? "VARCHAR" : engineType;

const textContent = (column: StagedColumn): StagedColumn =>
  column.engineType === "VARCHAR" ? { ...column, content: "text" } : column;

interface Flat extends Described {
  readonly value: Sql;
}

/** The columns with each structure replaced by its members. */
async function flatten(
  engine: Engine,
  read: Sql,
  found: readonly Described[],
  file: SourceFile,
): Promise<Flat[]> {
  const flat: Flat[] = [];
  for (const { name, engineType } of found) {
    const column = identifier(name);
    if (!/^STRUCT\(.*\)$/s.test(engineType)) {
      flat.push(scalar(name, storedType(engineType), column));
      continue;
    }
    const members = await describeRelation(engine, sql`(SELECT unnest(${column}) FROM ${read})`).catch(
      (error: unknown) => failJson(file, error),
    );
    for (const member of members)
      flat.push(
        scalar(
          `${name}.${member.name}`,
          storedType(member.engineType),
          sql`struct_extract(${column}, ${textLiteral(member.name)})`,
        ),
      );
  }
  return flat;
}

// Values of several kinds under one name are read as text, each as it stands; days inside structures too.
const scalar = (name: string, engineType: string, value: Sql): Flat => {
  if (engineType === "JSON") return { name, engineType: "VARCHAR", value: sql`${value} ->> '$'` };
  if (engineType === "VARCHAR") return { name, engineType, value: sql`CAST(${value} AS VARCHAR)` };
  return { name, engineType, value };
};

function failWithoutRecords(found: readonly Described[], path: string): void {
  if (found.length > 1 || (found[0] && found[0].name !== "json")) return;
  failInput("T1427", `"${path}" holds no records with fields`, {
    place: path,
    cure: "It needs one object per row: an array of objects, or one object per line.",
  });
}

async function failJson(file: SourceFile, error: unknown): Promise<never> {
  const { path } = file;
  const text = causeText(error);
  const broken = /Malformed JSON[^:]*: ([^\n]*)/.exec(text);
  if (broken) {
    const line = await brokenLine(file);
    failInput(
      "T1431",
      `"${path}" is not valid JSON: ${broken[1]!.trim().replace(/\.$/, "")}`,
      {
        place: line === undefined ? path : `${path}, line ${line}`,
        cure: "Mend the record, or write the file again.",
      },
      { cause: error },
    );
  }
  return failInput(
    "T1431",
    `"${path}" could not be read as JSON records`,
    {
      place: path,
      value: text.split("\n")[0]!.slice(0, 200),
      cure: "It needs one object per row: an array of objects, or one object per line.",
    },
    { cause: error },
  );
}

/** The first line that is not JSON, where the lines before it are; the engine counts records, and not reliably. */
async function brokenLine(file: SourceFile): Promise<number | undefined> {
  let line = 0;
  let good = 0;
  for await (const text of createInterface({ input: createReadStream(file.fullPath, "utf8") })) {
    line++;
    if (text.trim() === "") continue;
    try {
      JSON.parse(text);
      good++;
    } catch {
      return good > 0 ? line : undefined;
    }
  }
  return undefined;
}

const causeText = (error: unknown): string =>
  error instanceof Error
    ? error.cause instanceof Error
      ? error.cause.message
      : error.message
    : String(error);
