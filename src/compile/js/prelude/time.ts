import { isoWeekOf, isoWeekday } from "../../../ir/index.ts";
import {
  civilFromDays,
  dayToText,
  daysFromCivil,
  daysInMonth,
  firstDay,
  instantToText,
  lastDay,
} from "../../../schema/index.ts";

/** Functions on days and instants; NaN flows through. */
export const timePrelude = {
  dayToText,
  instantToText,
  isoWeekday,
  isoWeekOf,
  yearOf: (days: number): number => civilFromDays(days).year,
  quarterOf: (days: number): number => Math.floor((civilFromDays(days).month + 2) / 3),
  monthOf: (days: number): number => civilFromDays(days).month,
  dayOfMonthOf: (days: number): number => civilFromDays(days).day,
  dayOfYearOf: (days: number): number => days - daysFromCivil(civilFromDays(days).year, 1, 1) + 1,
  monthStartOf: (days: number): number => days - civilFromDays(days).day + 1,
  inCalendar: (days: number): number => (days >= firstDay && days <= lastDay ? days : Number.NaN),
  makeDay: (year: number, month: number, day: number): number =>
    year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month)
      ? daysFromCivil(year, month, day)
      : Number.NaN,
} as const;
