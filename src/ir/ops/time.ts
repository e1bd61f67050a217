import { civilFromDays, dayMs, daysFromCivil, daysInMonth, isLeapYear } from "../../schema/index.ts";
import { isoWeekday, isoWeekOf, isoYearOf } from "./calendar-arithmetic.ts";
import { onNumbers, type OpDefinition } from "./definition.ts";

const family = "time" as const;
const nulls = "propagate" as const;

/** A part of a day. For an instant, take `toDay` first. */
const part = (title: string, compute: (days: number) => number) => ({
  family,
  nulls,
  title,
  signatures: [{ args: ["Day"] as const, result: "Int" as const }],
  evaluate: onNumbers((days) => compute(days)),
});
const test = (title: string, compute: (days: number) => boolean) => ({
  family,
  nulls,
  title,
  signatures: [{ args: ["Day"] as const, result: "Boolean" as const }],
  evaluate: onNumbers((days) => compute(days)),
});
const clock = (title: string, unitMs: number, units: number) => ({
  family,
  nulls,
  title,
  signatures: [{ args: ["Instant"] as const, result: "Int" as const }],
  evaluate: onNumbers((ms) => ((Math.floor(ms / unitMs) % units) + units) % units),
});

/** The parts of days and instants, always UTC. */
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
  isoYear: part("The year that the ISO 8601 week belongs to.", isoYearOf),
  daysInMonth: part("How many days the month has, 28 to 31.", (days) => {
    const { year, month } = civilFromDays(days);
    return daysInMonth(year, month);
  }),
  isLeapYear: test("True in a leap year.", (days) => isLeapYear(civilFromDays(days).year)),
  isWeekend: test("True on Saturday and Sunday.", (days) => isoWeekday(days) > 5),
  isMonthEnd: test("True on the last day of a month.", (days) => civilFromDays(days + 1).day === 1),
  hour: clock("The hour in UTC, 0 to 23.", 3_600_000, 24),
  minute: clock("The minute, 0 to 59.", 60_000, 60),
  second: clock("The whole second, 0 to 59.", 1000, 60),
  millisecond: clock("The milliseconds of the second, 0 to 999.", 1, 1000),
  dayFraction: {
    family,
    nulls,
    title: "The part of the UTC day that is over, from 0 to below 1.",
    signatures: [{ args: ["Instant"], result: "Float" }],
    evaluate: onNumbers((ms) => (ms - Math.floor(ms / dayMs) * dayMs) / dayMs),
  },
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
} satisfies Record<string, OpDefinition>;
