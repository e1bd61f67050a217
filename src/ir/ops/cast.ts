import {
  dayToText,
  instantToText,
  parseBooleanText,
  parseDayText,
  parseFloatText,
  parseInstantText,
  parseIntText,
  type DataType,
} from "../../schema/index.ts";
import { onTexts, type OpDefinition } from "./definition.ts";

const family = "cast" as const;
const nulls = "propagate" as const;

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
  intToText: {
    family,
    nulls,
    title: "A whole number in decimal digits.",
    signatures: [{ args: ["Int"], result: "Text" }],
    evaluate: (a) => String(Number(a) + 0),
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
} satisfies Record<string, OpDefinition>;
