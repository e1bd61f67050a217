/** Evenly spaced whole numbers: `min`, `min + step`, …, `size` of them. */
export interface WholeGrid {
  readonly min: number;
  readonly step: number;
  readonly size: number;
  /** How many numbers are there (not NaN). */
  readonly count: number;
}

/** Differences of numbers within this bound are exact. */
const largest = 2 ** 52;

/**
 * The coarsest grid that all numbers stand on (NaN is missing): instants of a timetable stand on whole minutes. So a number
 * is also its place on the grid, a small whole number that can be counted. Null for no numbers, for fractions, and beyond 2^52.
 */
export function wholeGrid(values: Float64Array): WholeGrid | null {
  let count = 0;
  let first = 0;
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  /** The greatest common divisor of the distances from the first number; 0 while all are equal. */
  let step = 0;
  for (let at = 0; at < values.length; at++) {
    const value = values[at]!;
    if (value !== value) continue;
    if (Math.floor(value) !== value || value > largest || value < -largest) return null;
    if (count++ === 0) first = value;
    if (value < min) min = value;
    if (value > max) max = value;
    if (step === 1 || value === first) continue;
    const distance = value - first;
    // Cheaper than a remainder, and exact: a multiple has a whole quotient.
    if (step === 0 || Math.floor(distance / step) * step !== distance)
      step = commonDivisor(Math.abs(distance), step);
  }
  if (count === 0) return null;
  return step === 0 ? { min, step: 1, size: 1, count } : { min, step, size: (max - min) / step + 1, count };
}

function commonDivisor(left: number, right: number): number {
  let [larger, smaller] = [left, right];
  while (smaller > 0) [larger, smaller] = [smaller, larger % smaller];
  return larger;
}
