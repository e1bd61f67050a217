import { openResampler, resampledPlaces } from "../../kernel/index.ts";
import { exactSum } from "../exact-sum.ts";
import { failOverflow } from "./problems.ts";
import { streamWords } from "./stream.ts";

/** What is resampled, and how. */
export interface Resampling {
  readonly columns: readonly Float64Array[];
  /** Whether rows are drawn, not values of each column on its own. */
  readonly isPaired: boolean;
  readonly resamples: number;
  readonly seed: number;
}

/** The statistic of every resample. */
export function drawResamples(
  { columns, isPaired, resamples, seed }: Resampling,
  measured: (samples: readonly Float64Array[], index: number) => number,
): Float64Array<ArrayBuffer> {
  const values = new Float64Array(resamples);
  const drawn = columns.map((column) => new Float64Array(column.length));
  const places = columns.map((column) => new Uint32Array(column.length));
  for (let index = 0; index < resamples; index++) {
    for (const [at, column] of columns.entries()) {
      const own = places[isPaired ? 0 : at]!;
      if (!isPaired || at === 0) resampledPlaces(column.length, streamWords(seed, index, at), own);
      const into = drawn[at]!;
      for (let row = 0; row < into.length; row++) into[row] = column[own[row]!]!;
    }
    values[index] = measured(drawn, index);
  }
  return values;
}

/** A sample as its mean and the distances from it, which lose no digits when they are added up. */
export interface CentredSample {
  readonly mean: number;
  readonly distances: Float64Array;
}

/** Takes the mean off a sample. */
export function centreSample(values: Float64Array): CentredSample {
  const mean = exactSum(values) / values.length;
  const distances = values.map((value) => value - mean);
  if (!Number.isFinite(mean) || !distances.every(Number.isFinite)) failOverflow("samples");
  return { mean, distances };
}

/** The mean of every resample of one sample, or the difference of the means of two: no resample is written down. */
export function drawMeans(
  samples: readonly CentredSample[],
  { resamples, seed }: Pick<Resampling, "resamples" | "seed">,
): Float64Array<ArrayBuffer> {
  const values = new Float64Array(resamples);
  for (const [at, { mean, distances }] of samples.entries()) {
    const { resampledSum } = openResampler(distances);
    const sign = at === 0 ? 1 : -1;
    for (let index = 0; index < resamples; index++)
      values[index]! += sign * (mean + resampledSum(streamWords(seed, index, at)) / distances.length);
  }
  return values;
}
