import { floatToText } from "../../../ir/index.ts";
import {
  formatDay,
  formatInstant,
  parseBooleanText,
  parseDayAs,
  parseDayText,
  parseFloatAs,
  parseFloatText,
  parseInstantAs,
  parseInstantText,
  parseIntText,
  parseNumberFormat,
  type Value,
} from "../../../schema/index.ts";

const numberOrNaN = (value: number | null): number => (value === null ? Number.NaN : value);

/** Text to value, and a value of a row as generated code holds it. */
export const valuePrelude = {
  floatOf: (text: string): number => numberOrNaN(parseFloatText(text)),
  intOf: (text: string): number => numberOrNaN(parseIntText(text)),
  booleanOf: (text: string): number => {
    const value = parseBooleanText(text);
    return value === null ? Number.NaN : value ? 1 : 0;
  },
  dayOf: (text: string): number => numberOrNaN(parseDayText(text)),
  floatOfFormat: (text: string, format: string): number => {
    const name = parseNumberFormat(format);
    return name === undefined ? Number.NaN : numberOrNaN(parseFloatAs(text, name));
  },
  dayOfPattern: (text: string, pattern: string): number => numberOrNaN(parseDayAs(text, pattern)),
  instantOfPattern: (text: string, pattern: string): number => numberOrNaN(parseInstantAs(text, pattern)),
  floatToText,
  formatDay,
  formatInstant,
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
