import { DuckDBInstance, type DuckDBConnection, type DuckDBValue } from "@duckdb/node-api";
import { compileDuckdb, identifier, joinSql, sql, textLiteral, type Sql } from "../../src/compile/index.ts";
import type { Program } from "../../src/ir/index.ts";
import {
  dayToText,
  instantToText,
  valueAt,
  type DataType,
  type Table,
  type Value,
} from "../../src/schema/index.ts";

/** A real DuckDB in memory that runs compiled Programs. */
export interface DuckdbTarget {
  /** Makes a table of the engine. */
  load(name: string, table: Table): Promise<void>;
  /** All outputs of a Program for every row of a loaded table, in the order of its rows. */
  run(program: Program, name: string): Promise<Record<string, Value>[]>;
  /** Any query, as rows. */
  rows(query: Sql): Promise<Record<string, Value>[]>;
  close(): void;
}

const sqlTypes: Readonly<Record<DataType, Sql>> = {
  Boolean: sql`BOOLEAN`,
  Int: sql`BIGINT`,
  Float: sql`DOUBLE`,
  Text: sql`VARCHAR`,
  Day: sql`DATE`,
  Instant: sql`TIMESTAMP`,
};

/** Opens the engine: no extension is ever loaded, and the time zone is UTC. */
export async function openDuckdb(): Promise<DuckdbTarget> {
  const instance = await DuckDBInstance.create(":memory:", {
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
    threads: "1",
  });
  const connection = await instance.connect();
  await connection.run("SET TimeZone = 'UTC'").catch((error: unknown) => {
    // Without its ICU extension the engine has no time zones at all, and so none to set.
    if (!/unrecognized configuration parameter/i.test(String(error))) throw error;
  });
  return {
    load: (name, table) => load(connection, name, table),
    run: async (program, name) => {
      const query = compileDuckdb(program, { relation: identifier(name), keep: ["tandem row"] });
      const rows = await rowsOf(
        connection,
        sql`SELECT * FROM (${query}) ORDER BY ${identifier("tandem row")}`,
      );
      for (const row of rows) delete row["tandem row"];
      return rows;
    },
    rows: (query) => rowsOf(connection, query),
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

async function load(connection: DuckDBConnection, name: string, table: Table): Promise<void> {
  const columns = [...table.columns];
  const types = columns.map(([column, { type }]) => sql`${identifier(column)} ${sqlTypes[type]}`);
  const rows = Array.from({ length: table.rowCount }, (_, row) => {
    const cells = columns.map(([, vector]) => cellSql(valueAt(vector, row), vector.type));
    return sql`(${joinSql([sql`${row}`, ...cells])})`;
  });
  const head = sql`CREATE OR REPLACE TABLE ${identifier(name)}`;
  await connection.run(sql`${head} (${joinSql([sql`${identifier("tandem row")} DOUBLE`, ...types])})`.text);
  await connection.run(sql`INSERT INTO ${identifier(name)} VALUES ${joinSql(rows)}`.text);
}

/** A value as a cell; -0 keeps its sign, since a file may hold one. */
function cellSql(value: Value, type: DataType): Sql {
  if (value === null) return sql`NULL`;
  if (type === "Text") return textLiteral(String(value));
  if (type === "Day") return sql`DATE ${textLiteral(dayToText(Number(value)))}`;
  if (type === "Instant") return sql`TIMESTAMP ${textLiteral(instantToText(Number(value)).slice(0, -1))}`;
  if (typeof value === "boolean") return sql`${value}`;
  return Object.is(value, -0) ? sql`(- 0e0)` : sql`${Number(value)}`;
}

async function rowsOf(connection: DuckDBConnection, query: Sql): Promise<Record<string, Value>[]> {
  const result = await connection.runAndReadAll(query.text);
  const names = result.columnNames();
  return result
    .getRows()
    .map((row) => Object.fromEntries(names.map((name, at) => [name, plainValue(row[at]!)])));
}

function plainValue(value: DuckDBValue): Value {
  if (value === null || typeof value === "string" || typeof value === "number" || typeof value === "boolean")
    return value;
  if (typeof value === "bigint") return Number(value);
  if ("days" in value && typeof value.days === "number") return value.days;
  // Microseconds pass 2^53 in the year 2255, so the division must come before the change to a number.
  if ("micros" in value && typeof value.micros === "bigint" && value.micros % 1000n === 0n)
    return Number(value.micros / 1000n);
  throw new TypeError(`No value of the expression language: ${String(value)}`);
}
