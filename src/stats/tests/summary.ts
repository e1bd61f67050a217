import { moments } from "../moments.ts";
import { failOverflow } from "./problems.ts";

/** What the tests of means need of a sample. */
export interface Summary {
  readonly count: number;
  readonly mean: number;
  /** Sample variance, with n - 1. */
  readonly variance: number;
  readonly skewness: number;
}

/** Count, mean and variance with exact sums; refuses numbers the squares of whose distances leave float64. */
export function summarize(values: Float64Array, place: string): Summary {
  const found = moments(values);
  if (!found || found.variance === null || !Number.isFinite(found.mean)) return failOverflow(place);
  // Distances may be too small for their squares to be above 0; that is not the same as no distance.
  if (found.variance === 0 && values.some((value) => value !== values[0])) failOverflow(place);
  return { count: found.count, mean: found.mean, variance: found.variance, skewness: found.skewness ?? 0 };
}
