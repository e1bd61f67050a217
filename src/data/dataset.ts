import type { Schema, Table, Vector } from "../schema/index.ts";

/** Columns that can be read one at a time, so that work on a wide table needs the memory of a few columns only. */
export interface ColumnReader {
  readonly schema: Schema;
  readonly rowCount: number;
  column(name: string): Promise<Vector>;
  /** Several columns at once. */
  load(names: readonly string[]): Promise<Table>;
}
