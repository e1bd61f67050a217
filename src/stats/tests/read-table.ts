import {
  failEmptyMargin,
  failLengths,
  failMissing,
  failNotNumbers,
  failRange,
  failTable,
} from "./problems.ts";
import { checkArray } from "./read-sample.ts";

/** A table of counts with its margins. */
export interface CountTable {
  readonly counts: readonly (readonly number[])[];
  readonly rowTotals: readonly number[];
  readonly columnTotals: readonly number[];
  readonly total: number;
}

/** Reads a table of at least 2 rows and 2 columns of whole numbers; every row and column must have a case. */
export function readTable(table: unknown, place = "table"): CountTable {
  if (!Array.isArray(table) || table.length < 2) return failTable(place, table, "at least two rows");
  const counts = table.map((row: unknown, at): readonly number[] => {
    if (!Array.isArray(row) || row.length < 2 || row.length !== (table[0] as unknown[]).length)
      return failTable(`${place}[${at}]`, row, "at least two columns, as many in every row");
    return row.map((count: unknown, column) => readCount(count, `${place}[${at}][${column}]`));
  });
  const rowTotals = counts.map((row) => row.reduce((sum, one) => sum + one, 0));
  const columnTotals = counts[0]!.map((_, column) => counts.reduce((sum, row) => sum + row[column]!, 0));
  const emptyRow = rowTotals.indexOf(0);
  if (emptyRow >= 0) failEmptyMargin(`${place}[${emptyRow}]`);
  const emptyColumn = columnTotals.indexOf(0);
  if (emptyColumn >= 0) failEmptyMargin(`${place}, column ${emptyColumn}`);
  const total = rowTotals.reduce((sum, one) => sum + one, 0);
  if (!Number.isSafeInteger(total)) failTable(place, total, "a total below 2^53");
  return { counts, rowTotals, columnTotals, total };
}

/** Reads one count: a whole number from 0. */
export function readCount(count: unknown, place: string): number {
  return typeof count === "number" && Number.isSafeInteger(count) && count >= 0
    ? count
    : failTable(place, count, "whole numbers from 0");
}

/** A table of more cells than this is no table that anyone reads, and may not fit into memory. */
const mostCells = 4_000_000;

/** A category: what stands in a column of text, yes/no or codes; null or undefined is missing. */
export type Label = string | number | boolean | null | undefined;

/** How often each pair of categories occurs. */
export interface CrossTable {
  readonly table: readonly (readonly number[])[];
  readonly rowNames: readonly string[];
  readonly columnNames: readonly string[];
  /** Rows in which one of the two was missing. */
  readonly dropped: number;
}

/**
 * Counts how often each category of `first` meets each of `second`: the table that the tests of counts take. Rows of the table
 * are the categories of `first`, sorted as text (numbers by size); one that stands beside missing values alone is none. Throws
 * T2831 for missing values unless they are to be dropped, T2836 for unequal lengths, T2845 for more than four million cells.
 * @example
 * crossTable(["a", "b", "a"], [true, true, false]).table // [[1, 1], [0, 1]]
 */
export function crossTable(
  first: readonly Label[],
  second: readonly Label[],
  options: { readonly missing?: "refuse" | "drop" } = {},
): CrossTable {
  checkArray(first, "first");
  checkArray(second, "second");
  if (first.length !== second.length) failLengths("first, second", [first.length, second.length]);
  const isThere = (at: number): boolean => !isMissing(first[at]) && !isMissing(second[at]);
  const rows = sortedLabels(first, isThere);
  const columns = sortedLabels(second, isThere);
  if (rows.size * columns.size > mostCells)
    failRange(
      "first, second",
      `${rows.size} by ${columns.size}`,
      `tables of at most ${mostCells} cells`,
      "Join rare categories first.",
    );
  const table = Array.from(rows, () => Array.from(columns, () => 0));
  let dropped = 0;
  for (let at = 0; at < first.length; at++) {
    const row = rows.get(first[at]);
    const column = columns.get(second[at]);
    if (row === undefined || column === undefined) dropped++;
    else table[row]![column]!++;
  }
  if (dropped > 0 && options.missing !== "drop") failMissing("first, second", dropped);
  return {
    table,
    rowNames: [...rows.keys()].map(String),
    columnNames: [...columns.keys()].map(String),
    dropped,
  };
}

const isMissing = (label: Label): boolean =>
  label === null || label === undefined || (typeof label === "number" && Number.isNaN(label));

/** The places of the labels of the rows that count, in order; `true` after `false`. */
function sortedLabels(
  labels: readonly Label[],
  isThere: (at: number) => boolean,
): ReadonlyMap<Label, number> {
  const found = new Set<Label>();
  for (let at = 0; at < labels.length; at++) if (isThere(at)) found.add(labels[at]);
  const sorted = [...found].sort((a, b) =>
    typeof a === "number" && typeof b === "number" ? a - b : String(a) < String(b) ? -1 : 1,
  );
  return new Map(sorted.map((label, at) => [label, at]));
}

/** Numbers by the group that they belong to. */
export interface SplitGroups {
  readonly names: readonly string[];
  readonly groups: readonly Float64Array[];
  readonly dropped: number;
}

/**
 * Splits numbers by their labels: the groups that tests take. Groups are sorted by name (numbers by size); a label of missing
 * values alone is no group. Throws T2831 for missing values unless they are to be dropped, T2836 for unequal lengths.
 * @example
 * splitByLabel([1, 2, 3], ["b", "a", "b"]).names // ["a", "b"]
 */
export function splitByLabel(
  values: ArrayLike<number | null | undefined>,
  labels: readonly Label[],
  options: { readonly missing?: "refuse" | "drop" } = {},
): SplitGroups {
  checkArray(values, "values");
  checkArray(labels, "labels");
  if (values.length !== labels.length) failLengths("values, labels", [values.length, labels.length]);
  const isThere = (at: number): boolean => {
    const value = values[at];
    return value !== null && value !== undefined && !Number.isNaN(value) && !isMissing(labels[at]);
  };
  const places = sortedLabels(labels, isThere);
  const sizes = new Uint32Array(places.size);
  let kept = 0;
  for (let at = 0; at < values.length; at++)
    if (isThere(at)) {
      kept++;
      sizes[places.get(labels[at])!]!++;
    }
  const dropped = values.length - kept;
  if (dropped > 0 && options.missing !== "drop") failMissing("values, labels", dropped);
  const groups = Array.from(sizes, (size) => new Float64Array(size));
  sizes.fill(0);
  for (let at = 0; at < values.length; at++) {
    if (!isThere(at)) continue;
    const value: unknown = values[at];
    if (typeof value !== "number") return failNotNumbers(`values[${at}]`, value);
    const place = places.get(labels[at])!;
    groups[place]![sizes[place]!++] = value;
  }
  return { names: [...places.keys()].map(String), groups, dropped };
}
