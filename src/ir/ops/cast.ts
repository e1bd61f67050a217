import {
  dayToText,
  formatDay,
  formatInstant,
  instantToText,
  numberFormats,
  parseBooleanText,
  parseDayAs,
  parseDayText,
  parseFloatAs,
  parseFloatText,
  parseInstantAs,
  parseInstantText,
  parseIntText,
  parseNumberFormat,
  timePatternProblem,
  type DataType,
  type Value,
} from "../../schema/index.ts";
import { roundHalfAway } from "./arithmetic.ts";
import { onNumbers, onTexts, type OpDefinition } from "./definition.ts";

const family = "cast" as const;
const nulls = "propagate" as const;

/** A text constant that names how something is written. */
const patterned = {
  family,
  nulls,
  literalFrom: 1,
} as const satisfies Partial<OpDefinition>;
const byPattern = (type: "Day" | "Instant", way: "parse" | "format", literalExamples: readonly string[]) => ({
  ...patterned,
  literalExamples,
  checkLiteral: (pattern: Value) => timePatternProblem(String(pattern), type, way),
});
const dayPatterns = ["DD.MM.YYYY", "M/D/YYYY", "YYYYMMDD", "D MMM YYYY", "MMMM D, YYYY"];
const instantPatterns = [
  "YYYY-MM-DDThh:mm:ss.SSS",
  "DD.MM.YYYY hh:mm",
  "M/D/YYYY h:mm:ss A",
  "YYYYMMDDhhmmZ",
];

/** How a number is written with a fixed number of decimals; null where its digits would not be exact. */
export function floatToText(x: number, digits: number): string | null {
  const rounded = roundHalfAway(x * 10 ** digits);
  const size = Math.abs(rounded);
  if (!(size <= Number.MAX_SAFE_INTEGER)) return null;
  const one = 10 ** digits;
  const whole = Math.floor(size / one);
  const decimals = String(size - whole * one).padStart(digits, "0");
  return `${rounded < 0 ? "-" : ""}${whole}${digits > 0 ? `.${decimals}` : ""}`;
}

const parse = (result: DataType, title: string, read: (text: string) => number | boolean | null) => ({
  family,
  nulls,
  title,
  signatures: [{ args: ["Text"] as const, result }],
  evaluate: onTexts((a) => read(a)),
});

/** Changes of type. All are guarded: what cannot be changed is null. */
export const cast = {
  toFloat: {
    family,
    nulls,
    title: "A whole number as Float; true as 1 and false as 0.",
    signatures: [
      { args: ["Int"], result: "Float" },
      { args: ["Boolean"], result: "Float" },
    ],
    evaluate: (a) => Number(a),
  },
  toInt: {
    family,
    nulls,
    title: "A number without its fraction as Int; true as 1 and false as 0; null beyond ±(2⁵³-1).",
    signatures: [
      { args: ["Float"], result: "Int" },
      { args: ["Boolean"], result: "Int" },
    ],
    evaluate: (a) => Math.trunc(Number(a)),
  },
  toBoolean: {
    family,
    nulls,
    title: "1 as true and 0 as false; null for other numbers.",
    signatures: [{ args: ["Int"], result: "Boolean" }],
    evaluate: (a) => (a === 1 ? true : a === 0 ? false : null),
  },
  intToText: {
    family,
    nulls,
    title: "A whole number in decimal digits.",
    signatures: [{ args: ["Int"], result: "Text" }],
    evaluate: (a) => String(Number(a) + 0),
  },
  floatToText: {
    family,
    nulls,
    title:
      "a with n decimals (0 to 15) as roundTo rounds it: 2.50; null where a·10ⁿ is beyond ±(2⁵³-1), since its digits would not be exact.",
    signatures: [{ args: ["Float", "Int"], result: "Text" }],
    literalFrom: 1,
    checkLiteral: (value) =>
      Number(value) >= 0 && Number(value) <= 15 ? undefined : "the number of decimal places must be 0 to 15",
    evaluate: onNumbers((a, digits) => floatToText(a, digits)),
  },
  booleanToText: {
    family,
    nulls,
    title: "`true` or `false`.",
    signatures: [{ args: ["Boolean"], result: "Text" }],
    evaluate: (a) => String(a),
  },
  dayToText: {
    family,
    nulls,
    title: "A day as YYYY-MM-DD.",
    signatures: [{ args: ["Day"], result: "Text" }],
    evaluate: (a) => dayToText(Number(a)),
  },
  instantToText: {
    family,
    nulls,
    title: "An instant as YYYY-MM-DDThh:mm:ss.mmmZ.",
    signatures: [{ args: ["Instant"], result: "Text" }],
    evaluate: (a) => instantToText(Number(a)),
  },
  parseFloat: parse("Float", "A decimal number from text; null when it is none.", parseFloatText),
  parseInt: parse("Int", "A whole number from text; null when it is none.", parseIntText),
  parseBoolean: parse(
    "Boolean",
    "true/t/yes/y or false/f/no/n in any case; null for other text.",
    parseBooleanText,
  ),
  parseDay: parse("Day", "A day from YYYY-MM-DD; null when it is none.", parseDayText),
  parseInstant: parse(
    "Instant",
    "An instant from YYYY-MM-DD[T ]hh:mm[:ss[.fff]][Z], read as UTC; null when it is none.",
    parseInstantText,
  ),
  parseFloatAs: {
    ...patterned,
    title:
      "A number from text with marks between thousands, written as the constant writes 1234.56; null when it is none.",
    signatures: [{ args: ["Text", "Text"], result: "Float" }],
    literalExamples: Object.keys(numberFormats),
    checkLiteral: (value) =>
      parseNumberFormat(value)
        ? undefined
        : `the format must be one of ${Object.keys(numberFormats).join("; ")}`,
    evaluate: (a, format) => parseFloatAs(String(a), parseNumberFormat(format)!),
  },
  parseDayAs: {
    ...byPattern("Day", "parse", dayPatterns),
    title: "A day from text by a pattern; null when it does not fit or there is no such day.",
    signatures: [{ args: ["Text", "Text"], result: "Day" }],
    evaluate: onTexts((a, pattern) => parseDayAs(a, pattern)),
  },
  parseInstantAs: {
    ...byPattern("Instant", "parse", instantPatterns),
    title: "An instant from text by a pattern, read as UTC; null when it does not fit.",
    signatures: [{ args: ["Text", "Text"], result: "Instant" }],
    evaluate: onTexts((a, pattern) => parseInstantAs(a, pattern)),
  },
  formatDay: {
    ...byPattern("Day", "format", [...dayPatterns, "YYYY-MM", "ddd D"]),
    title: "A day as text by a pattern.",
    signatures: [{ args: ["Day", "Text"], result: "Text" }],
    evaluate: (a, pattern) => formatDay(Number(a), String(pattern)),
  },
  formatInstant: {
    ...byPattern("Instant", "format", [...instantPatterns, "hh", "dddd h:mm A"]),
    title: "An instant in UTC as text by a pattern.",
    signatures: [{ args: ["Instant", "Text"], result: "Text" }],
    evaluate: (a, pattern) => formatInstant(Number(a), String(pattern)),
  },
} satisfies Record<string, OpDefinition>;
