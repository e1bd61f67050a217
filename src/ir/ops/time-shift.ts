import type { DataType } from "../../schema/index.ts";
import { civilFromDays, dayMs, daysFromCivil, daysInMonth, firstDay, lastDay } from "../../schema/index.ts";
import { roundHalfAway } from "./arithmetic.ts";
import { addBusinessDaysTo, addMonthsTo, isoWeekday } from "./calendar-arithmetic.ts";
import { onNumbers, type OpDefinition } from "./definition.ts";

const family = "time" as const;
const nulls = "propagate" as const;

const inCalendar = (days: number): number | null => (days >= firstDay && days <= lastDay ? days : null);
const inClock = (ms: number): number | null =>
  ms >= firstDay * dayMs && ms < (lastDay + 1) * dayMs ? ms : null;

const dayShift = (title: string, compute: (days: number, count: number) => number) => ({
  family,
  nulls,
  title,
  signatures: [{ args: ["Day", "Int"] as const, result: "Day" as const }],
  evaluate: onNumbers((days, count) => inCalendar(compute(days, count))),
});
const clockShift = (unit: string, unitMs: number) => ({
  family,
  nulls,
  title: `The instant so many ${unit} later; null outside years 1 to 9999.`,
  signatures: [{ args: ["Instant", "Int"] as const, result: "Instant" as const }],
  evaluate: onNumbers((ms, count) => inClock(ms + count * unitMs)),
});
const start = <Type extends DataType>(title: string, type: Type, compute: (value: number) => number) => ({
  family,
  nulls,
  title,
  signatures: [{ args: [type] as const, result: type }],
  evaluate: onNumbers((value) => compute(value)),
});
const weekdayAway = (title: string, compute: (days: number, weekday: number) => number) => ({
  ...dayShift(title, compute),
  literalFrom: 1,
  checkLiteral: (value: unknown) =>
    Number(value) >= 1 && Number(value) <= 7 ? undefined : "the weekday must be 1 (Monday) to 7 (Sunday)",
});

/** From days and instants to others. */
export const timeShift = {
  addDays: dayShift(
    "The day so many days later; null outside years 1 to 9999.",
    (days, count) => days + count,
  ),
  addMonths: dayShift(
    "The same day so many months later, or the last of that month where it is shorter; null outside years 1 to 9999.",
    addMonthsTo,
  ),
  addYears: dayShift(
    "The same day so many years later, 28 February for the 29th where there is none; null outside years 1 to 9999.",
    (days, count) => addMonthsTo(days, count * 12),
  ),
  addBusinessDays: dayShift(
    "The n-th day from Monday to Friday after a day, or before it for n below 0; the day itself for 0; null outside years 1 to 9999.",
    addBusinessDaysTo,
  ),
  nextWeekday: weekdayAway(
    "The next such ISO weekday after a day; null outside years 1 to 9999.",
    (days, weekday) => days + ((weekday - isoWeekday(days) + 6) % 7) + 1,
  ),
  previousWeekday: weekdayAway(
    "The last such ISO weekday before a day; null outside years 1 to 9999.",
    (days, weekday) => days - ((isoWeekday(days) - weekday + 6) % 7) - 1,
  ),
  addHours: clockShift("hours", 3_600_000),
  addMinutes: clockShift("minutes", 60_000),
  addSeconds: clockShift("seconds", 1000),
  addMilliseconds: clockShift("milliseconds", 1),
  yearStart: start("The first day of the year.", "Day", (days) =>
    daysFromCivil(civilFromDays(days).year, 1, 1),
  ),
  quarterStart: start("The first day of the quarter.", "Day", (days) => {
    const { year, month } = civilFromDays(days);
    return daysFromCivil(year, month - ((month - 1) % 3), 1);
  }),
  monthStart: start("The first day of the month.", "Day", (days) => days - civilFromDays(days).day + 1),
  monthEnd: start("The last day of the month.", "Day", (days) => {
    const { year, month, day } = civilFromDays(days);
    return days - day + daysInMonth(year, month);
  }),
  weekStart: start("The Monday of the week.", "Day", (days) => days - isoWeekday(days) + 1),
  hourStart: start("The beginning of the hour.", "Instant", (ms) => Math.floor(ms / 3_600_000) * 3_600_000),
  minuteStart: start("The beginning of the minute.", "Instant", (ms) => Math.floor(ms / 60_000) * 60_000),
  makeDay: {
    family,
    nulls,
    title: "The day of a year, month and day of the month; null when there is none.",
    signatures: [{ args: ["Int", "Int", "Int"], result: "Day" }],
    evaluate: onNumbers((year, month, day) => {
      if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month))
        return null;
      return daysFromCivil(year, month, day);
    }),
  },
  makeInstant: {
    family,
    nulls,
    title: "The instant of a day, hour, minute and second in UTC; null when there is none.",
    signatures: [{ args: ["Day", "Int", "Int", "Int"], result: "Instant" }],
    evaluate: onNumbers((days, hour, minute, second) => {
      if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return null;
      return days * dayMs + (hour * 3600 + minute * 60 + second) * 1000;
    }),
  },
  fromEpochSeconds: {
    family,
    nulls,
    title:
      "The instant so many seconds after 1970-01-01T00:00Z, to the nearest millisecond; null outside years 1 to 9999.",
    signatures: [
      { args: ["Float"], result: "Instant" },
      { args: ["Int"], result: "Instant" },
    ],
    evaluate: onNumbers((seconds) => inClock(roundHalfAway(seconds * 1000))),
  },
  fromEpochMilliseconds: {
    family,
    nulls,
    title: "The instant so many milliseconds after 1970-01-01T00:00Z; null outside years 1 to 9999.",
    signatures: [{ args: ["Int"], result: "Instant" }],
    evaluate: onNumbers((ms) => inClock(ms)),
  },
} satisfies Record<string, OpDefinition>;
