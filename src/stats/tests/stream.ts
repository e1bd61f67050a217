import { mixBits } from "../../base/index.ts";

/** A short stream of random numbers that belongs to one resample. */
export interface Stream {
  /** A float in [0, 1) with 53 random bits. */
  next(): number;
  /** A whole number in [0, bound), bound up to 2^32. */
  integer(bound: number): number;
  /** The sum of as many values as there are, each drawn at random with replacement. */
  resampledSum(values: Float64Array): number;
}

/**
 * The random numbers of resample `index` under a seed: each resample has a stream of its own (sfc32 by Chris Doty-Humphrey,
 * started from a mix of seed and index), so neither their order nor the number of threads changes a result.
 */
export function createStream(seed: number, index: number): Stream {
  let a = mixBits(mixBits(seed | 0) + Math.imul(index, 0x9e3779b9)) | 0;
  let b = mixBits(a ^ Math.floor(seed / 2 ** 32) ^ 0x243f6a88) | 0;
  let c = mixBits((b + Math.floor(index / 2 ** 32)) ^ 0x13198a2e) | 0;
  let counter = 1;
  const bits = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  for (let warm = 0; warm < 15; warm++) bits();
  return {
    next: () => ((bits() >>> 5) * 67108864 + (bits() >>> 6)) / 9007199254740992,
    integer: (bound) => {
      // Draws of just enough bits; those beyond the bound are thrown away, so that no number is favoured.
      const shift = bound > 1 ? Math.clz32(bound - 1) : 31;
      let draw = bits() >>> shift;
      while (draw >= bound) draw = bits() >>> shift;
      return bound > 1 ? draw : 0;
    },
    // The same draws as `integer`, in one loop on local numbers: a resample of 100,000 values is most of the work of a bootstrap.
    resampledSum: (values) => {
      const count = values.length;
      if (count === 1) return values[0]!;
      const shift = Math.clz32(count - 1);
      let [p, q, r, s] = [a, b, c, counter];
      let total = 0;
      for (let done = 0; done < count;) {
        const sum = (((p + q) | 0) + s) | 0;
        s = (s + 1) | 0;
        p = q ^ (q >>> 9);
        q = (r + (r << 3)) | 0;
        r = (((r << 21) | (r >>> 11)) + sum) | 0;
        const draw = sum >>> shift;
        if (draw < count) {
          total += values[draw]!;
          done++;
        }
      }
      a = p;
      b = q;
      c = r;
      counter = s;
      return total;
    },
  };
}
