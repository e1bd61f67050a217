import type { Diagnostic } from "../base/index.ts";
import type { Value } from "../schema/index.ts";

/** One event as values by column: days and instants as numbers, as in `Value`. Columns that no feature reads are passed over. */
export type EventRow = Readonly<Record<string, Value>>;

/** What became of the events of one `append`. */
export interface AppendReceipt {
  /** Events that are kept now. */
  readonly accepted: number;
  /** Events that were kept already: nothing changed. */
  readonly duplicates: number;
  /** Events without a clock, a key or an id that they need: not kept, counted here and told in `diagnostics`. */
  readonly leftOut: number;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Keeps events and answers with the features of a row, equal to `pointInTimeJoin` over the same events to the bit, in
 * whatever order they came. `append` is durable when it resolves, as far as the implementation keeps anything at all.
 */
export interface FeatureStateStore {
  /**
   * Takes events of a source (null: rows of the main table, for `history`). Sending an event with an id again changes
   * nothing. An event without one is an event of its own each time, unless `key` is given: a batch with a key that was seen
   * before is taken to be the same batch, and changes nothing.
   */
  append(source: string | null, events: readonly EventRow[], key?: string): Promise<AppendReceipt>;
  /** The features of a row, by name: all missing where its key or its prediction time is missing. */
  read(row: EventRow): Promise<Record<string, Value>>;
  /**
   * Forgets what no row with a prediction time from this moment on can see (milliseconds since 1970-01-01), however late events
   * and corrections still come. An earlier row is refused from then on (T2529). Features without a window of time see all
   * events for ever, so that of their tables only versions that were corrected are forgotten.
   */
  compact(moment: number): Promise<void>;
  /** Ends the work; what was appended stays where the implementation keeps it. */
  close(): Promise<void>;
}
