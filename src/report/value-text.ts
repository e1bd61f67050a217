import type { RunRecord } from "../project/index.ts";
import { dayToText, instantToText, type DataType, type Value } from "../schema/index.ts";
import { numberText } from "./number-text.ts";

const longest = 48;

/** A value of a column for people: days as ISO text, long texts shortened, missing said. */
export function valueText(value: Value, type: DataType | undefined): string {
  if (value === null) return "missing";
  if (typeof value === "string") return value === "" ? "empty text" : shorten(value);
  if (typeof value === "boolean") return value ? "true" : "false";
  if (type === "Day") return dayToText(Math.round(value));
  if (type === "Instant") return instantToText(Math.round(value)).replace(".000Z", "Z");
  return numberText(value);
}

/** A text of at most 48 characters, cut with an ellipsis. */
export function shorten(text: string, limit = longest): string {
  const letters = Array.from(text);
  return letters.length <= limit ? text : `${letters.slice(0, limit - 1).join("")}…`;
}

/** A column's or model's name in a sentence: `“Flight Date”`. */
export const quoted = (name: string): string => `“${shorten(name)}”`;

/** Names in a sentence, the first few of many: `“a”, “b” and “c”`, `“a”, “b” and 7 more`. */
export function namesText(names: readonly string[], limit = 5): string {
  const shown = names.slice(0, names.length > limit ? limit - 1 : limit).map(quoted);
  const rest = names.length - shown.length;
  return rest > 0 ? `${shown.join(", ")} and ${rest} more` : joinWords(shown);
}

/** Words as an enumeration: `a`, `a and b`, `a, b and c`. */
export const joinWords = (words: readonly string[]): string =>
  words.length < 2 ? (words[0] ?? "") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)!}`;

/** The type of a column of the run, derived ones included; undefined for a name that the run does not know. */
export const typeOfColumn = (run: RunRecord, name: string): DataType | undefined =>
  run.profile.columns.find((column) => column.name === name)?.type ??
  run.snapshot.schema.fields.find((field) => field.name === name)?.type;

/** The first letter in upper case. */
export const capitalize = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
