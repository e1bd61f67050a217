import type { Table } from "../../schema/index.ts";
import type { RejectedPart } from "./part-plan.ts";

/** A row of a text file as it is passed on: its fields, and its text where that is strict CSV itself. */
export interface PassedFields {
  readonly kind: "fields";
  readonly fields: readonly string[];
  readonly source: string | null;
}

/** A record of a JSON file as it is passed on. */
export interface PassedRecord {
  readonly kind: "record";
  readonly record: Readonly<Record<string, unknown>>;
  readonly source: string;
}

/** The rows of one part of a text file: what fits, and what does not. */
export interface PartRows {
  /** The wanted columns of the rows that fit, in order. */
  readonly table: Table;
  /** The same rows as they stand in the file. */
  readonly passed: readonly (PassedFields | PassedRecord)[];
  /** The lines of the rows that fit. */
  readonly lines: readonly number[];
  readonly rejected: readonly RejectedPart[];
  /** Rows with stray quotes that could be read in only one way. */
  readonly repaired: number;
  /** Fields of records that are not among the columns that are passed on, with how many records have them. */
  readonly leftOut: ReadonlyMap<string, number>;
}
