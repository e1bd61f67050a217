import {
  addBusinessDaysTo,
  addMonthsTo,
  businessDaysBetweenDays,
  isoWeekOf,
  isoWeekday,
  isoYearOf,
  monthsBetweenDays,
} from "../../../ir/index.ts";
import {
  civilFromDays,
  dayMs,
  dayToText,
  daysFromCivil,
  daysInMonth,
  instantToText,
  isLeapYear,
} from "../../../schema/index.ts";

/** Functions on days and instants; NaN flows through. */
export const timePrelude = {
  dayToText,
  instantToText,
  isoWeekday,
  isoWeekOf,
  isoYearOf,
  addMonthsTo,
  addBusinessDaysTo,
  businessDaysBetweenDays,
  monthsBetweenDays,
  daysInMonthOf: (days: number): number => {
    const { year, month } = civilFromDays(days);
    return daysInMonth(year, month);
  },
  isInLeapYear: (days: number): boolean => isLeapYear(civilFromDays(days).year),
  yearStartOf: (days: number): number => daysFromCivil(civilFromDays(days).year, 1, 1),
  quarterStartOf: (days: number): number => {
    const { year, month } = civilFromDays(days);
    return daysFromCivil(year, month - ((month - 1) % 3), 1);
  },
  monthEndOf: (days: number): number => {
    const { year, month, day } = civilFromDays(days);
    return days - day + daysInMonth(year, month);
  },
  makeInstant: (days: number, hour: number, minute: number, second: number): number =>
    hour >= 0 && hour <= 23 && minute >= 0 && minute <= 59 && second >= 0 && second <= 59
      ? days * dayMs + (hour * 3600 + minute * 60 + second) * 1000
      : Number.NaN,
  yearOf: (days: number): number => civilFromDays(days).year,
  quarterOf: (days: number): number => Math.floor((civilFromDays(days).month + 2) / 3),
  monthOf: (days: number): number => civilFromDays(days).month,
  dayOfMonthOf: (days: number): number => civilFromDays(days).day,
  dayOfYearOf: (days: number): number => days - daysFromCivil(civilFromDays(days).year, 1, 1) + 1,
  monthStartOf: (days: number): number => days - civilFromDays(days).day + 1,
  makeDay: (year: number, month: number, day: number): number =>
    year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month)
      ? daysFromCivil(year, month, day)
      : Number.NaN,
} as const;
