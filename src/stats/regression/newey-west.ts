import { exponential, naturalLogarithm } from "../../base/index.ts";
import { crossByBlocks, isMuchWork } from "./large-products.ts";
import { dot, total } from "./weighted-sums.ts";

/**
 * How many rows back the data say that errors go together: the bandwidth for Bartlett weights of W. K. Newey & K. D. West, "Automatic
 * Lag Selection in Covariance Matrix Estimation" (1994), without prewhitening, as `bwNeweyWest` of R's sandwich: the moments of
 * all columns but the intercept are added up, and the autocovariances of this sum up to 4·(n/100)^(2/9) rows back decide.
 */
export function automaticLags(
  columns: readonly Float64Array[],
  scores: Float64Array,
  hasIntercept: boolean,
): number {
  const count = scores.length;
  const from = hasIntercept && columns.length > 1 ? 1 : 0;
  const sums = scores.map((score, row) => {
    let sum = 0;
    for (let at = from; at < columns.length; at++) sum += score * columns[at]![row]!;
    return sum;
  });
  // A hair of rounding must not lose the lag of a whole power.
  const reach = Math.min(count - 1, Math.floor(4 * power(count / 100, 2 / 9) + 1e-9));
  let whole = dot(sums, sums) / count;
  let slope = 0;
  for (let lag = 1; lag <= reach; lag++) {
    const product = dot(sums.subarray(lag), sums.subarray(0, count - lag)) / count;
    whole += 2 * product;
    slope += 2 * lag * product;
  }
  const ratio = slope / whole;
  if (!Number.isFinite(ratio)) return reach;
  const bandwidth = ratio === 0 ? 0 : 1.1447 * power(ratio * ratio * count, 1 / 3);
  return Math.min(count - 1, Math.floor(bandwidth));
}

const power = (base: number, exponent: number): number => exponential(exponent * naturalLogarithm(base));

/**
 * Σ over rows i and j of (1 - |i - j| / (lags + 1)) mᵢ mⱼᵀ as far as that is above 0, for moments that are given as columns. These are the
 * products of sums over `lags` + 1 neighbouring rows, so that it costs the same for any number of lags, and is no
 * negative variance whatever rounding does.
 */
export function bartlettMeat(moments: readonly Float64Array[], lags: number): Float64Array {
  const width = lags + 1;
  const sums = width === 1 ? moments : moments.map((moment) => neighbourSums(moment, width));
  const products = isMuchWork(sums[0]!.length, sums.length)
    ? crossByBlocks(sums, sums)
    : Float64Array.from(sums.flatMap((one) => sums.map((other) => dot(one, other))));
  return products.map((product) => product / width);
}

/** So many sums at most are carried on by adding one number and taking one off, before they are added up anew. */
const mostCarried = 1024;

/** The sum of each `width` neighbours, with nothing before the first and behind the last. */
function neighbourSums(values: Float64Array, width: number): Float64Array {
  const sums = new Float64Array(values.length + width - 1);
  const stride = Math.max(mostCarried, width);
  for (let row = 0; row < sums.length; row++)
    sums[row] =
      row % stride === 0
        ? total(values.subarray(Math.max(0, row - width + 1), Math.min(values.length, row + 1)))
        : sums[row - 1]! + (values[row] ?? 0) - (values[row - width] ?? 0);
  return sums;
}
