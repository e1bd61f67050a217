import type { IndicatorGroup } from "./indicators.ts";

/**
 * Columns that are mostly 0 (words of a text, rare flags), kept as what is not 0, row by row: a pass costs as many steps as
 * there are such numbers.
 */
export interface SparseColumns {
  /** Places of the columns in the design. */
  readonly columns: readonly number[];
  /** Where the numbers of each row begin in `places` and `values`; one more at the end. */
  readonly starts: Uint32Array;
  /** Places in `columns`, ascending within a row. */
  readonly places: Uint32Array;
  readonly values: Float64Array;
}

/** A column with at most one number in so many rows is sparse: from here on skipping zeros pays. */
const rowsPerNumber = 8;

/** True where at most one value in eight is not 0. */
export function isSparse(values: Float64Array): boolean {
  const most = values.length / rowsPerNumber;
  let found = 0;
  for (let row = 0; row < values.length; row++) if (values[row] !== 0 && ++found > most) return false;
  return true;
}

/** True where at most one row in eight has a 1 in the group. */
export function isSparseGroup({ codes }: IndicatorGroup): boolean {
  let found = 0;
  for (let row = 0; row < codes.length; row++) if (codes[row] !== 0) found++;
  return found <= codes.length / rowsPerNumber;
}

/** These columns of a design by row. */
export function gatherSparse(
  columns: readonly Float64Array[],
  places: readonly number[],
  rowCount: number,
): SparseColumns {
  const starts = new Uint32Array(rowCount + 1);
  for (const place of places) {
    const values = columns[place]!;
    for (let row = 0; row < rowCount; row++) if (values[row] !== 0) starts[row + 1]!++;
  }
  for (let row = 0; row < rowCount; row++) starts[row + 1]! += starts[row]!;
  const next = starts.slice();
  const found = starts[rowCount]!;
  const gathered = {
    columns: places,
    starts,
    places: new Uint32Array(found),
    values: new Float64Array(found),
  };
  for (const [at, place] of places.entries()) {
    const values = columns[place]!;
    for (let row = 0; row < rowCount; row++) {
      if (values[row] === 0) continue;
      const into = next[row]!++;
      gathered.places[into] = at;
      gathered.values[into] = values[row]!;
    }
  }
  return gathered;
}
