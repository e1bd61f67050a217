import {
  falseTexts,
  parseFloatText,
  parseIntText,
  trueTexts,
  valueFromJson,
  type DataType,
  type Value,
} from "../../schema/index.ts";
import type { WantedColumn } from "./part-plan.ts";
import { readMoment } from "./read-moment.ts";

/** Spaces as the engine cuts them off: every separator of Unicode that is a space. */
const spacesAround =
  /^[ \u00A0\u1680\u2000-\u200A\u202F\u205F\u3000]+|[ \u00A0\u1680\u2000-\u200A\u202F\u205F\u3000]+$/g;

/** A text without the spaces around it. */
export function trimSpaces(text: string): string {
  const [first, last] = [text.charCodeAt(0), text.charCodeAt(text.length - 1)];
  return isSpaceLike(first) || isSpaceLike(last) ? text.replace(spacesAround, "") : text;
}

const isSpaceLike = (code: number): boolean => code === 32 || code >= 0xa0;

/**
 * The value of a field of a text file; null where it is missing, undefined where it is no such value. The rules are those by
 * which a whole file is read.
 */
export function valueOfText(
  raw: string,
  column: WantedColumn,
  missing: ReadonlySet<string>,
): Value | undefined {
  const text = trimSpaces(raw);
  if (text === "" || missing.has(text)) return null;
  switch (column.type) {
    case "Text":
      return column.trims ? text : raw;
    case "Float":
      return parseFloatText(text) ?? undefined;
    case "Int":
      return parseIntText(text) ?? undefined;
    case "Boolean": {
      const word = text.toLowerCase();
      return trueTexts.includes(word) ? true : falseTexts.includes(word) ? false : undefined;
    }
    case "Day":
    case "Instant":
      return readMoment(text, column.format!) ?? undefined;
  }
}

const noTexts: ReadonlySet<string> = new Set();

/**
 * The value of a field of a JSON record. As in a request, and beyond that: a text in place of another type is read as the text
 * of such a value, a number or truth in place of a text is its text, and lists and objects are kept as JSON text.
 */
export function valueOfJson(given: unknown, column: WantedColumn): Value | undefined {
  if (given === undefined || given === null) return null;
  if (column.type === "Text") {
    if (typeof given === "string") return given.isWellFormed() ? given : undefined;
    return typeof given === "object" ? JSON.stringify(given) : `${given as number | boolean}`;
  }
  return typeof given === "string" ? valueOfText(given, column, noTexts) : valueFromJson(given, column.type);
}

const wants: Readonly<Record<DataType, string>> = {
  Boolean: "is neither yes nor no",
  Int: "is no whole number within ±(2^53-1)",
  Float: "is no number",
  Text: "is no text",
  Day: "is no day",
  Instant: "is no instant",
};

/** Why a value that is there cannot be read. */
export const wrongValue = ({ name, type }: WantedColumn): string => `${JSON.stringify(name)} ${wants[type]}`;

/** Why a value that is not there cannot be left out. */
export const absentValue = ({ name }: WantedColumn): string =>
  `${JSON.stringify(name)} is missing, and the model has learnt from no missing values of it`;
