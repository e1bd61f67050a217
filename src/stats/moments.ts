import { ExactSum } from "./exact-sum.ts";

/** Count, mean, spread and asymmetry of some numbers. */
export interface Moments {
  readonly count: number;
  readonly mean: number;
  /** Sample variance (n - 1); null below two values, and where it lies beyond float64. */
  readonly variance: number | null;
  /** Adjusted Fisher-Pearson skewness G1 (Joanes & Gill 1998); null below three values or without spread. */
  readonly skewness: number | null;
}

/**
 * Moments of the numbers that are there (NaN is missing) in two passes with exact sums, so they do not depend on the
 * order of the rows; null for no numbers. The corrected two-pass formula is that of Chan, Golub & LeVeque (1983).
 * @example
 * moments(Float64Array.of(1, 2, 6))?.mean // 3
 */
export function moments(values: Float64Array): Moments | null {
  const { count, largest } = sizeOf(values);
  if (count === 0) return null;
  const scale = scaleFor(largest);
  const sum = new ExactSum();
  // Equal neighbours, of which a sorted column has many, are added as one: exact sums are the same in any grouping.
  for (let start = 0, end = 0; start < values.length; start = end) {
    end = endOfRun(values, start);
    if (!Number.isNaN(values[start]!)) sum.addTimes(values[start]! * scale, end - start);
  }
  const mean = sum.total() / count;
  const first = new ExactSum();
  const second = new ExactSum();
  const third = new ExactSum();
  for (let start = 0, end = 0; start < values.length; start = end) {
    end = endOfRun(values, start);
    const deviation = values[start]! * scale - mean;
    if (Number.isNaN(deviation) || deviation === 0) continue;
    const square = deviation * deviation;
    first.addTimes(deviation, end - start);
    second.addTimes(square, end - start);
    third.addTimes(square * deviation, end - start);
  }
  const drift = first.total();
  const squares = Math.max(0, second.total() - (drift * drift) / count);
  const variance = squares / (count - 1) / scale / scale;
  return {
    count,
    mean: mean / scale,
    variance: count < 2 || !Number.isFinite(variance) ? null : variance,
    skewness: skewness(count, squares, third.total()),
  };
}

/** Where the numbers that equal the one at `start` end; a NaN stands alone. */
function endOfRun(values: Float64Array, start: number): number {
  const value = values[start]!;
  let end = start + 1;
  while (end < values.length && values[end] === value) end++;
  return end;
}

/** A power of two that brings very large and very small numbers to where their sums and cubes stay in float64. */
const scaleFor = (largest: number): number =>
  largest === 0 || (largest < 1e90 && largest > 1e-90)
    ? 1
    : 2 ** -Math.max(-1000, Math.min(1000, Math.floor(Math.log2(largest))));

function skewness(count: number, squares: number, cubes: number): number | null {
  if (count < 3 || squares === 0) return null;
  const spread = squares / count;
  const raw = cubes / count / (spread * Math.sqrt(spread));
  const adjusted = (raw * Math.sqrt(count * (count - 1))) / (count - 2);
  return Number.isFinite(adjusted) ? adjusted : null;
}

function sizeOf(values: Float64Array): { readonly count: number; readonly largest: number } {
  let count = 0;
  let largest = 0;
  for (let at = 0; at < values.length; at++) {
    const value = values[at]!;
    if (Number.isNaN(value)) continue;
    count++;
    if (value > largest) largest = value;
    else if (-value > largest) largest = -value;
  }
  return { count, largest };
}
