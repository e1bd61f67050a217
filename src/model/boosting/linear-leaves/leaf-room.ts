import type { FeatureNumbers } from "./linear-leaf.ts";

/** The rows of a leaf, and what each of them lacks. */
export interface LeafRows {
  readonly rows: Uint32Array;
  readonly numbers: FeatureNumbers;
  readonly gradient: Float64Array;
  readonly hessian: Float64Array;
}

/** Room to fit leaves in, which grows with them and is used again. */
export interface LeafRoom {
  /** Derivatives of the complete rows. */
  gradient: Float64Array;
  hessian: Float64Array;
  /** As many halves: a sum takes numbers below 1. */
  halves: Float64Array;
  /** Room for products. */
  weighted: Float64Array;
  /** The numbers of one feature each. */
  readonly columns: Float64Array[];
}

/** An empty room. */
export const openLeafRoom = (): LeafRoom => ({
  gradient: new Float64Array(0),
  hessian: new Float64Array(0),
  halves: new Float64Array(0),
  weighted: new Float64Array(0),
  columns: [],
});

/**
 * Puts the numbers of those features that some row has, and the derivatives, of all rows that have all of them at the front of the room;
 * which features, and how many rows.
 */
export function gatherRows(
  leaf: LeafRows,
  asked: readonly number[],
  room: LeafRoom,
): { readonly features: readonly number[]; readonly count: number } {
  const { rows, numbers } = leaf;
  makeRoom(room, asked.length, rows.length);
  const features: number[] = [];
  let hasGaps = false;
  for (const feature of asked) {
    const present = takeRows(numbers[feature]!, rows, room.columns[features.length]!);
    if (present === 0) continue;
    features.push(feature);
    hasGaps ||= present < rows.length;
  }
  takeRows(leaf.gradient, rows, room.gradient);
  takeRows(leaf.hessian, rows, room.hessian);
  const columns = room.columns.slice(0, features.length);
  const count = hasGaps ? dropGaps(columns, [room.gradient, room.hessian], rows.length) : rows.length;
  return { features, count };
}

function makeRoom(room: LeafRoom, columnCount: number, rowCount: number): void {
  const grown = (array: Float64Array | undefined): Float64Array =>
    array && array.length >= rowCount ? array : new Float64Array(rowCount);
  room.gradient = grown(room.gradient);
  room.hessian = grown(room.hessian);
  room.halves = grown(room.halves);
  room.weighted = grown(room.weighted);
  for (let at = 0; at < columnCount; at++) room.columns[at] = grown(room.columns[at]);
}

/** Copies the values of some rows; how many are there. */
function takeRows(values: Float64Array, rows: Uint32Array, into: Float64Array): number {
  let present = 0;
  for (let at = 0; at < rows.length; at++) {
    const value = values[rows[at]!]!;
    into[at] = value;
    if (value === value) present++;
  }
  return present;
}

/** Moves the rows that have a number in all columns to the front; how many they are. */
function dropGaps(
  columns: readonly Float64Array[],
  others: readonly Float64Array[],
  rowCount: number,
): number {
  let count = 0;
  const all = [...columns, ...others];
  for (let row = 0; row < rowCount; row++) {
    let isComplete = true;
    for (let at = 0; at < columns.length; at++) if (Number.isNaN(columns[at]![row]!)) isComplete = false;
    if (!isComplete) continue;
    if (count < row) for (let at = 0; at < all.length; at++) all[at]![count] = all[at]![row]!;
    count++;
  }
  return count;
}
