import { access } from "node:fs/promises";
import { join } from "node:path";
import { identifier, joinSql, sql, textLiteral, type Sql } from "../../compile/index.ts";
import type { DataType } from "../../schema/index.ts";
import type { Engine } from "../engine.ts";
import { closedDatabase } from "./failure.ts";
import {
  failShared,
  failWithoutTable,
  orderBy,
  orderColumns,
  sharedOrder,
  type DescribedTable,
  type TableColumn,
} from "./open-table.ts";
import { stagedFormat, type StagedTable, type TableRequest } from "./staged-table.ts";
import { tableName, type TableAddress } from "./table-address.ts";

const attached = "tandem database";

/** Opens a DuckDB file for some work. Errors: T2992 for one that is not there, is none, or that another process holds. */
export async function withDuckdb<Result>(
  path: string,
  isWritten: boolean,
  engine: Engine,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    if (!isWritten) await access(path);
    const mode = isWritten ? sql`` : sql`(READ_ONLY)`;
    await engine.run(sql`ATTACH ${textLiteral(path)} AS ${identifier(attached)} ${mode}`);
  } catch (error) {
    throw unopened(error, path);
  }
  try {
    return await work();
  } finally {
    await engine.run(sql`DETACH ${identifier(attached)}`);
  }
}

function unopened(error: unknown, path: string): Error {
  const text =
    error instanceof Error ? (error.cause instanceof Error ? error.cause.message : error.message) : "";
  const isHeld = /lock/i.test(text);
  return closedDatabase({
    message: "The DuckDB database cannot be opened",
    place: path,
    value: text.split("\n")[0] ?? "",
    cure: isHeld
      ? "Another process has it open: DuckDB lets one process write a file, or several read it."
      : "Check the path, that the file is a DuckDB database, and that it and its folder may be read and written.",
    kind: isHeld ? "work" : "input",
    cause: error,
  });
}

/** A table's name with its database and its schema. */
export const duckdbName = (name: TableAddress["name"]) => tableName([attached, ...schemaAndTable(name)]);

const schemaAndTable = (name: TableAddress["name"]): readonly [string, string] =>
  name.length === 1 ? ["main", name[0]] : name;

/** The columns and the key of a table or view; no columns where there is none. */
export async function describeDuckdb(engine: Engine, name: TableAddress["name"]): Promise<DescribedTable> {
  const [schema, table] = schemaAndTable(name).map(textLiteral) as [
    ReturnType<typeof sql>,
    ReturnType<typeof sql>,
  ];
  const where = sql`database_name = ${textLiteral(attached)} AND schema_name = ${schema} AND table_name = ${table}`;
  const columns = await engine.rows(
    sql`SELECT column_name, data_type FROM duckdb_columns() WHERE ${where} ORDER BY column_index`,
  );
  const key = await engine.rows(
    sql`SELECT unnest(constraint_column_names) AS name FROM duckdb_constraints() WHERE ${where} AND constraint_type = 'PRIMARY KEY'`,
  );
  return {
    columns: columns.map((row) => ({ name: String(row["column_name"]), declared: String(row["data_type"]) })),
    key: key.map((row) => String(row["name"])),
  };
}

/** Copies a table of a DuckDB file into Parquet, without a row in memory. Errors: T2992-T2994, and those of the engine. */
export const stageDuckdb = (
  path: string,
  { name, text }: TableAddress,
  request: TableRequest,
): Promise<StagedTable & { readonly declared: ReadonlyMap<string, string> }> =>
  withDuckdb(path, false, request.engine, async () => {
    const { engine } = request;
    const described = await describeDuckdb(engine, name);
    const names = described.columns.map((column) => column.name);
    if (names.length === 0) failWithoutTable(name.join("."), await tablesOf(engine), text);
    request.check(described.columns.map((column) => ({ name: column.name, engineType: column.declared })));
    const order = orderColumns(described, request.order, text, ["rowid"]);
    const keys = order.map(identifier);
    const table = duckdbName(name);
    if (order !== described.key && keys.length > 0) {
      const [shared] = await engine.rows(sharedOrder(table, keys));
      failShared(Number(shared?.["n"]), order, text);
    }
    request.effects.progress({ task: "read", note: text });
    const target = join(request.folder, "rows.parquet");
    const columns = joinSql(
      described.columns.map((column) => storedColumn(column, request.wanted.get(column.name))),
    );
    const [copied] = await engine.rows(
      sql`COPY (SELECT ${columns} FROM ${table} ${orderBy(keys)}) TO ${textLiteral(target)} ${stagedFormat}`,
    );
    const declared = new Map(described.columns.map((column) => [column.name, column.declared]));
    return {
      kind: "parquet",
      path: target,
      rowCount: Number(copied?.["Count"]),
      names,
      renamed: new Map(),
      declared,
    };
  });

/** Whole numbers of 128 bits, which Parquet would round. */
export const isHuge = (engineType: string): boolean => /^U?HUGEINT$/.test(engineType);

const most = sql`CAST(9223372036854775807 AS BIGINT)`;
const least = sql`CAST(-9223372036854775807 AS BIGINT)`;

/** A column as Parquet can hold it: huge whole numbers as texts, or, to compute with, bounded far beyond those that a column takes. */
function storedColumn({ name, declared }: TableColumn, wanted: DataType | undefined): Sql {
  const column = identifier(name);
  if (!isHuge(declared) || wanted === "Float") return column;
  if (wanted !== "Int") return sql`CAST(${column} AS VARCHAR) AS ${column}`;
  return sql`CAST(CASE WHEN ${column} > ${most} THEN ${most} WHEN ${column} < ${least} THEN ${least} ELSE ${column} END AS BIGINT) AS ${column}`;
}

const tablesOf = async (engine: Engine): Promise<string[]> =>
  (
    await engine.rows(
      sql`SELECT DISTINCT CASE WHEN schema_name = 'main' THEN table_name ELSE schema_name || '.' || table_name END AS name
        FROM duckdb_columns() WHERE database_name = ${textLiteral(attached)} AND NOT internal ORDER BY 1`,
    )
  ).map((row) => String(row["name"]));
