import {
  falseTexts,
  parseBooleanText,
  parseDayText,
  parseFloatText,
  parseInstantText,
  trueTexts,
} from "../schema/index.ts";

/** What a cell looks like: only to guess dialects and headers; the types of columns are decided on all values. */
export type CellKind = "empty" | "number" | "moment" | "truth" | "word" | "other";

/** Texts that stand for a missing value unless the options say otherwise. `None` is not among them: it is often a category. */
export const defaultMissing: readonly string[] = [
  "NA",
  "N/A",
  "n/a",
  "#N/A",
  "NULL",
  "null",
  "NaN",
  "nan",
  "?",
  "-",
];

const moment =
  /^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?( ?[AP]M)?Z?)?$|^\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$/i;
const plainNumber = /^[-+]?[$€£]?\d{1,3}(,\d{3})*(\.\d+)?%?$|^[-+]?\d+[.,]\d+%?$/;
const word = /^[\p{L}\p{N}_$][\p{L}\p{N}_ .'’&()/%$@+-]*$/u;

/** The kind of a cell's text. */
export function cellKind(cell: string): CellKind {
  const text = cell.trim();
  if (text === "" || defaultMissing.includes(text)) return "empty";
  if (text.length > 40) return /[,;|\t]/.test(text) ? "other" : "word";
  if (parseFloatText(text) !== null || plainNumber.test(text)) return "number";
  if (parseDayText(text) !== null || parseInstantText(text) !== null || moment.test(text)) return "moment";
  if (parseBooleanText(text) !== null && [...trueTexts, ...falseTexts].includes(text.toLowerCase()))
    return "truth";
  return word.test(text) ? "word" : "other";
}
