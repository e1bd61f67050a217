import type { DataType } from "./data-type.ts";
import { falseTexts, parseValue, trueTexts } from "./parse-value.ts";

/** The types that text can be read as. */
type ReadType = Exclude<DataType, "Text">;

/** How many texts of a column can be read as what. An engine counts in SQL, `countTypes` in memory. */
export interface TypeCounts {
  /** Texts that are there. */
  readonly present: number;
  /** How many of them `parseValue` reads as each type. */
  readonly parsed: Readonly<Record<ReadType, number>>;
  /** How many match `codePattern`: numbers in looks only. */
  readonly codes: number;
}

/** The type found for a column of text. */
export interface InferredType {
  readonly type: DataType;
  /** Why, in plain words: `9,812 of 10,000 values are days (YYYY-MM-DD)`. */
  readonly reason: string;
  /** How many texts that are there cannot be read as the type; they become missing and must be reported. */
  readonly failed: number;
}

/**
 * Numbers in looks only, as source text for RE2 and JavaScript alike: `01234` would lose its zero, and a whole number of
 * 17 digits (of 16 from 9 000 000 000 000 000 on) its last ones. `0.5` and `0` are numbers.
 */
const codePattern = String.raw`^ *[+-]?(0[0-9][0-9.eE+-]*|[0-9]{17,}|9[0-9]{15}) *$`;

/** From this share of readable texts on, a type is taken although some texts cannot be read… */
const enoughShare = 0.95;
/** …but only with so many values that the rest is an exception and not half of the data. */
const enoughValues = 20;

/** The types in the order of preference where several read the same texts, with what they are in plain words. */
const looks: Readonly<Record<ReadType, string>> = {
  Boolean: `words for true and false (${[...trueTexts, ...falseTexts].join(", ")})`,
  Int: "whole numbers",
  Float: "numbers",
  Day: "days (YYYY-MM-DD)",
  Instant: "instants (YYYY-MM-DD hh:mm)",
};
const readTypes = Object.keys(looks) as ReadType[];

/**
 * The type of a column of text: the one that reads all of it, or at least 95 % of it where there are 20 values or more;
 * else Text. A column with codes (`01234`, a number of 20 digits) stays Text, and a column of 0 and 1 is Int.
 * @example
 * inferType(countTypes(["3", "4", null])) // { type: "Int", reason: "all 2 values are whole numbers", failed: 0 }
 */
export function inferType({ present, parsed, codes }: TypeCounts): InferredType {
  if (present === 0) return { type: "Text", reason: "there is no value to tell the type from", failed: 0 };
  const best = readTypes.reduce((best, type) => (parsed[type] > parsed[best] ? type : best));
  const failed = present - parsed[best];
  const enough = failed === 0 || (present >= enoughValues && parsed[best] >= enoughShare * present);
  if ((best === "Int" || best === "Float") && codes > 0)
    return asText(`${countOf(codes, present)} are codes (leading zeros or more digits than a number holds)`);
  if (!enough)
    return asText(
      parsed[best] === 0
        ? "no value is a number, a day, an instant or true/false"
        : `only ${countOf(parsed[best], present)} are ${looks[best]}`,
    );
  return { type: best, reason: `${countOf(parsed[best], present)} are ${looks[best]}`, failed };
}

const asText = (reason: string): InferredType => ({ type: "Text", reason, failed: 0 });

const countOf = (count: number, all: number): string =>
  count === all ? `all ${number(all)} values` : `${number(count)} of ${number(all)} values`;

const number = (value: number): string => value.toLocaleString("en");

const code = new RegExp(codePattern);

/** Counts how texts can be read; null is missing. */
export function countTypes(texts: Iterable<string | null>): TypeCounts {
  const parsed: Record<ReadType, number> = { Boolean: 0, Int: 0, Float: 0, Day: 0, Instant: 0 };
  let present = 0;
  let codes = 0;
  for (const text of texts) {
    if (text === null) continue;
    present++;
    for (const type of readTypes) if (parseValue(text, type) !== null) parsed[type]++;
    if (code.test(text)) codes++;
  }
  return { present, parsed, codes };
}
