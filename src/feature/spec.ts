import type { AnyColumn, BooleanColumn, ColumnOf, chooseColumn, constantColumn } from "../ir/index.ts";
import type { DataType } from "../schema/index.ts";
import type { AggregateName, FeatureWindow } from "./definition.ts";

/** The columns of an event table by name, as types; any name and type while they are not given. */
export type EventColumns = Readonly<Record<string, DataType>>;

type NamesOf<Columns extends EventColumns, Type extends DataType> = string extends keyof Columns
  ? string
  : { [Name in keyof Columns]: Columns[Name] extends Type ? Name : never }[keyof Columns] & string;

type ChainOf<Columns extends EventColumns, Name extends string> = string extends keyof Columns
  ? AnyColumn
  : ColumnOf<Columns[Name] & DataType>;

/** What a function over the columns of an event gets. */
interface EventContext<Columns extends EventColumns> {
  /** A column of the event; its operations are those of its type. */
  readonly column: <Name extends NamesOf<Columns, DataType>>(name: Name) => ChainOf<Columns, Name>;
  readonly choose: typeof chooseColumn;
  readonly constant: typeof constantColumn;
}

/** A condition on an event. */
type EventCondition<Columns extends EventColumns> = (
  context: EventContext<Columns>,
) => BooleanColumn | AnyColumn;

/** What is aggregated: a column by name, or a chain over the columns of the event. */
type EventValue<Columns extends EventColumns, Type extends DataType> =
  | NamesOf<Columns, Type>
  | ((context: EventContext<Columns>) => ColumnOf<Type> | AnyColumn);

/** How an event table is read. */
export interface EventOptions<Columns extends EventColumns = EventColumns> {
  /** The column, or columns, that say whose event it is. */
  readonly by: NamesOf<Columns, DataType> | readonly NamesOf<Columns, DataType>[];
  /** The columns of the main table with the same key, where they have other names. */
  readonly rowBy?: string | readonly string[];
  /** When the event happened: a column of days or instants. */
  readonly at: NamesOf<Columns, "Day" | "Instant">;
  /**
   * From when on this row of the table was known. Name the column of `at` to say that an event is known the moment it
   * happens; when it is left out that is assumed, and a warning says so.
   */
  readonly known?: NamesOf<Columns, "Day" | "Instant">;
  /** The column, or columns, that name an event. A row with the same id that is known later corrects the earlier one. */
  readonly id?: NamesOf<Columns, DataType> | readonly NamesOf<Columns, DataType>[];
}

/** How the earlier rows of the main table are read. */
export interface HistoryOptions {
  /** The column, or columns, that part the rows into series; leave it out for one series of all rows. */
  readonly by?: string | readonly string[];
  /** From when on the whole row was known, the target too. When it is left out, from its prediction time on, with a warning. */
  readonly known?: string;
}

/** An event table, or the main table's own history, as the user said it. */
export interface EventTableSpec {
  readonly kind: "eventTable";
  readonly source: string | null;
  readonly options: Readonly<Record<string, unknown>>;
}

/** A feature as the user said it; `normalizeFeatures` makes it a definition. */
export interface FeatureSpec {
  readonly kind: "feature";
  readonly table: EventTableSpec;
  /** As many windows as were said: two are a mistake. */
  readonly windows: readonly FeatureWindow[];
  /** Functions over the event's columns. */
  readonly where: readonly unknown[];
  readonly aggregate: AggregateName;
  readonly value: unknown;
  readonly place: number | null;
}

/** Events to make a feature of: narrow them down with `last` and `where`, then choose the aggregate. */
export interface EventSelection<Columns extends EventColumns = EventColumns> {
  /** Only the events of the last time, or the last so many: `last(days(30))`, `last(rows(5))`. */
  last(window: FeatureWindow): EventSelection<Columns>;
  /** The last value that is there. */
  last(value: EventValue<Columns, DataType>): FeatureSpec;
  /** Only the events for which the condition is true. */
  where(condition: EventCondition<Columns>): EventSelection<Columns>;
  /** How many events there are. */
  count(): FeatureSpec;
  /** In how many events the value is there. */
  countOf(value: EventValue<Columns, DataType>): FeatureSpec;
  /** The exact sum, rounded once; 0 for no events. */
  sum(value: EventValue<Columns, "Int" | "Float">): FeatureSpec;
  /** The sum divided by the number of values; missing for none. */
  mean(value: EventValue<Columns, "Int" | "Float">): FeatureSpec;
  /** The smallest value. */
  min(value: EventValue<Columns, "Int" | "Float" | "Day" | "Instant">): FeatureSpec;
  /** The largest value. */
  max(value: EventValue<Columns, "Int" | "Float" | "Day" | "Instant">): FeatureSpec;
  /** The first value that is there. */
  first(value: EventValue<Columns, DataType>): FeatureSpec;
  /** The value of the last event but n-1, missing where it is missing: `lag(1, "amount")` is that of the last event. */
  lag(place: number, value: EventValue<Columns, DataType>): FeatureSpec;
  /** How many different values there are. */
  distinct(value: EventValue<Columns, DataType>): FeatureSpec;
  /** The share of the events for which a condition is true; missing for no events. */
  share(condition: EventCondition<Columns>): FeatureSpec;
  /** Days from the last event to the prediction time, with a fraction. */
  timeSince(): FeatureSpec;
  /** Days from the first event to the prediction time, with a fraction. */
  timeSinceFirst(): FeatureSpec;
  /** The slope per day of the least-squares line through the values; missing below two moments. */
  trend(value: EventValue<Columns, "Int" | "Float">): FeatureSpec;
  /** The standard deviation of the values (divided by their number less one); missing below two values. */
  deviation(value: EventValue<Columns, "Int" | "Float">): FeatureSpec;
}
