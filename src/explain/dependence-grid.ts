import { compareText } from "../ir/index.ts";
import { valueAt, vectorLength, type Value, type Vector } from "../schema/index.ts";

/** A value to set a column to, and the rows that have it or are nearest to it. */
export interface GridPoint {
  readonly value: Value;
  readonly rows: number;
}

/** The most values that a column is set to, missing not counted. */
const gridSize = 20;

/**
 * The values to try for a column. Numbers and days: every value when there are few, else values at 20 quantiles, ascending.
 * Text and booleans: the most frequent levels, the most frequent first. Missing comes last where it occurs.
 */
export function dependenceGrid(vector: Vector): GridPoint[] {
  const points =
    vector.kind === "numbers" && vector.type !== "Boolean" ? numberGrid(vector.values) : levelGrid(vector);
  const missing = countMissing(vector);
  return missing > 0 ? [...points, { value: null, rows: missing }] : points;
}

function numberGrid(values: Float64Array): GridPoint[] {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  const distinct = sorted.filter((value, at) => at === 0 || value !== sorted[at - 1]);
  const grid =
    distinct.length <= gridSize
      ? distinct
      : Float64Array.from(
          new Set(
            Array.from(
              { length: gridSize },
              (_, point) => sorted[Math.round((point / (gridSize - 1)) * (sorted.length - 1))]!,
            ),
          ),
        );
  const counts = Array.from(grid, () => 0);
  let nearest = 0;
  for (const value of sorted) {
    while (nearest + 1 < grid.length && grid[nearest + 1]! - value < value - grid[nearest]!) nearest++;
    counts[nearest] = counts[nearest]! + 1;
  }
  return Array.from(grid, (value, point) => ({ value, rows: counts[point]! }));
}

function levelGrid(vector: Vector): GridPoint[] {
  const counts = new Map<Value, number>();
  for (let row = 0; row < vectorLength(vector); row++) {
    const value = valueAt(vector, row);
    if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return [...counts]
    .map(([value, rows]) => ({ value, rows }))
    .sort((left, right) => right.rows - left.rows || compareText(String(left.value), String(right.value)))
    .slice(0, gridSize);
}

const countMissing = (vector: Vector): number =>
  vector.kind === "texts"
    ? vector.codes.filter((code) => code < 0).length
    : vector.values.filter((value) => Number.isNaN(value)).length;
