import { naturalLogarithm, powerOfTwo } from "../../../base/index.ts";

/** What a gain is worth at each of the first places of a ranking: 1 / log2(place + 1), the first place is 1. */
export const discountsOf = (count: number): Float64Array =>
  Float64Array.from({ length: count }, (_, at) => Math.LN2 / naturalLogarithm(at + 2));

/** The gain of a row of each grade: 2^grade - 1 (Burges et al., ICML 2005). */
export const defaultGains: readonly number[] = Array.from(
  { length: 32 },
  (_, grade) => powerOfTwo(grade) - 1,
);

/** The sum of the discounted gains of the best order of some rows, of its first `most` places. Sorts the gains. */
export function bestGain(gains: Float64Array, discounts: Float64Array, most: number): number {
  gains.sort();
  let sum = 0;
  for (let place = 0; place < Math.min(most, gains.length); place++)
    sum += gains[gains.length - 1 - place]! * discounts[place]!;
  return sum;
}
