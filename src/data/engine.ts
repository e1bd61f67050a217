import type { Sql } from "../compile/index.ts";
import type { Table, Value } from "../schema/index.ts";

/** The one owner of a DuckDB database. It takes only SQL that was built from typed parts. */
export interface Engine {
  /** Runs a statement for its effect. */
  run(statement: Sql): Promise<void>;
  /** A small result as rows. Whole numbers come as numbers, days and instants as in `Value`. */
  rows(query: Sql): Promise<Record<string, Value>[]>;
  /** A result as typed vectors, streamed chunk by chunk: no row objects are made. */
  table(query: Sql): Promise<Table>;
  /** Registers a table in memory under a name that queries can use. */
  register(name: string, table: Table): Promise<void>;
  close(): Promise<void>;
}

/** How an engine may use the machine. None of it changes a result. */
export interface EngineOptions {
  /** Memory for the engine in MiB; beyond it, sorts and joins spill to the temporary folder. Default 1024. */
  readonly memoryLimitMb?: number;
  readonly threads?: number;
  readonly temporaryFolder?: string;
}
