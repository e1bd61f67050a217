import { valueAt, vectorLength, type Value, type Vector } from "../../schema/index.ts";

/** Values of a column that break a rule: how many, of how many, and the first of them. */
export interface Offenders {
  readonly count: number;
  /** Values that are there. */
  readonly present: number;
  readonly first: { readonly row: number; readonly value: Value } | null;
}

/** Counts the values that are there and break a rule. Rows are numbered from 1. */
export function countOffenders(vector: Vector, breaks: (value: Value, row: number) => boolean): Offenders {
  let count = 0;
  let present = 0;
  let first: Offenders["first"] = null;
  for (let row = 0; row < vectorLength(vector); row++) {
    const value = valueAt(vector, row);
    if (value === null) continue;
    present++;
    if (!breaks(value, row)) continue;
    count++;
    first ??= { row: row + 1, value };
  }
  return { count, present, first };
}

/** How many values are missing, and the first row (from 1) without one. */
export function countMissing(vector: Vector): { count: number; firstRow: number | null } {
  let count = 0;
  let firstRow: number | null = null;
  for (let row = 0; row < vectorLength(vector); row++) {
    const isMissing = vector.kind === "texts" ? vector.codes[row]! < 0 : Number.isNaN(vector.values[row]!);
    if (!isMissing) continue;
    count++;
    firstRow ??= row + 1;
  }
  return { count, firstRow };
}
