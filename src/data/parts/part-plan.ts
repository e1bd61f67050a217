import type { Diagnostic } from "../../base/index.ts";
import type { Field } from "../../schema/index.ts";
import type { Dialect } from "../csv-dialect.ts";
import type { DeclaredTypes } from "../database/staged-table.ts";
import type { CopiedGroups } from "./copied-groups.ts";
import type { MomentFormat } from "./read-moment.ts";

/** A column that is asked of a file, and how its texts are read. */
export interface WantedColumn extends Field {
  /** How days or instants are written; for other types undefined. */
  readonly format: MomentFormat | undefined;
  /** True when the spaces around texts are no part of them. */
  readonly trims: boolean;
}

interface CommonPlan {
  /** As the user names it. */
  readonly path: string;
  readonly fullPath: string;
  /** The columns of the file, in order. */
  readonly names: readonly string[];
  /** Those that are passed on, in the order of the output. */
  readonly passes: readonly string[];
  readonly wanted: readonly WantedColumn[];
}

/** How the rows of a text file with delimiters are read. */
export interface CsvPlan extends CommonPlan {
  readonly kind: "csv";
  readonly dialect: Dialect;
  readonly width: number;
  /** Rows before the first row of data that are not blank: remarks and the header. */
  readonly rowsBefore: number;
  /** Texts that stand for a missing value, beside the empty one. */
  readonly missing: readonly string[];
}

/** How the records of a JSON file are read. */
export interface JsonPlan extends CommonPlan {
  readonly kind: "json";
  /** One record a line, or values one after the other (an array, or records of several lines). */
  readonly shape: "lines" | "values";
}

/** Where rows stood before they were put into a Parquet file. */
export interface RowOrigin {
  /** The columns with the number of the line and the number of the file. */
  readonly line: string;
  readonly file: string;
  /** The files by their numbers. */
  readonly paths: readonly string[];
}

/** How the rows of a Parquet file are read. */
export interface ParquetPlan extends CommonPlan {
  readonly kind: "parquet";
  readonly rowCount: number;
  readonly rowsPerPart: number;
  /** The row groups that are copied as they are, each of which is a part; null where the file is written anew. */
  readonly copied: CopiedGroups | null;
  /** The names that the wanted columns have in the file, and the engine's types of them. */
  readonly columns: readonly string[];
  readonly engineTypes: readonly string[];
  /** For rows that were read from other files: the columns that say where each stood. */
  readonly origin: RowOrigin | null;
}

/** How a file is read part by part: plain data, so that it can be sent to other threads. */
export type PartPlan = CsvPlan | JsonPlan | ParquetPlan;

/** The rows of one part: a piece of text that ends with a row, or the numbers of rows. */
export type PartRange =
  | {
      readonly kind: "text";
      readonly text: string;
      /** The line in the file at which the text begins, from 1. */
      readonly line: number;
      readonly isFirst: boolean;
      readonly isLast: boolean;
    }
  | { readonly kind: "rows"; readonly firstRow: number; readonly rowCount: number };

/** A part of a file, in the order of the file. */
export interface Part {
  /** Its number in the file, from 0. */
  readonly number: number;
  readonly range: PartRange;
  /** What has been read when this part is done, of `total` units (bytes of text, or rows). */
  readonly done: number;
  /** Characters of the text, or 0: enough to pass the part over when it is known. */
  readonly size: number;
}

/** A part that was done before: its place is passed over. */
export type PartSize = number;

/** A file that was looked at and can be read part by part. */
export interface PartFile {
  readonly plan: PartPlan;
  /** Tells other content from this: a hash of what the content is. */
  readonly identity: string;
  /** Units of work in all: bytes of text, or rows. */
  readonly total: number;
  readonly diagnostics: readonly Diagnostic[];
  /** The types of the columns in the words of the database, where the rows come from a table. */
  readonly declared?: DeclaredTypes;
  /**
   * The parts in order. They are the same each time; `sizeOf` gives the size of a part that is done already, and nothing
   * for one that is to be given out.
   */
  parts(sizeOf: (part: number) => PartSize | undefined): AsyncGenerator<Part>;
}

/** A row that is not scored, and why: told and counted, never dropped in silence. */
export interface RejectedPart {
  /** Line in a text file, number of the row in a Parquet file; from 1. */
  readonly line: number;
  /** The column with the first mistake, or null where the row itself is wrong. */
  readonly column: string | null;
  readonly value: string | null;
  readonly reason: string;
  /** Other columns of the row with mistakes. */
  readonly others: readonly string[];
  /** The row as it stands in the file; null for Parquet. */
  readonly text: string | null;
  /** The file, where it is not the one that was read. */
  readonly file?: string;
}
