import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import {
  errorDiagnostic,
  failInput,
  throwIfErrors,
  warningDiagnostic,
  type Diagnostic,
  type Effects,
} from "../base/index.ts";
import { sql, textLiteral, type Sql } from "../compile/index.ts";
import { duplicateNames } from "./csv-header.ts";
import type { Engine } from "./engine.ts";
import { isNested, typeRule } from "./plan-typed-columns.ts";
import type { ParquetSource } from "./source.ts";
import { failUnreadable, openSourceFile, type SourceFile } from "./source-file.ts";
import { nestedColumn, type StagedColumn, type StagedSource } from "./staged.ts";
import { stopIfAborted } from "./text-file.ts";

/** Makes a Parquet file ready to be queried. Errors: T1420-T1423 of the file, T1432 for one that is no Parquet file. */
export async function stageParquet(
  source: ParquetSource,
  folder: string,
  engine: Engine,
  effects: Effects,
): Promise<StagedSource> {
  const { path } = source;
  const { file, relation, described } = await describeParquet(source, folder, engine);
  const { columns, diagnostics } = typedColumns(described, path);
  throwIfErrors(diagnostics);
  return {
    relation,
    columns,
    expectedRows: undefined,
    source: { kind: "parquet", path, byteCount: file.byteCount, options: {} },
    contentHash: await hashFile(file, effects),
    rejected: { count: 0, samples: [] },
    diagnostics,
    missing: [],
    types: {},
  };
}

/** The columns of a Parquet file and what stands behind FROM for it. Errors as of `stageParquet`. */
export async function describeParquet(
  { path }: ParquetSource,
  folder: string,
  engine: Engine,
): Promise<{ file: SourceFile; relation: Sql; described: { name: string; engineType: string }[] }> {
  const file = await openSourceFile(path, folder);
  const start = Buffer.from(file.head.subarray(0, 4)).toString("latin1");
  if (start !== "PAR1")
    failInput("T1432", `"${path}" is not a Parquet file`, {
      place: path,
      value: JSON.stringify(start),
      cure: "Name a Parquet file, or choose the kind that fits the file.",
    });
  const relation = sql`read_parquet(${textLiteral(file.fullPath)})`;
  const described = await describeRelation(engine, relation).catch((error: unknown) =>
    failInput(
      "T1432",
      `The Parquet file "${path}" is damaged or encrypted`,
      { place: path, cure: "Write it again." },
      { cause: error },
    ),
  );
  return { file, relation, described };
}

/** The names and engine types of a relation's columns. */
export async function describeRelation(
  engine: Engine,
  relation: Sql,
): Promise<{ name: string; engineType: string }[]> {
  const rows = await engine.rows(
    sql`SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM ${relation})`,
  );
  return rows.map((row) => ({ name: String(row["column_name"]), engineType: String(row["column_type"]) }));
}

/** Columns whose types the source states; bytes are left out, and nested values are told. */
export function typedColumns(
  described: readonly { readonly name: string; readonly engineType: string }[],
  path: string,
): { columns: StagedColumn[]; diagnostics: Diagnostic[] } {
  const diagnostics = [
    ...duplicateNames(
      described.map(({ name }) => name),
      path,
    ),
    ...described.flatMap(({ name, engineType }) => columnRemark(name, engineType)),
  ];
  const columns = described
    .filter(({ engineType }) => typeRule(engineType))
    .map(({ name, engineType }): StagedColumn => ({ column: name, name, content: "typed", engineType }));
  if (columns.length === 0)
    diagnostics.push(
      errorDiagnostic("T1437", `"${path}" has no column that can be read`, {
        place: path,
        cure: "It needs at least one column of numbers, texts, days or truths.",
      }),
    );
  return { columns, diagnostics };
}

function columnRemark(name: string, engineType: string): Diagnostic[] {
  const place = `column "${name}"`;
  if (!typeRule(engineType))
    return [
      warningDiagnostic("T1449", `The column holds bytes (${engineType}) and was left out`, {
        place,
        cure: "Store what the bytes mean as numbers or text.",
      }),
    ];
  return isNested(engineType) ? [nestedColumn(name, engineType)] : [];
}

/** SHA-256 of a file's bytes, read as a stream. */
async function hashFile(file: SourceFile, effects: Effects): Promise<string> {
  const hash = createHash("sha256");
  let done = 0;
  try {
    for await (const piece of createReadStream(file.fullPath, { highWaterMark: 4 << 20 })) {
      stopIfAborted(effects);
      hash.update(piece as Uint8Array);
      done += (piece as Uint8Array).length;
      effects.progress({ task: "read", done, total: file.byteCount, note: file.path });
    }
  } catch (error) {
    failUnreadable(file.path, error);
  }
  return hash.digest("hex");
}
