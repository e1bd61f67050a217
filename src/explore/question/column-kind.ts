import { failInput, showValue } from "../../base/index.ts";
import type { Label } from "../../stats/index.ts";
import { valueAt, vectorLength, type Vector } from "../../schema/index.ts";

/** How a test sees a column. */
type ColumnKind = "number" | "yes/no" | "category";

/** A column of whole numbers with so few different ones can name groups. */
const mostNumberGroups = 12;
/** More groups than this are no comparison that anyone reads. */
export const mostGroups = 100;

/** A column with what a test needs to know of it. */
export interface AskedColumn {
  readonly name: string;
  readonly vector: Vector;
  readonly kind: ColumnKind;
  /** The numbers as distances from `origin`, where float64 has too few digits for the numbers themselves. */
  readonly distances: Float64Array | null;
  readonly origin: number;
  /** True for numbers of which no value is told. */
  readonly isUnshown?: true;
}

/**
 * Looks at a column. Days and instants are refused (T2851), for their means and ranks are rarely what is meant, and so is text that
 * holds numbers for the most part (T2976).
 */
export function askedColumn(name: string, vector: Vector): AskedColumn {
  if (vector.type === "Day" || vector.type === "Instant")
    failInput("T2851", `A ${vector.type} cannot be tested as it is`, {
      place: `column "${name}"`,
      cure: "Derive a number or a category from it in the project (a month, a weekday, days since), and ask about that.",
    });
  refuseSpoiltNumbers(name, vector);
  return columnOf(name, vector);
}

/** Looks whether a column of text holds numbers for the most part, and refuses it (T2976): as categories they would answer another question. */
function refuseSpoiltNumbers(name: string, vector: Vector): void {
  if (vector.kind !== "texts") return;
  const { codes, dictionary } = vector;
  const isNumber = dictionary.map((text) => text.trim() !== "" && Number.isFinite(Number(text)));
  const rows = new Float64Array(dictionary.length);
  for (let row = 0; row < codes.length; row++) if (codes[row]! >= 0) rows[codes[row]!]!++;
  let [numbers, others, distinct] = [0, 0, 0];
  let spoilt: string | undefined;
  for (const [code, text] of dictionary.entries()) {
    const count = rows[code]!;
    if (count === 0) continue;
    if (isNumber[code]) {
      numbers += count;
      distinct++;
    } else {
      others += count;
      spoilt ??= text;
    }
  }
  if (spoilt === undefined || distinct <= mostNumberGroups || numbers < 4 * others) return;
  failInput("T2976", "A column holds numbers, but for some values that make it text", {
    place: `column "${name}"`,
    value: showValue(spoilt),
    cure: `${numbers} values are numbers and ${others} are not: leave these out or correct them, and ask about the numbers.`,
  });
}

/** A column as it is, whatever its type: for those that say how the rows came about. */
export function columnOf(name: string, vector: Vector): AskedColumn {
  const kind =
    vector.kind === "texts"
      ? "category"
      : vector.type === "Boolean" || isZeroOrOne(vector.values)
        ? "yes/no"
        : "number";
  return { name, vector, kind, distances: null, origin: 0 };
}

/** Whether numbers are 0 and 1 alone, and both of them: no and yes, as most tables write them. */
function isZeroOrOne(values: Float64Array): boolean {
  let [zeros, ones] = [false, false];
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    if (value === 0) zeros = true;
    else if (value === 1) ones = true;
    else if (!Number.isNaN(value)) return false;
  }
  return zeros && ones;
}

/** A column of 0 and 1 as the numbers that they are; every other column as it is. */
export const asNumbers = (column: AskedColumn): AskedColumn =>
  column.kind === "yes/no" && column.vector.type !== "Boolean" ? { ...column, kind: "number" } : column;

/** The names of groups as a sentence can say them: "cylinders = 4", where "4" alone says nothing. */
export const groupNames = ({ name, vector }: AskedColumn, labels: readonly string[]): readonly string[] =>
  vector.kind === "texts"
    ? labels
    : labels.map((label) => `${name.length > 18 ? `${name.slice(0, 17)}…` : name} = ${label}`);

/** Numbers that name groups, with letters in their order in place of the values, which are not told. */
export function withUntoldGroups(column: AskedColumn): AskedColumn {
  const { name, vector } = column;
  if (vector.kind !== "numbers" || !canGroup(column)) return column;
  const values = [...new Set(vector.values.filter((value) => !Number.isNaN(value)))].sort(
    (one, two) => one - two,
  );
  const codes = new Map(values.map((value, code) => [value, code]));
  return columnOf(name, {
    kind: "texts",
    type: "Text",
    codes: Int32Array.from(vector.values, (value) => codes.get(value) ?? -1),
    dictionary: values.map((_, code) => `${name} (private) ${String.fromCharCode(65 + code)}`),
  });
}

/** Whether a column can name groups: text, yes/no, or a few whole numbers. */
export function canGroup({ vector, kind }: AskedColumn): boolean {
  if (kind !== "number") return true;
  if (vector.kind !== "numbers") return true;
  const seen = new Set<number>();
  for (let row = 0; row < vector.values.length; row++) {
    const value = vector.values[row]!;
    if (Number.isNaN(value)) continue;
    if (!Number.isInteger(value)) return false;
    if (seen.add(value).size > mostNumberGroups) return false;
  }
  return true;
}

/** So few different whole numbers may be codes or grades as well as amounts. */
const mostCodes = 7;

/** What is to be said of a column of numbers that may be no amounts, or that was not taken for groups; nothing of others. */
export function numberNotes(outcome: AskedColumn, other: AskedColumn | null, isGrouped: boolean): string[] {
  const codes = outcome.kind === "number" && canGroup(outcome) ? distinctOf(outcome) : Infinity;
  return [
    ...(codes > 2 && codes <= mostCodes
      ? [
          `"${outcome.name}" has ${codes} different values only: if they are grades, take a test of ranks; if they are codes of categories, their means and ranks say nothing.`,
        ]
      : []),
    ...(isGrouped || other?.kind !== "number" || !isWhole(other)
      ? []
      : [
          `"${other.name}" has more than ${mostNumberGroups} different numbers, so it is read as a number, not as groups.`,
        ]),
  ];
}

const isWhole = ({ vector }: AskedColumn): boolean =>
  vector.kind === "numbers" && vector.values.every((value) => Number.isNaN(value) || Number.isInteger(value));

const distinctOf = ({ vector }: AskedColumn): number =>
  vector.kind === "numbers" ? new Set(vector.values.filter((value) => !Number.isNaN(value))).size : 0;

/** The values of a column as labels: null where one is missing. */
export const labelsOf = ({ vector }: AskedColumn): Label[] =>
  Array.from({ length: vectorLength(vector) }, (_, row) => {
    const value = valueAt(vector, row);
    return value === null ? null : value;
  });

/** The numbers of a column, or their distances from its origin; NaN where one is missing. Refuses text (T2852). */
export function numbersOf({ name, vector, kind, distances }: AskedColumn): Float64Array {
  if (vector.kind === "numbers" && kind !== "category") return distances ?? vector.values;
  return failInput("T2852", "This question needs a column of numbers, and this one holds text", {
    place: `column "${name}"`,
    cure: "Ask about a column of numbers, or put the category behind `by`.",
  });
}
