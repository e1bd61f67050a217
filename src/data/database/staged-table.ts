import type { Effects } from "../../base/index.ts";
import { integerLiteral, sql, type Sql } from "../../compile/index.ts";
import type { DataType } from "../../schema/index.ts";
import type { Engine } from "../engine.ts";
import type { WantedOrder } from "./open-table.ts";

/** What is asked of a table. */
export interface TableRequest {
  readonly order: WantedOrder;
  /** The columns that are computed with, and the types they are wanted in; all others are passed on. */
  readonly wanted: ReadonlyMap<string, DataType>;
  /** Whether a column that is computed with may stand in the file twice, where a number has no room for all of its digits. */
  readonly keepsDigits: boolean;
  /** Looks at the columns before any row is read; their engine types are absent where each value has its own. Throws where one is lacking. */
  readonly check: (
    columns: readonly { readonly name: string; readonly engineType: string | undefined }[],
  ) => void;
  readonly engine: Engine;
  /** An empty folder for the rows. */
  readonly folder: string;
  readonly effects: Effects;
}

/** The rows of a table in a file, all as they were at one moment. */
export interface StagedTable {
  /** Parquet where the database has types for columns; JSON lines where each value has its own. */
  readonly kind: "parquet" | "json";
  readonly path: string;
  readonly rowCount: number;
  /** The columns of the table, in its order. */
  readonly names: readonly string[];
  /** The names of columns that stand in the file a second time, in the type that they are wanted in. */
  readonly renamed: ReadonlyMap<string, string>;
}

/** How rows are written into Parquet: in small groups, since a group is held in memory. */
export const stagedFormat: Sql = sql`(FORMAT parquet, ROW_GROUP_SIZE ${integerLiteral(30_720)})`;

/** The type of every column in the words of a kind of database, for a table of that kind that takes the rows on. */
export interface DeclaredTypes {
  readonly kind: "sqlite" | "duckdb" | "postgres";
  readonly types: ReadonlyMap<string, string>;
}
