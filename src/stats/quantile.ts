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

/** The numbers that are there (no NaN), sorted; -0 becomes 0. Whole numbers of a small range are counted instead of compared. */
export function sortedNumbers(values: Float64Array): Float64Array {
  const present = presentNumbers(values);
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  let whole = true;
  for (let at = 0; at < present.length; at++) {
    const value = present[at]!;
    if (value === 0) present[at] = 0;
    if (value < min) min = value;
    if (value > max) max = value;
    whole &&= Number.isInteger(value);
  }
  return whole && max - min <= 4 * present.length ? countingSort(present, min, max) : present.sort();
}

/** A copy of the numbers that are there. A loop: the callbacks of `filter` cost ten times as much. */
function presentNumbers(values: Float64Array): Float64Array {
  const present = new Float64Array(values.length);
  let count = 0;
  for (let at = 0; at < values.length; at++) if (!Number.isNaN(values[at]!)) present[count++] = values[at]!;
  return count === values.length ? present : present.slice(0, count);
}

function countingSort(present: Float64Array, min: number, max: number): Float64Array {
  if (present.length === 0) return present;
  const counts = new Uint32Array(max - min + 1);
  for (let at = 0; at < present.length; at++) counts[present[at]! - min]!++;
  let end = 0;
  for (let place = 0; place < counts.length; place++) {
    const start = end;
    end += counts[place]!;
    present.fill(min + place, start, end);
  }
  return present;
}
