import type { ColumnRole, DataType, Field, TextVector, Value, Vector } from "../schema/index.ts";
import { sortedNumbers, wholeGrid, type WholeGrid } from "../stats/index.ts";
import { distinctOfSorted, runsOfSorted, summarizeNumbers } from "./number-summary.ts";
import type { ColumnProfile } from "./profile.ts";

/** How many of the most frequent values a profile keeps. */
const topCount = 30;

/** A column's profile with what the alerts need beside it. */
export interface ProfiledColumn {
  readonly profile: ColumnProfile;
  readonly vector: Vector;
  /** The numbers that are there, sorted; empty for text. */
  readonly sorted: Float64Array;
  /** The grid that all numbers stand on, where there is one. */
  readonly grid: WholeGrid | null;
  /** How often each text of the dictionary stands in the column; empty for numbers. */
  readonly levelCounts: Uint32Array;
}

/** Profiles one column: exact counts, quantiles and histogram. */
export function profileColumn(field: Field, role: ColumnRole, vector: Vector): ProfiledColumn {
  return vector.kind === "texts" ? profileTexts(field, role, vector) : profileNumbers(field, role, vector);
}

function profileNumbers(field: Field, role: ColumnRole, vector: Exclude<Vector, TextVector>): ProfiledColumn {
  const grid = wholeGrid(vector.values);
  const sorted = sortedNumbers(vector.values, grid);
  const distinct = distinctOfSorted(sorted);
  const profile: ColumnProfile = {
    name: field.name,
    type: vector.type,
    role,
    count: vector.values.length,
    missing: vector.values.length - sorted.length,
    distinct,
    numbers: vector.type === "Boolean" ? null : summarizeNumbers(sorted),
    top: distinct <= topCount ? mostFrequent([...runsOfSorted(sorted)], vector.type) : [],
    lengths: null,
  };
  return { profile, vector, sorted, grid, levelCounts: new Uint32Array(0) };
}

function mostFrequent(
  runs: readonly { readonly value: number; readonly count: number }[],
  type: DataType,
): ColumnProfile["top"] {
  return runs
    .map(({ value, count }) => ({ value: type === "Boolean" ? value === 1 : value, count }))
    .sort((left, right) => right.count - left.count || Number(left.value) - Number(right.value));
}

function profileTexts(field: Field, role: ColumnRole, vector: TextVector): ProfiledColumn {
  const counts = countLevels(vector);
  const used = [...counts.keys()].filter((place) => counts[place]! > 0);
  return {
    profile: {
      name: field.name,
      type: "Text",
      role,
      count: vector.codes.length,
      missing: vector.codes.length - counts.reduce((sum, count) => sum + count, 0),
      distinct: used.length,
      numbers: null,
      top: topTexts(vector, counts, used),
      lengths: textLengths(vector, used),
    },
    vector,
    sorted: new Float64Array(0),
    grid: null,
    levelCounts: counts,
  };
}

function countLevels(vector: TextVector): Uint32Array {
  const counts = new Uint32Array(vector.dictionary.length);
  for (let row = 0; row < vector.codes.length; row++) {
    const code = vector.codes[row]!;
    if (code >= 0) counts[code]!++;
  }
  return counts;
}

function topTexts(
  vector: TextVector,
  counts: Uint32Array,
  used: readonly number[],
): { value: Value; count: number }[] {
  const wanted = Math.max(1, counts.toSorted().at(-topCount) ?? 1);
  return used
    .filter((place) => counts[place]! >= wanted)
    .map((place) => ({ value: vector.dictionary[place]!, count: counts[place]! }))
    .sort((left, right) => right.count - left.count || (left.value < right.value ? -1 : 1))
    .slice(0, topCount);
}

function textLengths(vector: TextVector, used: readonly number[]): ColumnProfile["lengths"] {
  if (used.length === 0) return null;
  let min = Number.POSITIVE_INFINITY;
  let max = 0;
  for (const place of used) {
    const length = codePoints(vector.dictionary[place]!);
    min = Math.min(min, length);
    max = Math.max(max, length);
  }
  return { min, max };
}

function codePoints(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit < 0xdc00 || unit > 0xdfff) count++;
  }
  return count;
}
