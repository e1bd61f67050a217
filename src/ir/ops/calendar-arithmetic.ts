import { civilFromDays, daysFromCivil, daysInMonth } from "../../schema/index.ts";

/** ISO 8601 weekday: Monday 1 … Sunday 7. */
export const isoWeekday = (days: number): number => ((((days + 3) % 7) + 7) % 7) + 1;

/** The year that the ISO 8601 week of a day belongs to: that of its Thursday. */
export const isoYearOf = (days: number): number => civilFromDays(days - isoWeekday(days) + 4).year;

/** ISO 8601 week number: the week that holds the year's first Thursday is week 1. */
export function isoWeekOf(days: number): number {
  const thursday = days - isoWeekday(days) + 4;
  return Math.floor((thursday - daysFromCivil(civilFromDays(thursday).year, 1, 1)) / 7) + 1;
}

/** The same day so many months on, or the last of that month where it is shorter; NaN outside the years 1 to 9999. */
export function addMonthsTo(days: number, months: number): number {
  const { year, month, day } = civilFromDays(days);
  const all = year * 12 + month - 1 + months;
  if (!(all >= 12 && all < 120_000)) return Number.NaN;
  const newYear = Math.floor(all / 12);
  const newMonth = (all % 12) + 1;
  return daysFromCivil(newYear, newMonth, Math.min(day, daysInMonth(newYear, newMonth)));
}

/** How many whole months fit between two days: the most n, counted towards the second, that `addMonthsTo` does not pass it. */
export function monthsBetweenDays(from: number, to: number): number {
  const a = civilFromDays(from);
  const b = civilFromDays(to);
  const months = (b.year - a.year) * 12 + b.month - a.month;
  const reached = Math.min(a.day, daysInMonth(b.year, b.month));
  return to >= from ? months - (b.day < reached ? 1 : 0) : months + (b.day > reached ? 1 : 0);
}

/** The n-th day from Monday to Friday after a day (before it for n below 0); the day itself for 0. */
export function addBusinessDaysTo(days: number, count: number): number {
  if (count === 0) return days;
  const place = isoWeekday(days) - 1;
  // Business days from the Monday of this week: 0 to 4 are this week's, 5 is the next Monday.
  const target = count > 0 ? Math.min(place + 1, 5) + count - 1 : Math.min(place, 5) + count;
  return days - place + target + 2 * Math.floor(target / 5);
}

/** How many days from Monday to Friday lie at or after the first day and before the second; negative backwards. */
export function businessDaysBetweenDays(from: number, to: number): number {
  const fromPlace = isoWeekday(from) - 1;
  const toPlace = isoWeekday(to) - 1;
  const weeks = (to - toPlace - (from - fromPlace)) / 7;
  return weeks * 5 + Math.min(toPlace, 5) - Math.min(fromPlace, 5);
}
