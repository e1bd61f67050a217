import type {
  BaseColumn,
  ClampedColumn,
  ExtremeColumn,
  FillableColumn,
  MeasuredColumn,
  OrderedColumn,
} from "./column.ts";
import type { DayColumn, DayParts } from "./day-column.ts";
import type { InstantDuration } from "./duration.ts";
import type { NumberColumn } from "./number-column.ts";
import type { TextColumn } from "./text-column.ts";

type Same = InstantColumn | string;
type IntOperand = NumberColumn<"Int"> | number;

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
  /** The milliseconds of the second, 0 to 999. */
  millisecond(): NumberColumn<"Int">;
  /** The part of the UTC day that is over, from 0 to below 1. */
  dayFraction(): NumberColumn<"Float">;
  /** The beginning of the hour. */
  hourStart(): InstantColumn;
  /** The beginning of the minute. */
  minuteStart(): InstantColumn;
  /** The instant so many hours later; missing outside the years 1 to 9999. */
  addHours(hours: IntOperand): InstantColumn;
  /** The instant so many minutes later; missing outside the years 1 to 9999. */
  addMinutes(minutes: IntOperand): InstantColumn;
  /** The instant so many seconds later; missing outside the years 1 to 9999. */
  addSeconds(seconds: IntOperand): InstantColumn;
  /** The instant so many milliseconds later; missing outside the years 1 to 9999. */
  addMilliseconds(milliseconds: IntOperand): InstantColumn;
  /** How many hours from this instant to the other. */
  hoursBetween(other: Same): NumberColumn<"Float">;
  /** How many minutes from this instant to the other. */
  minutesBetween(other: Same): NumberColumn<"Float">;
  /** How many seconds from this instant to the other. */
  secondsBetween(other: Same): NumberColumn<"Float">;
  /** How many milliseconds from this instant to the other. */
  millisecondsBetween(other: Same): NumberColumn<"Int">;
  /** How long it is from this instant to another, in a unit: `column("opened").until(column("closed")).hours()`. */
  until(end: Same): InstantDuration;
  /** How long it is from another instant to this one, in a unit. */
  since(start: Same): InstantDuration;
  /** How many seconds it is after 1970-01-01T00:00Z. */
  toEpochSeconds(): NumberColumn<"Float">;
  /** How many milliseconds it is after 1970-01-01T00:00Z. */
  toEpochMilliseconds(): NumberColumn<"Int">;
  /** By a pattern of the tokens of days and hh or h, A, mm, ss, SSS: `formatInstant("YYYY-MM-DD hh:mm")`. */
  formatInstant(pattern: string): TextColumn;
  /** As YYYY-MM-DDThh:mm:ss.mmmZ. */
  instantToText(): TextColumn;
}
