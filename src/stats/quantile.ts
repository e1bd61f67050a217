import { wholeGrid, type WholeGrid } from "./whole-grid.ts";

/**
 * A quantile of sorted numbers: linear between the two nearest (Hyndman & Fan 1996, type 7; the default of R and NumPy).
 * Null for no numbers.
 */
export function quantileOfSorted(sorted: Float64Array, probability: number): number | null {
  if (sorted.length === 0) return null;
  const place = probability * (sorted.length - 1);
  const below = Math.floor(place);
  const low = sorted[below]!;
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!;
  if (low === high) return low;
  const gap = high - low;
  const share = place - below;
  return Number.isFinite(gap) ? low + share * gap : low * (1 - share) + high * share;
}

/**
 * The numbers that are there (no NaN), sorted; -0 becomes 0. Whole numbers that stand on a small grid are counted instead
 * of compared.
 */
export function sortedNumbers(values: Float64Array, grid = wholeGrid(values)): Float64Array {
  if (grid && grid.size <= 4 * grid.count) return countingSort(values, grid);
  const present = presentNumbers(values);
  for (let at = 0; at < present.length; at++) present[at]! += 0;
  return present.sort();
}

/** A copy of the numbers that are there. A loop: the callbacks of `filter` cost ten times as much. */
function presentNumbers(values: Float64Array): Float64Array {
  const present = new Float64Array(values.length);
  let count = 0;
  for (let at = 0; at < values.length; at++) if (!Number.isNaN(values[at]!)) present[count++] = values[at]!;
  return count === values.length ? present : present.slice(0, count);
}

function countingSort(values: Float64Array, { min, step, size, count }: WholeGrid): Float64Array {
  const counts = new Uint32Array(size);
  for (let at = 0; at < values.length; at++) {
    const value = values[at]!;
    if (value === value) counts[(value - min) / step]!++;
  }
  const sorted = new Float64Array(count);
  let end = 0;
  for (let place = 0; place < size; place++) {
    const start = end;
    end += counts[place]!;
    if (end > start) sorted.fill(min + place * step, start, end);
  }
  return sorted;
}
