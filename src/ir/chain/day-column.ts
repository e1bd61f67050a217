import type {
  BaseColumn,
  ClampedColumn,
  ExtremeColumn,
  FillableColumn,
  MeasuredColumn,
  OrderedColumn,
} from "./column.ts";
import type { InstantColumn } from "./instant-column.ts";
import type { NumberColumn } from "./number-column.ts";
import type { TextColumn } from "./text-column.ts";

/** A day or the day of an instant; a constant is ISO text: `"2024-01-31"`. */
type DayOperand = DayColumn | InstantColumn | string;

/** The parts of a day. */
export interface DayParts {
  /** The year. */
  year(): NumberColumn<"Int">;
  /** The quarter of the year, 1 to 4. */
  quarter(): NumberColumn<"Int">;
  /** The month, 1 to 12. */
  month(): NumberColumn<"Int">;
  /** The day of the month, 1 to 31. */
  dayOfMonth(): NumberColumn<"Int">;
  /** The day of the year, 1 to 366. */
  dayOfYear(): NumberColumn<"Int">;
  /** The ISO weekday: Monday 1 to Sunday 7. */
  weekday(): NumberColumn<"Int">;
  /** The ISO 8601 week, 1 to 53. */
  isoWeek(): NumberColumn<"Int">;
  /** The first day of the month. */
  monthStart(): DayColumn;
  /** The day so many days later; missing outside the years 1 to 9999. */
  addDays(days: NumberColumn<"Int"> | number): DayColumn;
  /** How many days from this one to the other; negative when the other is earlier. */
  daysBetween(other: DayOperand): NumberColumn<"Int">;
}

type Same = DayColumn | string;

/** A column of calendar days. Constants are ISO text: `"2024-01-31"`. */
export interface DayColumn
  extends
    BaseColumn<"Day", Same>,
    FillableColumn<DayColumn, Same>,
    OrderedColumn<Same, string>,
    ExtremeColumn<DayColumn, Same>,
    MeasuredColumn<Same, string>,
    ClampedColumn<DayColumn, Same>,
    DayParts {
  /** Midnight UTC of the day. */
  toInstant(): InstantColumn;
  /** As YYYY-MM-DD. */
  dayToText(): TextColumn;
}
