import { sql, type Sql } from "../compile/index.ts";
import type { Table, Value } from "../schema/index.ts";

/** The one owner of a DuckDB database. It takes only SQL that was built from typed parts, and runs one statement at a time. */
export interface Engine {
  /** Runs a statement for its effect. */
  run(statement: Sql): Promise<void>;
  /** A small result as rows. Whole numbers come as numbers, days and instants as in `Value`. */
  rows(query: Sql): Promise<Record<string, Value>[]>;
  /** A result as typed vectors, streamed chunk by chunk: no row objects are made. Where `rowCount` is known, none is copied. */
  table(query: Sql, rowCount?: number): Promise<Table>;
  /** As `table`, with the number of values per column that the vectors cannot hold (NaN, infinity, beyond ±(2^53-1)). */
  tableWithLosses(query: Sql, rowCount?: number): Promise<TableWithLosses>;
  /** As `tableWithLosses`, in tables of so many rows (at least; the last one has the rest), so that memory does not grow with the result. */
  tables(query: Sql, rowsAtOnce: number, take: (table: TableWithLosses) => void): Promise<void>;
  /** Registers a table in memory under a name that queries can use. */
  register(name: string, table: Table): Promise<void>;
  /** Stops the running statement; its caller gets `T1404`. */
  interrupt(): void;
  close(): Promise<void>;
}

/** A table, and how many values became missing because a vector cannot hold them: only columns that lost some. */
export interface TableWithLosses {
  readonly table: Table;
  readonly lost: ReadonlyMap<string, number>;
}

/** How an engine may use the machine. None of it changes a result. */
export interface EngineOptions {
  /** Memory for the engine in MiB; beyond it, sorts and joins spill to the temporary folder. Default 1024. */
  readonly memoryLimitMb?: number;
  readonly threads?: number;
  readonly temporaryFolder?: string;
}

/** The version of the engine, for the record of a run. */
export const engineVersion = async (engine: Engine): Promise<string> =>
  String((await engine.rows(sql`SELECT version() AS version`))[0]!["version"]);
