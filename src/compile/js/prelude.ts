import { commonLogarithm, exponential, naturalLogarithm } from "../../base/index.ts";
import {
  compareText,
  hashBucketOf,
  isoWeekOf,
  isoWeekday,
  lowerAscii,
  roundHalfAway,
  roundToDigits,
  upperAscii,
} from "../../ir/index.ts";
import {
  civilFromDays,
  dayToText,
  daysFromCivil,
  daysInMonth,
  firstDay,
  instantToText,
  lastDay,
  parseBooleanText,
  parseDayText,
  parseFloatText,
  parseInstantText,
  parseIntText,
  type Value,
} from "../../schema/index.ts";
import { scoreForest } from "./forest-kernel.ts";

/** How many code points a text has; half of a surrogate pair counts as one. */
function lengthOf(text: string): number {
  let count = text.length;
  for (let at = 0; at < text.length - 1; at++) {
    const unit = text.charCodeAt(at);
    if (unit < 0xd800 || unit > 0xdbff) continue;
    const next = text.charCodeAt(at + 1);
    if (next < 0xdc00 || next > 0xdfff) continue;
    count--;
    at++;
  }
  return count;
}

/** Where the code point at a place (from 0) begins, in code units. */
function unitOf(text: string, place: number, from = 0): number {
  let at = from;
  for (let left = place; left > 0 && at < text.length; left--) at += text.codePointAt(at)! > 0xffff ? 2 : 1;
  return at;
}

function substringOf(text: string, start: number, count: number): string {
  const from = unitOf(text, start - 1);
  return text.slice(from, unitOf(text, count, from));
}

function positionOf(text: string, part: string): number {
  const at = text.indexOf(part);
  return at < 0 ? 0 : lengthOf(text.slice(0, at)) + 1;
}

const numberOrNaN = (value: number | null): number => (value === null ? Number.NaN : value);

/**
 * Every function that generated code may call. They take no null: generated code guards texts, and NaN flows through
 * the functions on numbers.
 */
export const prelude = {
  scoreForest,
  compareText,
  lengthOf,
  substringOf,
  positionOf,
  lowerAscii,
  upperAscii,
  hashBucketOf,
  exponential,
  naturalLogarithm,
  commonLogarithm,
  roundHalfAway,
  roundToDigits,
  dayToText,
  instantToText,
  isoWeekday,
  isoWeekOf,
  trimText: (text: string): string => text.replace(/^[ \t\n\r]+|[ \t\n\r]+$/g, ""),
  replaceText: (text: string, from: string, to: string): string =>
    from === "" ? text : text.split(from).join(to),
  partOf: (text: string, separator: string, part: number): string => text.split(separator)[part - 1] ?? "",
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
  floatOf: (text: string): number => numberOrNaN(parseFloatText(text)),
  intOf: (text: string): number => numberOrNaN(parseIntText(text)),
  booleanOf: (text: string): number => {
    const value = parseBooleanText(text);
    return value === null ? Number.NaN : value ? 1 : 0;
  },
  dayOf: (text: string): number => numberOrNaN(parseDayText(text)),
  instantOf: (text: string): number => numberOrNaN(parseInstantText(text)),
  /** A value of a row as generated code holds a Float: NaN for what is no finite number. */
  floatIn: (value: Value | undefined): number =>
    typeof value === "number" && Number.isFinite(value) ? value : Number.NaN,
  /** A value of a row as generated code holds an Int, Day or Instant: NaN for what is no whole number. */
  wholeIn: (value: Value | undefined): number =>
    typeof value === "number" && Number.isSafeInteger(value) ? value : Number.NaN,
  /** A value of a row as generated code holds a Boolean. */
  booleanIn: (value: Value | undefined): number => (typeof value === "boolean" ? Number(value) : Number.NaN),
  /** A value of a row as generated code holds a text. */
  textIn: (value: Value | undefined): string | null => (typeof value === "string" ? value : null),
} as const;

/** The name of a function of the prelude. */
export type PreludeName = keyof typeof prelude;
