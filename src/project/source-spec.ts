import { deepFreeze } from "../base/index.ts";
import type {
  CsvOptions,
  CsvSource,
  JsonSource,
  ParquetSource,
  SqlSource,
  TableSource,
} from "../data/index.ts";

/** A source that remembers its path in its type, so that the columns written by `tandem init` can be found by it. */
export type SourceSpec<Path extends string = string> = PlainSourceSpec<Path> | SqlSource;

/** A source that is read as it stands. */
export type PlainSourceSpec<Path extends string = string> =
  | (CsvSource & { readonly path: Path })
  | (JsonSource & { readonly path: Path })
  | (ParquetSource & { readonly path: Path })
  | TableSource;

/**
 * A text file with delimiters. What the options leave out is found out and written into the snapshot.
 * @example
 * csv("birdstrikes.csv", { missing: ["unknown"] })
 */
export const csv = <const Path extends string>(
  path: Path,
  options: CsvOptions = {},
): CsvSource & { readonly path: Path } => deepFreeze({ kind: "csv", path, options: { ...options } });

/** A file of JSON lines, or of one array of objects. */
export const json = <const Path extends string>(
  path: Path,
  options: JsonSource["options"] = {},
): JsonSource & { readonly path: Path } => deepFreeze({ kind: "json", path, options: { ...options } });

/** A Parquet file. */
export const parquet = <const Path extends string>(path: Path): ParquetSource & { readonly path: Path } =>
  deepFreeze({ kind: "parquet", path });

/** Rows that are already in memory. */
export const table = (rows: TableSource["rows"]): TableSource =>
  deepFreeze({ kind: "table", rows: rows.map((row) => ({ ...row })) });

/**
 * What one SELECT statement makes of named sources: joins and reshaping before anything is learnt. DuckDB's SQL; it sees the
 * inputs by their names and nothing else, and gives the same rows in the same order each time.
 * @example
 * sql("SELECT * FROM orders JOIN customers USING (customer)", {
 *   orders: csv("orders.csv"),
 *   customers: parquet("customers.parquet"),
 * })
 */
export const sql = <const Text extends string>(
  text: Text,
  inputs: Readonly<Record<string, PlainSourceSpec>>,
): SqlSource & { readonly text: Text } => deepFreeze({ kind: "sql", text, inputs: { ...inputs } });
