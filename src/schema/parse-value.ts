import { dayMs, daysFromCivil, daysInMonth } from "./calendar.ts";
import type { DataType, Value } from "./data-type.ts";

/**
 * Text to value, the same rules everywhere: reading a CSV file, the `parse…` operations of the expression language
 * on every target, and a request to the service. Text around the value may have spaces; nothing else is forgiven.
 * Returns null for text that is not such a value.
 */
export function parseValue(text: string, type: DataType): Value {
  switch (type) {
    case "Text":
      return text;
    case "Float":
      return parseFloatText(text);
    case "Int":
      return parseIntText(text);
    case "Boolean":
      return parseBooleanText(text);
    case "Day":
      return parseDayText(text);
    case "Instant":
      return parseInstantText(text);
  }
}

/** The patterns as source text, so that a SQL target can use the very same (RE2 and JavaScript agree on them). */
export const valuePatterns = {
  float: String.raw`^ *[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,4})? *$`,
  int: String.raw`^ *[+-]?[0-9]{1,18} *$`,
  day: String.raw`^ *[0-9]{4}-[0-9]{2}-[0-9]{2} *$`,
  instant: String.raw`^ *[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,9})?)?Z? *$`,
} as const;

const floatPattern = new RegExp(valuePatterns.float);
const intPattern = new RegExp(valuePatterns.int);
const dayPattern = new RegExp(valuePatterns.day);
const instantPattern = new RegExp(valuePatterns.instant);

/** Texts that mean true and false, in lower case. */
export const trueTexts: readonly string[] = ["true", "t", "yes", "y"];
export const falseTexts: readonly string[] = ["false", "f", "no", "n"];

/** A decimal number; a value beyond float64 (`1e400`) is null; -0 becomes 0. */
export function parseFloatText(text: string): number | null {
  if (!floatPattern.test(text)) return null;
  const value = Number(text);
  return Number.isFinite(value) ? value + 0 : null;
}

/** A whole number within ±(2^53-1). */
export function parseIntText(text: string): number | null {
  if (!intPattern.test(text)) return null;
  const value = Number(text);
  return Number.isSafeInteger(value) ? value + 0 : null;
}

/** true/t/yes/y or false/f/no/n in any (ASCII) case. */
export function parseBooleanText(text: string): boolean | null {
  const word = text.replace(/^ +| +$/g, "").toLowerCase();
  return trueTexts.includes(word) ? true : falseTexts.includes(word) ? false : null;
}

/** `YYYY-MM-DD`, years 0001 to 9999, as days since 1970-01-01. */
export function parseDayText(text: string): number | null {
  // Without spaces around it a day has these ten characters and no others; a service reads one in every row.
  if (text.length === 10) return isDayDigits(text) ? dayOfDigits(text) : null;
  return dayPattern.test(text) ? dayOfDigits(text.trim()) : null;
}

function isDayDigits(text: string): boolean {
  for (let at = 0; at < 10; at++) {
    const code = text.charCodeAt(at);
    if (at === 4 || at === 7 ? code !== 45 : code < 48 || code > 57) return false;
  }
  return true;
}

/** `YYYY-MM-DD[T ]hh:mm[:ss[.fff]][Z]`, read as UTC; digits below a millisecond are cut off. */
export function parseInstantText(text: string): number | null {
  if (!instantPattern.test(text)) return null;
  const digits = text.trim().replace("Z", "");
  const day = dayOfDigits(digits.slice(0, 10));
  const [clock = "", fraction = ""] = digits.slice(11).split(".");
  const [hour = 0, minute = 0, second = 0] = clock.split(":").map(Number);
  if (day === null || hour > 23 || minute > 59 || second > 59) return null;
  return (
    day * dayMs +
    hour * 3_600_000 +
    minute * 60_000 +
    second * 1000 +
    Number(fraction.slice(0, 3).padEnd(3, "0"))
  );
}

function dayOfDigits(digits: string): number | null {
  const digit = (at: number): number => digits.charCodeAt(at) - 48;
  const year = digit(0) * 1000 + digit(1) * 100 + digit(2) * 10 + digit(3);
  const month = digit(5) * 10 + digit(6);
  const day = digit(8) * 10 + digit(9);
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return null;
  return daysFromCivil(year, month, day);
}
