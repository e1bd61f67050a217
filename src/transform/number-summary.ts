import { ExactSum } from "../stats/index.ts";

/** Count, smallest and largest of the numbers that are there, and their sum where plain addition is exact. */
export interface NumberRange {
  readonly count: number;
  readonly min: number;
  readonly max: number;
  /** The sum of whole numbers whose sizes add up to less than 2^53; else null. */
  readonly wholeSum: number | null;
}

/** One pass over the numbers; NaN is left out. `min` and `max` are ±Infinity over no numbers. */
export function numberRange(values: Float64Array): NumberRange {
  let count = 0;
  let min = Infinity;
  let max = -Infinity;
  let sum = 0;
  let sizes = 0;
  let whole = true;
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    if (Number.isNaN(value)) continue;
    count++;
    if (value < min) min = value;
    if (value > max) max = value;
    sum += value;
    sizes += Math.abs(value);
    if (whole && Math.floor(value) !== value) whole = false;
  }
  return {
    count,
    min: min + 0,
    max: max + 0,
    wholeSum: whole && sizes <= Number.MAX_SAFE_INTEGER ? sum + 0 : null,
  };
}

/** The exact sum of the numbers that are there, rounded once; null where it leaves float64. */
export function exactTotal(values: Float64Array, range: NumberRange): number | null {
  if (range.wholeSum !== null) return range.wholeSum;
  const scale = scaleForSum(range);
  const total = sumOf(values, scale) / scale;
  return Number.isFinite(total) ? total : null;
}

/** The mean from the exact sum; null over no numbers. */
export function exactMean(values: Float64Array, range: NumberRange): number | null {
  if (range.count === 0) return null;
  if (range.min === range.max) return range.min;
  if (range.wholeSum !== null) return range.wholeSum / range.count;
  const scale = scaleForSum(range);
  return sumOf(values, scale) / range.count / scale;
}

/**
 * Sample standard deviation in two passes with exact sums, corrected for the rounding of the mean (Chan, Golub &
 * LeVeque, "Algorithms for Computing the Sample Variance", 1983, equation 1.7). Null below two numbers.
 */
export function exactDeviation(values: Float64Array, range: NumberRange): number | null {
  if (range.count < 2) return null;
  const scale = scaleForSquares(range);
  const mean = exactMean(values, range)! * scale;
  const squares = new ExactSum();
  const rest = new ExactSum();
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    if (Number.isNaN(value)) continue;
    const difference = value * scale - mean;
    squares.add(difference * difference);
    rest.add(difference);
  }
  const variance = (squares.total() - rest.total() ** 2 / range.count) / (range.count - 1);
  const deviation = Math.sqrt(variance) / scale;
  return Number.isFinite(deviation) ? deviation : null;
}

function sumOf(values: Float64Array, scale: number): number {
  const sum = new ExactSum();
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    if (!Number.isNaN(value)) sum.add(value * scale);
  }
  return sum.total();
}

const sizeOf = ({ min, max }: NumberRange): number => Math.max(Math.abs(min), Math.abs(max));

/** A power of two that keeps the sum of very large numbers in float64. */
const scaleForSum = (range: NumberRange): number => (sizeOf(range) > 1e290 ? 2 ** -64 : 1);

/** A power of two that brings very large and very small numbers to where their squares stay in float64. */
function scaleForSquares(range: NumberRange): number {
  const size = sizeOf(range);
  return size > 1e140 ? 2 ** -600 : size < 1e-140 ? 2 ** 600 : 1;
}
