import { ExactSum } from "../stats/index.ts";

/** The mean and the standard deviation of some numbers, each row counted by its weight. */
export interface Moments {
  readonly mean: number;
  /** Divided by the sum of the weights, as of a whole population. */
  readonly deviation: number;
  /** The sum of the weights of the values that are there. */
  readonly total: number;
}

/**
 * Weighted mean and standard deviation of the values that are there (NaN is missing), of all rows or of those given. Sums are
 * exact, so the order of the rows changes no bit; undefined where no value is there.
 */
export function weightedMoments(
  values: Float64Array,
  weight: Float64Array | undefined,
  rows?: Uint32Array,
): Moments | undefined {
  const count = rows?.length ?? values.length;
  const [sum, weights] = [new ExactSum(), new ExactSum()];
  const unit = safeUnit(values);
  let present = 0;
  for (let at = 0; at < count; at++) {
    const row = rows ? rows[at]! : at;
    const value = values[row]! / unit;
    if (Number.isNaN(value)) continue;
    present++;
    if (!weight) sum.add(value);
    else {
      sum.addProduct(weight[row]!, value);
      weights.add(weight[row]!);
    }
  }
  if (present === 0) return undefined;
  const total = weight ? weights.total() : present;
  const mean = sum.total() / total;
  const squares = new ExactSum();
  for (let at = 0; at < count; at++) {
    const row = rows ? rows[at]! : at;
    const away = values[row]! / unit - mean;
    if (Number.isNaN(away)) continue;
    if (weight) squares.addProduct(weight[row]!, away * away);
    else squares.add(away * away);
  }
  return { mean: mean * unit, deviation: Math.sqrt(squares.total() / total) * unit, total };
}

/** A power of two that keeps squares inside float64; 1 for all ordinary data, so it rounds nothing. */
function safeUnit(values: Float64Array): number {
  let greatest = 0;
  for (const value of values) if (Math.abs(value) > greatest) greatest = Math.abs(value);
  return greatest > 1e120 || (greatest < 1e-120 && greatest > 0) ? 2 ** Math.floor(Math.log2(greatest)) : 1;
}
