import { existsSync } from "node:fs";
import type { Effects } from "../../base/index.ts";
import { identifier, joinSql, sql, textLiteral, type Sql } from "../../compile/index.ts";
import { interruptWhenAborted } from "../interrupt-when-aborted.ts";
import { describeRelation } from "../stage-parquet.ts";
import type { Engine } from "../engine.ts";
import { describeDuckdb, duckdbName, isHuge, withDuckdb } from "./duckdb-table.ts";
import { existingTable } from "./failure.ts";
import { findPostgresTable, withPostgres } from "./postgres/postgres-table.ts";
import { refuseWithoutRight, writePostgres } from "./postgres/write-postgres.ts";
import { hasSqliteTable, openSqlite } from "./sqlite-table.ts";
import type { DeclaredTypes } from "./staged-table.ts";
import type { TableAddress } from "./table-address.ts";
import { writeSqlite } from "./write-sqlite.ts";

/** Rows that a database is to take, and with what. */
export interface WrittenRows {
  /** A Parquet file. */
  readonly path: string;
  /** The types of columns that come from a table, in the words of its database. */
  readonly declared: DeclaredTypes | undefined;
  readonly engine: Engine;
  readonly effects: Effects;
}

/** A column to write: its name, the engine's type of it in the file, and its type in the database, where the rows come from one of that kind. */
export interface WrittenColumn {
  readonly name: string;
  readonly engineType: string;
  readonly declared: string | undefined;
}

/** Fails with T2996 where the table is there already, T2991 or T2992 where the database cannot be opened, T2995 where nothing may be made there. */
export async function refuseTable(table: TableAddress, engine: Engine, effects: Effects): Promise<void> {
  const { database, name, text } = table;
  // A file that is made by looking would stay behind when the work fails.
  if (database.kind !== "postgres" && !existsSync(database.path)) return;
  const isThere = async (): Promise<boolean> => {
    switch (database.kind) {
      case "sqlite": {
        const opened = await openSqlite(database.path, true);
        try {
          return hasSqliteTable(opened, name);
        } finally {
          opened.close();
        }
      }
      case "duckdb":
        return withDuckdb(
          database.path,
          true,
          engine,
          async () => (await describeDuckdb(engine, name)).columns.length > 0,
        );
      case "postgres":
        return withPostgres(database, effects.signal, async (connection) => {
          await refuseWithoutRight(connection, table);
          return (await findPostgresTable(connection, name)) !== undefined;
        });
    }
  };
  if (await isThere()) throw existingTable(text);
}

/**
 * Writes rows as a new table, in one transaction: it is there with all of them, or not at all. Errors: T2991, T2992, T2995, T2996.
 */
export async function writeDatabaseTable(table: TableAddress, rows: WrittenRows): Promise<void> {
  const { database } = table;
  const relation = sql`read_parquet(${textLiteral(rows.path)})`;
  const types = rows.declared?.kind === database.kind ? rows.declared.types : undefined;
  const columns = (await describeRelation(rows.engine, relation)).map(
    ({ name, engineType }): WrittenColumn => ({ name, engineType, declared: types?.get(name) }),
  );
  const goOn = interruptWhenAborted(rows.engine, rows.effects.signal);
  await write(table, columns, rows, relation).finally(goOn);
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
      return withDuckdb(database.path, true, rows.engine, () =>
        rows.engine.run(
          sql`CREATE TABLE ${duckdbName(table.name)} AS SELECT ${joinSql(columns.map(takenColumn))} FROM ${relation}`,
        ),
      );
    case "postgres":
      return withPostgres(database, rows.effects.signal, (connection) =>
        writePostgres(connection, table, columns, rows),
      );
  }
}
