import { isRecord } from "../base/index.ts";
import type { AggregateName, FeatureWindow } from "./definition.ts";
import type {
  EventColumns,
  EventOptions,
  EventSelection,
  EventTableSpec,
  FeatureSpec,
  HistoryOptions,
} from "./spec.ts";

/**
 * A table of events to make features of. `by` says whose event it is, `at` when it happened, `known` from when on the row
 * was known, `id` which event a row is about, so that a later row with the same id corrects it. The columns can be given as a
 * type argument; then TypeScript checks their names and types.
 * @example
 * const orders = events("orders", { by: "customer", at: "created", known: "loaded", id: "order" });
 * const features = { spent30: orders.last(days(30)).sum("amount"), since: orders.timeSince() };
 */
export const events = <const Columns extends EventColumns = EventColumns>(
  source: string,
  options: EventOptions<Columns>,
): EventSelection<Columns> => selection({ kind: "eventTable", source, options: { ...options } }, [], []);

/**
 * The earlier rows of the main table, parted into series by `by`: for lags and rolling figures. The clock of happening is the
 * project's time, so a row never sees itself, nor another row of the same moment.
 * @example
 * const sales = history({ by: "store", known: "closed" });
 * const features = { before: sales.lag(1, "sold"), week: sales.last(rows(7)).mean("sold") };
 */
export const history = (options: HistoryOptions = {}): EventSelection =>
  selection({ kind: "eventTable", source: null, options: { ...options } }, [], []);

function selection<Columns extends EventColumns>(
  table: EventTableSpec,
  windows: readonly FeatureWindow[],
  where: readonly unknown[],
): EventSelection<Columns> {
  const feature = (
    aggregate: AggregateName,
    value: unknown = null,
    place: number | null = null,
  ): FeatureSpec => Object.freeze({ kind: "feature", table, windows, where, aggregate, value, place });
  const last = (of: unknown): unknown =>
    isRecord(of) ? selection(table, [...windows, of as FeatureWindow], where) : feature("last", of);
  return Object.freeze({
    last: last as EventSelection<Columns>["last"],
    where: (condition: unknown) => selection<Columns>(table, windows, [...where, condition]),
    count: () => feature("count"),
    countOf: (value: unknown) => feature("countOf", value),
    sum: (value: unknown) => feature("sum", value),
    mean: (value: unknown) => feature("mean", value),
    min: (value: unknown) => feature("min", value),
    max: (value: unknown) => feature("max", value),
    first: (value: unknown) => feature("first", value),
    lag: (place: number, value: unknown) => feature("lag", value, place),
    distinct: (value: unknown) => feature("distinct", value),
    share: (condition: unknown) => feature("share", condition),
    timeSince: () => feature("timeSince"),
    timeSinceFirst: () => feature("timeSinceFirst"),
    trend: (value: unknown) => feature("trend", value),
    deviation: (value: unknown) => feature("deviation", value),
  });
}
