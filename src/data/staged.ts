import { warningDiagnostic, type Diagnostic } from "../base/index.ts";
import type { Sql } from "../compile/index.ts";
import type { DataType } from "../schema/index.ts";
import type { Snapshot } from "./snapshot.ts";

/** A source as the engine can query it, before its columns have their types. */
export interface StagedSource {
  /** What stands behind FROM. Reading it twice gives the same rows in the same order. */
  readonly relation: Sql;
  readonly columns: readonly StagedColumn[];
  /** Rows that the relation must have, where they were counted independently. */
  readonly expectedRows: number | undefined;
  readonly source: Snapshot["source"];
  /** SHA-256 of the source's bytes, or of its canonical JSON. */
  readonly contentHash: string;
  readonly rejected: Snapshot["rejected"];
  readonly diagnostics: readonly Diagnostic[];
  /** Texts that stand for a missing value, beside the empty one. */
  readonly missing: readonly string[];
  /** Types that were asked for. */
  readonly types: Readonly<Record<string, DataType>>;
}

/** A column of the relation: its name there, its name in the snapshot and what it holds. */
export interface StagedColumn {
  readonly column: string;
  readonly name: string;
  /** `csv`: texts that may mean anything; `text`: texts that may be days; `typed`: values of the engine's type. */
  readonly content: "csv" | "text" | "typed";
  /** The engine's type, for `typed`. */
  readonly engineType: string;
}

/** The warning for a column of lists or objects. */
export const nestedColumn = (name: string, engineType?: string): Diagnostic =>
  warningDiagnostic("T1442", "The column holds nested values, which are kept as JSON text", {
    place: `column "${name}"`,
    ...(engineType === undefined ? {} : { value: engineType.slice(0, 80) }),
    cure: "Flatten it before, or take parts out with an expression.",
  });

/** The type that was asked for a column, if any. Columns may have any name, also `constructor`. */
export const wantedType = ({ types }: StagedSource, name: string): DataType | undefined =>
  Object.hasOwn(types, name) ? types[name] : undefined;
