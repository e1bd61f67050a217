import type { DataType } from "../schema/index.ts";

/** Where rows come from, normalized. Paths are relative to the project's folder. */
export type Source = PlainSource | SqlSource;

/** A source that is read as it stands. */
export type PlainSource = CsvSource | JsonSource | ParquetSource | TableSource;

/** How a text file is read; what is left out is found out and written into the snapshot. */
export interface CsvOptions {
  /** One character between the fields. */
  readonly delimiter?: string;
  /** One character around fields, or "" for none. */
  readonly quote?: string;
  /** Whether the first row holds the names. */
  readonly header?: boolean;
  readonly encoding?: "utf-8" | "utf-16le" | "utf-16be" | "latin-1" | "windows-1252";
  /** Texts that stand for a missing value, beside the empty field. Default: NA, N/A, null, NULL, ?, -, NaN, and a few like them. */
  readonly missing?: readonly string[];
  /** Names for files that have none, in order. */
  readonly names?: readonly string[];
  /** Types to read columns as, instead of the inferred ones. */
  readonly types?: Readonly<Record<string, DataType>>;
}

export interface CsvSource {
  readonly kind: "csv";
  readonly path: string;
  readonly options: CsvOptions;
}

/** JSON lines, or one array of objects; which of the two is found out. */
export interface JsonSource {
  readonly kind: "json";
  readonly path: string;
  readonly options: { readonly types?: Readonly<Record<string, DataType>> };
}

export interface ParquetSource {
  readonly kind: "parquet";
  readonly path: string;
}

/** Rows that are already in memory. */
export interface TableSource {
  readonly kind: "table";
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

/** What one SELECT statement makes of named sources: joins and reshaping before anything is learnt. */
export interface SqlSource {
  readonly kind: "sql";
  /** The statement, in DuckDB's SQL. It sees the inputs by their names, and nothing else. */
  readonly text: string;
  readonly inputs: Readonly<Record<string, PlainSource>>;
}
