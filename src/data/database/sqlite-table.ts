import { access, open } from "node:fs/promises";
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { TandemError } from "../../base/index.ts";
import { identifier, joinSql, sql, textLiteral, type Sql } from "../../compile/index.ts";
import type { DataType } from "../../schema/index.ts";
import { stopIfAborted } from "../text-file.ts";
import { closedDatabase, failBytes, refusedWork } from "./failure.ts";
import {
  failShared,
  failWithoutTable,
  orderBy,
  orderColumns,
  sharedOrder,
  type DescribedTable,
} from "./open-table.ts";
import type { StagedTable, TableRequest } from "./staged-table.ts";
import { tableName, type TableAddress } from "./table-address.ts";

const patienceMs = 10_000;
const pieceLength = 1 << 20;

/** Opens an SQLite file. Errors: T2992 for one that is not there or is none. */
export async function openSqlite(path: string, isWritten: boolean): Promise<DatabaseSync> {
  const { DatabaseSync } = await import("node:sqlite");
  if (!isWritten)
    await access(path).catch(() => {
      throw sqliteFailure(new Error("unable to open database file"), path);
    });
  try {
    const database = new DatabaseSync(path, { readOnly: !isWritten, timeout: patienceMs });
    // The first statement looks whether it is a database at all.
    database.prepare("SELECT count(*) FROM sqlite_schema").get();
    return database;
  } catch (error) {
    throw sqliteFailure(error, path);
  }
}

/** What SQLite throws, as our error: T2992 where the file cannot be opened, T2995 where it cannot be read or written. */
export function sqliteFailure(error: unknown, place: string): unknown {
  if (error instanceof TandemError) return error;
  const text = error instanceof Error ? error.message : String(error);
  const isClosed = /unable to open|not a database|malformed|encrypted/i.test(text);
  const isHeld = /locked|busy/i.test(text);
  const cure = isHeld
    ? "Another process writes it: try again when that has ended."
    : "Check the path, that the file is an SQLite database, and that it and its folder may be read and written.";
  const rest = { place, value: text, cure, cause: error };
  return isClosed
    ? closedDatabase({ message: "The SQLite database cannot be opened", ...rest })
    : refusedWork({ message: "The SQLite database refuses the work", ...rest, kind: "work" });
}

/** The columns and the key of a table or view; no columns where there is none. */
export function describeSqlite(database: DatabaseSync, name: TableAddress["name"]): DescribedTable {
  const parts = joinSql(name.toReversed().map(textLiteral));
  const rows = database
    .prepare(sql`SELECT name, type, pk FROM pragma_table_xinfo(${parts}) WHERE hidden <> 1 ORDER BY cid`.text)
    .all();
  const key = rows
    .filter(({ pk }) => Number(pk) > 0)
    .toSorted((one, other) => Number(one["pk"]) - Number(other["pk"]));
  return {
    columns: rows.map((row) => ({ name: String(row["name"]), declared: String(row["type"]) })),
    key: key.map((row) => String(row["name"])),
  };
}

/**
 * Reads a table of an SQLite file into JSON lines: here each value has its own type, and a column only a leaning. Other processes may
 * write meanwhile; the rows are those of one moment. Errors: T2992-T2995, T2997 for bytes in a column that is computed with.
 */
export async function stageSqlite(
  path: string,
  { name, text }: TableAddress,
  request: TableRequest,
): Promise<StagedTable & { readonly declared: ReadonlyMap<string, string> }> {
  const database = await openSqlite(path, false);
  try {
    database.exec("BEGIN");
    const described = describeSqlite(database, name);
    const names = described.columns.map((column) => column.name);
    if (names.length === 0) failWithoutTable(name.join("."), tablesOf(database), text);
    request.check(names.map((one) => ({ name: one, engineType: undefined })));
    const order = orderColumns(described, request.order, text, ["rowid"]);
    const keys = order.map((one) => sql`${identifier(one)} COLLATE BINARY`);
    const table = tableName(name);
    // A key of SQLite may be missing in several rows.
    if (keys.length > 0)
      failShared(Number(database.prepare(sharedOrder(table, keys).text).get()?.["n"]), order, text);
    const query = sql`SELECT ${joinSql(names.map(identifier))} FROM ${table} ${orderBy(keys)}`;
    const target = join(request.folder, "rows.jsonl");
    const rowCount = await writeRows(database, query, names, target, text, request);
    const declared = new Map(described.columns.map((column) => [column.name, column.declared]));
    return { kind: "json", path: target, rowCount, names, renamed: new Map(), declared };
  } catch (error) {
    throw sqliteFailure(error, text);
  } finally {
    database.close();
  }
}

const tablesOf = (database: DatabaseSync): string[] =>
  database
    .prepare(
      "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name",
    )
    .all()
    .map((row) => String(row["name"]));

async function writeRows(
  database: DatabaseSync,
  query: Sql,
  names: readonly string[],
  path: string,
  place: string,
  { wanted, effects }: TableRequest,
): Promise<number> {
  const statement = database.prepare(query.text);
  statement.setReadBigInts(true);
  const keys = names.map((name, at) => `${at === 0 ? "{" : ","}${JSON.stringify(name)}:`);
  const file = await open(path, "w");
  let rowCount = 0;
  let lines = "";
  try {
    for (const row of statement.iterate()) {
      for (let at = 0; at < names.length; at++)
        lines += keys[at]! + jsonOf(row[names[at]!], names[at]!, wanted, place);
      lines += "}\n";
      rowCount++;
      if (lines.length < pieceLength) continue;
      stopIfAborted(effects);
      await file.write(lines);
      lines = "";
      effects.progress({ task: "read", note: `${rowCount.toLocaleString("en")} rows of ${place}` });
    }
    await file.write(lines);
  } finally {
    await file.close();
  }
  return rowCount;
}

const isExact = (value: bigint): boolean =>
  value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER);

/** A value as JSON, with all its digits. Bytes are passed on as hexadecimal digits; a truth is a number here. */
function jsonOf(value: unknown, name: string, wanted: ReadonlyMap<string, DataType>, place: string): string {
  if (typeof value === "bigint") {
    if (wanted.get(name) === "Boolean" && (value === 0n || value === 1n)) return String(value === 1n);
    // Whoever reads a number of JSON holds 53 bits of it.
    return isExact(value) || wanted.has(name) ? String(value) : `"${value}"`;
  }
  if (typeof value === "number")
    return Number.isFinite(value) ? String(value) : JSON.stringify(String(value));
  if (!(value instanceof Uint8Array)) return JSON.stringify(value);
  if (wanted.has(name)) return failBytes(name, place);
  return JSON.stringify(Buffer.from(value).toString("hex"));
}
