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
  return low === high ? low : low + (place - below) * (high - low);
}

/** The numbers that are there (no NaN), sorted. */
export const sortedNumbers = (values: Float64Array): Float64Array =>
  values.filter((value) => !Number.isNaN(value)).sort();
