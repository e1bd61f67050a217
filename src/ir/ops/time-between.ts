import { businessDaysBetweenDays, isoWeekday, monthsBetweenDays } from "./calendar-arithmetic.ts";
import { onNumbers, type OpDefinition } from "./definition.ts";

const family = "time" as const;
const nulls = "propagate" as const;

const dayDifference = (title: string, compute: (from: number, to: number) => number) => ({
  family,
  nulls,
  title,
  signatures: [{ args: ["Day", "Day"] as const, result: "Int" as const }],
  evaluate: onNumbers((from, to) => compute(from, to)),
});
const clockDifference = (unit: string, unitMs: number) => ({
  family,
  nulls,
  title: `How many ${unit} from the first instant to the second.`,
  signatures: [{ args: ["Instant", "Instant"] as const, result: "Float" as const }],
  evaluate: onNumbers((from, to) => (to - from) / unitMs),
});

/** How many of some days are from Monday to Friday and lie in [from, to); negative backwards. */
function holidaysBetween(from: number, to: number, holidays: readonly number[]): number {
  const free = [...new Set(holidays)].filter((day) => isoWeekday(day) <= 5);
  const before = (day: number): number => free.filter((holiday) => holiday < day).length;
  return before(to) - before(from);
}

/** How far two days or instants are apart; negative when the second is earlier. */
export const timeBetween = {
  daysBetween: dayDifference(
    "How many days from the first day to the second; negative when the second is earlier.",
    (from, to) => to - from,
  ),
  weeksBetween: dayDifference("How many whole weeks from the first day to the second.", (from, to) =>
    Math.trunc((to - from) / 7),
  ),
  monthsBetween: dayDifference(
    "How many whole months from the first day to the second: the most that addMonths takes without passing it.",
    monthsBetweenDays,
  ),
  yearsBetween: dayDifference(
    "How many whole years from the first day to the second, as an age: the most that addYears takes without passing it.",
    (from, to) => Math.trunc(monthsBetweenDays(from, to) / 12),
  ),
  businessDaysBetween: {
    family,
    nulls,
    title:
      "How many days from Monday to Friday lie from the first day to before the second, without the holidays that follow; the negative of the way back when the second is earlier.",
    signatures: [{ args: ["Day", "Day"], rest: "Day", result: "Int" }],
    literalFrom: 2,
    evaluate: onNumbers(
      (from, to, ...holidays) => businessDaysBetweenDays(from, to) - holidaysBetween(from, to, holidays),
    ),
  },
  hoursBetween: clockDifference("hours", 3_600_000),
  minutesBetween: clockDifference("minutes", 60_000),
  secondsBetween: clockDifference("seconds", 1000),
  millisecondsBetween: {
    family,
    nulls,
    title: "How many milliseconds from the first instant to the second.",
    signatures: [{ args: ["Instant", "Instant"], result: "Int" }],
    evaluate: onNumbers((from, to) => to - from),
  },
  toEpochSeconds: {
    family,
    nulls,
    title: "How many seconds an instant is after 1970-01-01T00:00Z.",
    signatures: [{ args: ["Instant"], result: "Float" }],
    evaluate: onNumbers((ms) => ms / 1000),
  },
  toEpochMilliseconds: {
    family,
    nulls,
    title: "How many milliseconds an instant is after 1970-01-01T00:00Z.",
    signatures: [{ args: ["Instant"], result: "Int" }],
    evaluate: onNumbers((ms) => ms),
  },
} satisfies Record<string, OpDefinition>;
