import { square } from "../../base/index.ts";
import type { RowWeights } from "../metrics/index.ts";

/** The spread of an estimate, and from how many rows or units it was judged. */
export interface JudgedSpread {
  readonly standardError: number;
  readonly units: number;
}

/**
 * The standard error of an estimate from the influence of each row on it: the root of Σ (sum of a unit)² · units / (units - 1). A unit
 * is a row, or what varies together (Liang & Zeger, Biometrika 73, 1986). Units without weight do not count. For a mean of rows it is
 * the usual standard error.
 */
export function standardErrorOf(
  influence: Float64Array,
  weights: RowWeights,
  cluster?: Int32Array,
): JudgedSpread {
  const sums = cluster ? unitSums(influence, weights, cluster) : rowsThatCount(influence, weights);
  const units = sums.length;
  let squares = 0;
  for (const sum of sums) squares += square(sum);
  return { standardError: units > 1 ? Math.sqrt((squares * units) / (units - 1)) : 0, units };
}

const rowsThatCount = (influence: Float64Array, weights: RowWeights): Float64Array =>
  influence.filter((_, row) => weights[row]! > 0);

/** The sum of each unit with a row that counts, in the order of the codes. */
function unitSums(values: Float64Array, weights: RowWeights, cluster: Int32Array): Float64Array {
  const size = cluster.reduce((most, code) => Math.max(most, code + 1), 0);
  const sums = new Float64Array(size);
  const counts = new Uint8Array(size);
  for (let row = 0; row < values.length; row++) {
    const code = cluster[row]!;
    sums[code] = sums[code]! + values[row]!;
    if (weights[row]! > 0) counts[code] = 1;
  }
  return sums.filter((_, code) => counts[code] === 1);
}

/** The weights of all rows together. */
export function totalWeight(weights: RowWeights): number {
  let total = 0;
  for (const weight of weights) total += weight;
  return total;
}
