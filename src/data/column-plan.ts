import type { Sql } from "../compile/index.ts";
import type { ColumnReading } from "./snapshot.ts";
import type { DataType } from "../schema/index.ts";

/** How one column is written into the snapshot, and what is told about it. */
export interface ColumnPlan {
  readonly name: string;
  readonly type: DataType;
  /** The typed value, null where it is missing or does not fit. */
  readonly expression: Sql;
  readonly reading: ColumnReading;
  readonly isAmbiguous: boolean;
}
