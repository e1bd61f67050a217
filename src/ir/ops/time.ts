import { civilFromDays, dayMs, daysFromCivil, daysInMonth, firstDay, lastDay } from "../../schema/index.ts";
import { onNumbers, type OpDefinition } from "./definition.ts";

const family = "time" as const;
const nulls = "propagate" as const;

const inCalendar = (days: number): number | null => (days >= firstDay && days <= lastDay ? days : null);

/** A part of a day. For an instant, take `toDay` first. */
const part = (title: string, compute: (days: number) => number) => ({
  family,
  nulls,
  title,
  signatures: [{ args: ["Day"] as const, result: "Int" as const }],
  evaluate: onNumbers((days) => compute(days)),
});
const clock = (title: string, unitMs: number, units: number) => ({
  family,
  nulls,
  title,
  signatures: [{ args: ["Instant"] as const, result: "Int" as const }],
  evaluate: onNumbers((ms) => ((Math.floor(ms / unitMs) % units) + units) % units),
});

/** ISO 8601 weekday: Monday 1 … Sunday 7. */
export const isoWeekday = (days: number): number => ((((days + 3) % 7) + 7) % 7) + 1;

/** ISO 8601 week number: the week that holds the year's first Thursday is week 1. */
export function isoWeekOf(days: number): number {
  const thursday = days - isoWeekday(days) + 4;
  return Math.floor((thursday - daysFromCivil(civilFromDays(thursday).year, 1, 1)) / 7) + 1;
}

/** Days and instants, always UTC. */
export const time = {
  year: part("The year.", (days) => civilFromDays(days).year),
  quarter: part("The quarter of the year, 1 to 4.", (days) =>
    Math.floor((civilFromDays(days).month + 2) / 3),
  ),
  month: part("The month, 1 to 12.", (days) => civilFromDays(days).month),
  dayOfMonth: part("The day of the month, 1 to 31.", (days) => civilFromDays(days).day),
  dayOfYear: part(
    "The day of the year, 1 to 366.",
    (days) => days - daysFromCivil(civilFromDays(days).year, 1, 1) + 1,
  ),
  weekday: part("The ISO weekday: Monday 1 to Sunday 7.", isoWeekday),
  isoWeek: part("The ISO 8601 week, 1 to 53.", isoWeekOf),
  hour: clock("The hour in UTC, 0 to 23.", 3_600_000, 24),
  minute: clock("The minute, 0 to 59.", 60_000, 60),
  second: clock("The whole second, 0 to 59.", 1000, 60),
  toDay: {
    family,
    nulls,
    title: "The UTC day of an instant.",
    signatures: [{ args: ["Instant"], result: "Day" }],
    evaluate: onNumbers((ms) => Math.floor(ms / dayMs)),
  },
  toInstant: {
    family,
    nulls,
    title: "Midnight UTC of a day.",
    signatures: [{ args: ["Day"], result: "Instant" }],
    evaluate: onNumbers((days) => days * dayMs),
  },
  addDays: {
    family,
    nulls,
    title: "The day so many days later; null outside years 1 to 9999.",
    signatures: [{ args: ["Day", "Int"], result: "Day" }],
    evaluate: onNumbers((days, count) => inCalendar(days + count)),
  },
  daysBetween: {
    family,
    nulls,
    title: "How many days from the first day to the second; negative when the second is earlier.",
    signatures: [{ args: ["Day", "Day"], result: "Int" }],
    evaluate: onNumbers((from, to) => to - from),
  },
  secondsBetween: {
    family,
    nulls,
    title: "How many seconds from the first instant to the second.",
    signatures: [{ args: ["Instant", "Instant"], result: "Float" }],
    evaluate: onNumbers((from, to) => (to - from) / 1000),
  },
  monthStart: {
    family,
    nulls,
    title: "The first day of the month.",
    signatures: [{ args: ["Day"], result: "Day" }],
    evaluate: onNumbers((days) => days - civilFromDays(days).day + 1),
  },
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
} satisfies Record<string, OpDefinition>;
