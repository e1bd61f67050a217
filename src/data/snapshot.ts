import type { Diagnostic } from "../base/index.ts";
import type { DataType, Schema } from "../schema/index.ts";

/** A row of the source that could not be read, told and counted, never dropped in silence. */
export interface RejectedRow {
  /** Line in the file, from 1; the first line of the row where it spans several. */
  readonly line: number;
  readonly reason: string;
  /** The start of the row's text. */
  readonly text: string;
}

/** How one column was read: its type, why, and what did not fit. */
export interface ColumnReading {
  readonly name: string;
  readonly type: DataType;
  /** Why this type, in plain words: `9,812 of 10,000 values are days (YYYY-MM-DD)`. */
  readonly reason: string;
  /** Values that were there and fit. */
  readonly read: number;
  /** Values that stood for missing: empty fields and the texts below. */
  readonly missing: number;
  readonly missingTexts: readonly { readonly text: string; readonly count: number }[];
  /** Values that did not fit the type and became missing, with the first few and their lines. */
  readonly failed: number;
  readonly failedSamples: readonly { readonly row: number; readonly text: string }[];
}

/** What was read, from which bytes, by which options: enough to say which data gave an answer. Plain frozen JSON. */
export interface Snapshot {
  readonly kind: "snapshot";
  readonly version: 1;
  /** SHA-256 over the bytes of the source and the options it was read with. */
  readonly hash: string;
  /** The source with every option as it was used (the found dialect included). A table source keeps no rows here. */
  readonly source: {
    readonly kind: string;
    readonly path?: string;
    readonly byteCount: number;
    readonly options: Readonly<Record<string, unknown>>;
  };
  readonly schema: Schema;
  readonly rowCount: number;
  readonly rejected: { readonly count: number; readonly samples: readonly RejectedRow[] };
  readonly columns: readonly ColumnReading[];
  readonly diagnostics: readonly Diagnostic[];
}
