import type { Expr } from "../ir/index.ts";
import type { DataType, Field } from "../schema/index.ts";

/** Which events a feature looks at, of those before the prediction time: all, those of the last time, the last so many. */
export type FeatureWindow =
  | { readonly kind: "all" }
  | { readonly kind: "time"; readonly milliseconds: number }
  | { readonly kind: "rows"; readonly count: number };

/** What is made of the events in a window. docs/semantics.md says exactly what each gives. */
export type AggregateName =
  | "count"
  | "countOf"
  | "sum"
  | "mean"
  | "min"
  | "max"
  | "first"
  | "last"
  | "lag"
  | "distinct"
  | "share"
  | "timeSince"
  | "timeSinceFirst"
  | "trend"
  | "deviation";

/** One feature of a row: an aggregate of the events of its key that are visible at its prediction time. */
export interface FeatureDefinition {
  readonly name: string;
  /** The name of its event table definition. */
  readonly table: string;
  readonly window: FeatureWindow;
  /** A Boolean expression over the event's columns; an event counts where it is true. */
  readonly where: Expr | null;
  readonly aggregate: AggregateName;
  /** What is aggregated: an expression over the event's columns. */
  readonly value: Expr | null;
  /** For `lag`: 1 is the last event. */
  readonly place: number | null;
  readonly type: DataType;
}

/** A table of events with two clocks: when each happened, and from when on it was known. */
export interface EventTableDefinition {
  /** Unique in the set: the source's name, with `#2`, `#3` where a source is read in several ways. */
  readonly name: string;
  /** The table that the events come from; null for the earlier rows of the main table (`history`). */
  readonly source: string | null;
  /** The columns of the key, in the events and, in the same order, in the rows. */
  readonly by: readonly string[];
  readonly rowBy: readonly string[];
  /** The clock of happening. */
  readonly at: string;
  /** The clock of knowing. */
  readonly known: string;
  /** The columns that name an event, whose later known versions correct it; none where each row is an event of its own. */
  readonly id: readonly string[];
  /** Every column that is read: keys, clocks, ids, and what the features read; sorted by name. */
  readonly fields: readonly Field[];
  /** The columns that the features read, sorted by name: they decide between versions known at the same time. */
  readonly reads: readonly string[];
}

/** All event features of a project: plain frozen JSON, which a package can carry. */
export interface FeatureSet {
  readonly kind: "features";
  readonly version: 1;
  /** The column of the main table with the prediction time. */
  readonly time: string;
  /** The columns of the main table that are read: the prediction time and the keys, sorted by name. */
  readonly rowFields: readonly Field[];
  readonly tables: readonly EventTableDefinition[];
  readonly features: readonly FeatureDefinition[];
}
