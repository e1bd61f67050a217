import { commonLogarithm, exponential, naturalLogarithm, square } from "../../base/index.ts";

/** Bandwidth of two standard errors of a correlation, as the rule asks. */
const surely = 2;

/**
 * How many rows that follow each other a block must have so that blocks vary about independently: the automatic rule of Politis & White
 * (Econometric Reviews 23, 2004; corrected by Patton, Politis & White, 28, 2009) for blocks of fixed length. 1 for rows without memory
 * and for fewer than ten.
 */
export function blockLength(series: Float64Array): number {
  const count = series.length;
  if (count < 10) return 1;
  const bandLimit = Math.ceil(Math.sqrt(count));
  const quiet = Math.max(5, Math.ceil(Math.sqrt(commonLogarithm(count))));
  const covariances = autocovariances(series, Math.min(count - 1, 2 * (bandLimit + quiet)));
  const variance = covariances[0]!;
  if (!(variance > 0)) return 1;
  const limit = surely * Math.sqrt(commonLogarithm(count) / count);
  const memory = lastOfMemory(covariances, limit, quiet, bandLimit);
  if (memory === 0) return 1;
  const band = Math.min(2 * memory, covariances.length - 1);
  let sum = 0;
  let spectrum = variance;
  for (let lag = 1; lag <= band; lag++) {
    const weight = flatTop(lag / band) * covariances[lag]!;
    sum += 2 * weight * lag;
    spectrum += 2 * weight;
  }
  const curvature = (4 / 3) * square(spectrum);
  if (!(curvature > 0)) return 1;
  const ideal = cubeRoot((2 * square(sum) * count) / curvature);
  const most = Math.ceil(Math.min(3 * Math.sqrt(count), count / 3));
  return Math.max(1, Math.min(Math.round(ideal), most));
}

const cubeRoot = (value: number): number => (value > 0 ? exponential(naturalLogarithm(value) / 3) : 0);

/** The flat-top window of Politis & Romano: 1 up to a half, then down to 0. */
const flatTop = (place: number): number => Math.max(0, Math.min(1, 2 * (1 - place)));

/** The smallest lag after which so many correlations in a row are small; 0 where none is large. */
function lastOfMemory(covariances: Float64Array, limit: number, quiet: number, most: number): number {
  const isLoud = (lag: number): boolean => Math.abs(covariances[lag]! / covariances[0]!) > limit;
  let last = 0;
  for (let lag = 1; lag < covariances.length && lag <= last + quiet; lag++) if (isLoud(lag)) last = lag;
  return Math.min(last, most);
}

function autocovariances(series: Float64Array, most: number): Float64Array {
  const count = series.length;
  const mean = series.reduce((sum, value) => sum + value, 0) / count;
  const centred = series.map((value) => value - mean);
  return Float64Array.from({ length: most + 1 }, (_, lag) => {
    let sum = 0;
    for (let at = lag; at < count; at++) sum += centred[at]! * centred[at - lag]!;
    return sum / count;
  });
}
