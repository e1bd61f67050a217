import { existsSync } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Effects } from "../../base/index.ts";
import { identifier, joinSql, sql, textLiteral, type Sql } from "../../compile/index.ts";
import { interruptWhenAborted } from "../interrupt-when-aborted.ts";
import { describeRelation } from "../stage-parquet.ts";
import type { Engine } from "../engine.ts";
import { describeDuckdb, duckdbName, isHuge, withDuckdb } from "./duckdb-table.ts";
import { existingTable, isExisting } from "./failure.ts";
import type { TableColumn } from "./open-table.ts";
import { columnNamesOf, withPostgres } from "./postgres/postgres-table.ts";
import { refuseWithoutRight, writePostgres } from "./postgres/write-postgres.ts";
import { describeSqlite, openSqlite } from "./sqlite-table.ts";
import type { DeclaredTypes } from "./staged-table.ts";
import { tableName, type TableAddress } from "./table-address.ts";
import { writeSqlite } from "./write-sqlite.ts";

/** Rows that a database is to take, and with what. */
export interface WrittenRows {
  /** A Parquet file. */
  readonly path: string;
  /** The types of columns that come from a table, in the words of its database. */
  readonly declared: DeclaredTypes | undefined;
  readonly engine: Engine;
  readonly effects: Effects;
  /** A folder for what is made on the way. */
  readonly folder: string;
  /** True where an earlier process may have made a table of these rows. */
  readonly mayBeThere: boolean;
}

/** A column to write: its name, the engine's type of it in the file, and its type in the database, where the rows come from one of that kind. */
export interface WrittenColumn {
  readonly name: string;
  readonly engineType: string;
  readonly declared: string | undefined;
}

/** Fails with T2996 where the table is there already, T2991 or T2992 where the database cannot be opened, T2995 where nothing may be made there. */
export async function refuseTable(table: TableAddress, engine: Engine, effects: Effects): Promise<void> {
  if (await findTable(table, engine, effects, false)) throw existingTable(table.text);
}

/** A table that is there. */
interface FoundTable {
  readonly names: readonly string[];
  /** NaN where the rows are not counted. */
  readonly rowCount: number;
}

/** Looks for a table in a database that is to be written, and counts its rows where that is asked for. */
async function findTable(
  { database, name, ...rest }: TableAddress,
  engine: Engine,
  effects: Effects,
  counts: boolean,
): Promise<FoundTable | undefined> {
  // A file that is made by looking would stay behind when the work fails.
  if (database.kind !== "postgres" && !existsSync(database.path)) return undefined;
  const found = async (
    names: readonly string[],
    count: (query: Sql) => Promise<unknown>,
    relation: Sql,
  ): Promise<FoundTable | undefined> =>
    names.length === 0
      ? undefined
      : { names, rowCount: counts ? Number(await count(sql`SELECT count(*) AS n FROM ${relation}`)) : NaN };
  switch (database.kind) {
    case "sqlite": {
      const opened = await openSqlite(database.path, true);
      try {
        const { columns } = describeSqlite(opened, name);
        const count = async ({ text }: Sql): Promise<unknown> => opened.prepare(text).get()?.["n"];
        return await found(namesOf(columns), count, tableName(name));
      } finally {
        opened.close();
      }
    }
    case "duckdb":
      return withDuckdb(database.path, true, engine, async () => {
        const { columns } = await describeDuckdb(engine, name);
        const count = async (query: Sql): Promise<unknown> => (await engine.rows(query))[0]?.["n"];
        return found(namesOf(columns), count, duckdbName(name));
      });
    case "postgres":
      return withPostgres(database, effects.signal, async (connection) => {
        await refuseWithoutRight(connection, { database, name, ...rest });
        const count = async (query: Sql): Promise<unknown> => (await connection.rows(query))[0]?.[0];
        return found(await columnNamesOf(connection, name), count, tableName(name));
      });
  }
}

const namesOf = (columns: readonly TableColumn[]): readonly string[] => columns.map(({ name }) => name);

/**
 * Writes rows as a new table, in one transaction: it is there with all of them, or not at all. Where an earlier process may have
 * made it, a table of the same columns with as many rows is taken to be that. Errors: T2991, T2992, T2995, T2996.
 */
export async function writeDatabaseTable(table: TableAddress, rows: WrittenRows): Promise<void> {
  const { database } = table;
  const { engine, effects, mayBeThere } = rows;
  const relation = sql`read_parquet(${textLiteral(rows.path)})`;
  const types = rows.declared?.kind === database.kind ? rows.declared.types : undefined;
  const columns = (await describeRelation(engine, relation)).map(({ name, engineType }): WrittenColumn => ({
    name,
    engineType,
    declared: types?.get(name),
  }));
  const isWritten = async (): Promise<boolean> => {
    const found = await findTable(table, engine, effects, mayBeThere);
    if (!found) return false;
    const [counted] = mayBeThere ? await engine.rows(sql`SELECT count(*) AS n FROM ${relation}`) : [];
    const isSame = found.rowCount === Number(counted?.["n"]);
    if (isSame && found.names.join("\0") === columns.map(({ name }) => name).join("\0")) return true;
    throw existingTable(table.text);
  };
  if (await isWritten()) return;
  const goOn = interruptWhenAborted(engine, effects.signal);
  try {
    await write(table, columns, rows, relation);
  } catch (error) {
    // The server may have been about to end the transaction of a process that was killed.
    if (!(mayBeThere && isExisting(error) && (await isWritten()))) throw error;
  } finally {
    goOn();
  }
}

/** A column of the file in the type that it had in the database. */
function takenColumn({ name, declared }: WrittenColumn): Sql {
  const column = identifier(name);
  if (declared === undefined || !isHuge(declared)) return column;
  return sql`CAST(${column} AS ${declared === "HUGEINT" ? sql`HUGEINT` : sql`UHUGEINT`}) AS ${column}`;
}

function write(
  table: TableAddress,
  columns: readonly WrittenColumn[],
  rows: WrittenRows,
  relation: Sql,
): Promise<void> {
  const { database } = table;
  switch (database.kind) {
    case "sqlite":
      return writeSqlite(database.path, table, columns, rows);
    case "duckdb":
      return writeDuckdb(
        database.path,
        sql`CREATE TABLE ${duckdbName(table.name)} AS SELECT ${joinSql(columns.map(takenColumn))} FROM ${relation}`,
        rows,
      );
    case "postgres":
      return withPostgres(database, rows.effects.signal, (connection) =>
        writePostgres(connection, table, columns, rows),
      );
  }
}

/**
 * Makes a table in a DuckDB file. A file that is not there yet gets its name when it is whole: one whose making was broken off could not
 * be opened again.
 */
async function writeDuckdb(path: string, statement: Sql, rows: WrittenRows): Promise<void> {
  const { engine } = rows;
  const run = (): Promise<void> => engine.run(statement);
  if (existsSync(path)) return withDuckdb(path, true, engine, run);
  const own = join(rows.folder, "new.duckdb");
  for (const name of [own, `${own}.wal`]) await rm(name, { force: true });
  await withDuckdb(own, true, engine, run);
  // Another process may have made it meanwhile.
  if (existsSync(path)) await withDuckdb(path, true, engine, run);
  else await rename(own, path);
}
