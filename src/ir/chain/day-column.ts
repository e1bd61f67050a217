import type { BooleanColumn } from "./boolean-column.ts";
import type {
  BaseColumn,
  ClampedColumn,
  ExtremeColumn,
  FillableColumn,
  MeasuredColumn,
  OrderedColumn,
} from "./column.ts";
import type { DayDuration } from "./duration.ts";
import type { InstantColumn } from "./instant-column.ts";
import type { NumberColumn } from "./number-column.ts";
import type { TextColumn } from "./text-column.ts";

/** A day or the day of an instant; a constant is ISO text: `"2024-01-31"`. */
type DayOperand = DayColumn | InstantColumn | string;

type IntOperand = NumberColumn<"Int"> | number;

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
  /** The year that the ISO 8601 week belongs to. */
  isoYear(): NumberColumn<"Int">;
  /** How many days the month has. */
  daysInMonth(): NumberColumn<"Int">;
  /** True in a leap year. */
  isLeapYear(): BooleanColumn;
  /** True on Saturday and Sunday. */
  isWeekend(): BooleanColumn;
  /** True on the last day of a month. */
  isMonthEnd(): BooleanColumn;
  /** The first day of the year. */
  yearStart(): DayColumn;
  /** The first day of the quarter. */
  quarterStart(): DayColumn;
  /** The first day of the month. */
  monthStart(): DayColumn;
  /** The last day of the month. */
  monthEnd(): DayColumn;
  /** The Monday of the week. */
  weekStart(): DayColumn;
  /** The next such ISO weekday after the day: 1 is Monday. */
  nextWeekday(weekday: number): DayColumn;
  /** The last such ISO weekday before the day: 1 is Monday. */
  previousWeekday(weekday: number): DayColumn;
  /** The day so many days later; missing outside the years 1 to 9999. */
  addDays(days: IntOperand): DayColumn;
  /** The same day so many months later, or the last of that month where it is shorter. */
  addMonths(months: IntOperand): DayColumn;
  /** The same day so many years later, 28 February for the 29th where there is none. */
  addYears(years: IntOperand): DayColumn;
  /** The n-th day from Monday to Friday after the day, or before it for n below 0. */
  addBusinessDays(days: IntOperand): DayColumn;
  /** How many days from this one to the other; negative when the other is earlier. */
  daysBetween(other: DayOperand): NumberColumn<"Int">;
  /** How many whole weeks from this day to the other. */
  weeksBetween(other: DayOperand): NumberColumn<"Int">;
  /** How many whole months from this day to the other. */
  monthsBetween(other: DayOperand): NumberColumn<"Int">;
  /** How many whole years from this day to the other, as an age. */
  yearsBetween(other: DayOperand): NumberColumn<"Int">;
  /** How many days from Monday to Friday from this day to before the other, without the holidays. */
  businessDaysBetween(other: DayOperand, ...holidays: readonly string[]): NumberColumn<"Int">;
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
  /** The instant of the day, an hour, minute and second in UTC; missing when there is none. */
  makeInstant(hour: IntOperand, minute: IntOperand, second: IntOperand): InstantColumn;
  /** How long it is from this day to another, in a unit: `column("signup").until(column("asOf")).months()`. */
  until(end: DayOperand): DayDuration;
  /** How long it is from another day to this one, in a unit. */
  since(start: DayOperand): DayDuration;
  /** By a pattern of YYYY, MM or M, MMM or MMMM, DD or D, ddd or dddd: `formatDay("YYYY-MM")`. */
  formatDay(pattern: string): TextColumn;
  /** As YYYY-MM-DD. */
  dayToText(): TextColumn;
}
