import type { Vector } from "../../schema/index.ts";
import { denseCodes } from "../associations.ts";

/** Numbers with more distinct values than this are cut into as many cells of about equal counts. */
const cellLimit = 100;
/** A cell of numbers holds at least about this many rows. */
const rowsPerCell = 20;

/** Each row's cell of one column, for a predictor that knows this column only. Missing values have a cell of their own. */
export interface Cells {
  readonly cells: Int32Array;
  readonly count: number;
  /** The numbers, where a line can be fitted within the cell. */
  readonly numbers: Float64Array | null;
}

/** Parts a column into cells: levels of text, values or quantile bins of numbers. */
export function columnCells(vector: Vector): Cells {
  const { codes, levels } = denseCodes(vector);
  if (vector.kind === "texts" || vector.type === "Boolean" || levels <= cellLimit)
    return { cells: codes.map((code) => (code < 0 ? levels : code)), count: levels + 1, numbers: null };
  const sorted = vector.values.filter((value) => !Number.isNaN(value)).sort();
  const bins = Math.max(2, Math.min(cellLimit, Math.floor(sorted.length / rowsPerCell)));
  const cuts = Array.from(
    { length: bins - 1 },
    (_, bin) => sorted[Math.floor(((bin + 1) * sorted.length) / bins)]!,
  );
  const cells = Int32Array.from(vector.values, (value) => (Number.isNaN(value) ? bins : cellOf(value, cuts)));
  return { cells, count: bins + 1, numbers: vector.values };
}

/** How many cuts are at or below the value. */
function cellOf(value: number, cuts: readonly number[]): number {
  let low = 0;
  let high = cuts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (cuts[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
