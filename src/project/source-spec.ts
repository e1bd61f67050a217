import { deepFreeze } from "../base/index.ts";
import type { CsvOptions, CsvSource, JsonSource, ParquetSource, TableSource } from "../data/index.ts";

/** A source that remembers its path in its type, so that the columns written by `tandem init` can be found by it. */
export type SourceSpec<Path extends string = string> =
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
