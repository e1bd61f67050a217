import type { Effects } from "../../base/index.ts";
import type { Field, Schema } from "../../schema/index.ts";
import type { Engine } from "../engine.ts";
import type { CsvSource, JsonSource, ParquetSource } from "../source.ts";
import { openCsvParts } from "./open-csv-parts.ts";
import { openJsonParts } from "./open-json-parts.ts";
import { openParquetParts } from "./open-parquet-parts.ts";
import type { PartFile, RowOrigin } from "./part-plan.ts";

/** What is asked of a file, and where it stands. */
export interface PartRequest {
  /** The folder that paths are relative to. */
  readonly folder: string;
  /** For files that the engine reads. */
  readonly engine: Engine;
  readonly effects: Effects;
  /** The columns that are read out of it, and their types. */
  readonly wanted: readonly Field[];
  /** Looks at the columns that are there, before anything is read; for Parquet with their types. Throws where one is lacking. */
  readonly check: (names: readonly string[], types: Schema | undefined) => void;
  /** Bytes of a part, about: smaller ones need less memory and lose less work; 4 MiB of text, or 27 MB of columns. */
  readonly partBytes?: number;
  /** The columns that are passed on, which must be there; default: all. */
  readonly passes?: readonly string[];
  /** True where the row groups of a Parquet file may be copied into the output as they are. */
  readonly copies?: boolean;
  /** For a Parquet file that was made from others. */
  readonly made?: MadeFile;
}

/** What a Parquet file that was made from others holds beside the columns of those. */
interface MadeFile {
  /** The names that wanted columns have in the file, where they are others. */
  readonly renamed: ReadonlyMap<string, string>;
  /** The columns that are passed on. */
  readonly names: readonly string[];
  /** Where the rows stood before; null where they have no other place. */
  readonly origin: RowOrigin | null;
  /** What its content is: it is made anew each time. */
  readonly identity: string;
}

/**
 * Looks at a file that is to be read part by part: bytes, encoding, dialect, names, how its days are written. Errors of
 * the file and its content: T1420-T1437, T2948.
 */
export function openParts(
  source: CsvSource | JsonSource | ParquetSource,
  request: PartRequest,
): Promise<PartFile> {
  switch (source.kind) {
    case "csv":
      return openCsvParts(source, request);
    case "json":
      return openJsonParts(source, request);
    case "parquet":
      return openParquetParts(source, request);
  }
}
