import { createHash } from "node:crypto";
import { errorDiagnostic, isRecord, TandemError, throwIfErrors, type Diagnostic } from "../base/index.ts";
import { identifier, sql } from "../compile/index.ts";
import {
  tableFromVectors,
  vectorFromValues,
  type DataType,
  type Value,
  type Vector,
} from "../schema/index.ts";
import { duplicateNames } from "./csv-header.ts";
import type { Engine } from "./engine.ts";
import type { TableSource } from "./source.ts";
import { nestedColumn, type StagedColumn, type StagedSource } from "./staged.ts";

const tableName = "tandem staged rows";

/** Puts rows that are in memory into the engine. Errors: T1434 for what is no row, T1427 without rows, T1426. */
export async function stageTable({ rows }: TableSource, engine: Engine): Promise<StagedSource> {
  failWithoutRows(rows);
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const diagnostics: Diagnostic[] = duplicateNames(names, "rows");
  const columns = names.map((name) => {
    const column = columnOf(rows.map((row) => row[name]));
    if (column.isNested) diagnostics.push(nestedColumn(name));
    return { name, ...column };
  });
  throwIfErrors(diagnostics);
  const vectors = columns.map(({ name, type, values }): [string, Vector] => [
    name,
    vectorFromValues(type, values),
  ]);
  await engine.register(tableName, tableFromVectors(vectors));
  const content = contentHash(names, rows);
  return {
    relation: sql`${identifier(tableName)}`,
    columns: columns.map(({ name, type, engineType }): StagedColumn => ({
      column: name,
      name,
      content: type === "Text" ? "text" : "typed",
      engineType,
    })),
    expectedRows: rows.length,
    source: { kind: "table", byteCount: content.byteCount, options: {} },
    contentHash: content.hash,
    rejected: { count: 0, samples: [] },
    diagnostics,
    missing: [],
    types: {},
  };
}

/** Takes the rows of `stageTable` out of the engine again. */
export const dropStagedTable = (engine: Engine): Promise<void> =>
  engine.run(sql`DROP TABLE IF EXISTS ${identifier(tableName)}`);

function failWithoutRows(rows: readonly unknown[]): void {
  const wrong = rows.flatMap((row, at) => (isRecord(row) ? [] : [at + 1]));
  const place = "rows";
  if (wrong.length > 0)
    throw new TandemError([
      errorDiagnostic("T1434", `${wrong.length} rows are no objects`, {
        place: `row ${wrong.slice(0, 5).join(", ")}`,
        cure: "Give every row as an object with the columns as its fields.",
      }),
    ]);
  if (rows.every((row) => Object.keys(row as object).length === 0))
    throw new TandemError([
      errorDiagnostic("T1427", "There are no rows with values", { place, cure: "Give at least one row." }),
    ]);
}

interface MemoryColumn {
  readonly type: DataType;
  readonly engineType: string;
  readonly values: readonly Value[];
  readonly isNested: boolean;
}

/** The type that all values of a column share, or text. NaN and infinity are missing. */
function columnOf(raw: readonly unknown[]): MemoryColumn {
  const present = raw.filter((value) => value !== null && value !== undefined);
  const all = (test: (value: unknown) => boolean): boolean => present.length > 0 && present.every(test);
  const column = (type: DataType, engineType: string, convert: (value: unknown) => Value): MemoryColumn => ({
    type,
    engineType,
    values: raw.map((value) => (value === null || value === undefined ? null : convert(value))),
    isNested: false,
  });
  if (all((value) => typeof value === "boolean"))
    return column("Boolean", "BOOLEAN", (value) => value === true);
  if (all((value) => value instanceof Date))
    return column("Instant", "TIMESTAMP", (value) => finite((value as Date).getTime()));
  if (all(isSafeWhole)) return column("Int", "BIGINT", Number);
  if (all((value) => typeof value === "number"))
    return column("Float", "DOUBLE", (value) => finite(Number(value)));
  return { ...column("Text", "VARCHAR", textOf), isNested: present.some(isNestedValue) };
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

const isSafeWhole = (value: unknown): boolean =>
  Number.isSafeInteger(value) || (typeof value === "bigint" && Number.isSafeInteger(Number(value)));

const isNestedValue = (value: unknown): boolean => typeof value === "object" && !(value instanceof Date);

function textOf(value: unknown): string {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "" : value.toISOString();
  return typeof value === "string"
    ? value
    : typeof value === "object"
      ? JSON.stringify(value)
      : plainText(value);
}

const plainText = (value: unknown): string =>
  typeof value === "bigint" ? value.toString() : `${value as number}`;

/** A hash that does not depend on the order of the fields within a row. */
function contentHash(
  names: readonly string[],
  rows: TableSource["rows"],
): { hash: string; byteCount: number } {
  const hash = createHash("sha256");
  let byteCount = 0;
  const add = (value: unknown): void => {
    const bytes = Buffer.from(`${JSON.stringify(value)}\n`, "utf8");
    hash.update(bytes);
    byteCount += bytes.length;
  };
  add(names);
  for (const row of rows) add(names.map((name) => encoded(row[name])));
  return { hash: hash.digest("hex"), byteCount };
}

const encoded = (value: unknown): unknown => {
  if (value === undefined || value === null) return null;
  return typeof value === "object" ? value : [typeof value, plainText(value)];
};
