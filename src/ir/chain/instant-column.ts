import type {
  BaseColumn,
  ClampedColumn,
  ExtremeColumn,
  FillableColumn,
  MeasuredColumn,
  OrderedColumn,
} from "./column.ts";
import type { DayColumn, DayParts } from "./day-column.ts";
import type { NumberColumn } from "./number-column.ts";
import type { TextColumn } from "./text-column.ts";

type Same = InstantColumn | string;

/**
 * A column of moments in UTC. Constants are ISO text with a time of day: `"2024-01-31T12:30:00Z"`. The parts of a day
 * (`month()`, `weekday()`…) are those of its UTC day.
 */
export interface InstantColumn
  extends
    BaseColumn<"Instant", Same>,
    FillableColumn<InstantColumn, Same>,
    OrderedColumn<Same, string>,
    ExtremeColumn<InstantColumn, Same>,
    MeasuredColumn<Same, string>,
    ClampedColumn<InstantColumn, Same>,
    DayParts {
  /** The UTC day. */
  toDay(): DayColumn;
  /** The hour in UTC, 0 to 23. */
  hour(): NumberColumn<"Int">;
  /** The minute, 0 to 59. */
  minute(): NumberColumn<"Int">;
  /** The whole second, 0 to 59. */
  second(): NumberColumn<"Int">;
  /** How many seconds from this instant to the other. */
  secondsBetween(other: Same): NumberColumn<"Float">;
  /** As YYYY-MM-DDThh:mm:ss.mmmZ. */
  instantToText(): TextColumn;
}
