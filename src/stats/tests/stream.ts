import { mixBits } from "../../base/index.ts";

/** A short stream of random numbers that belongs to one resample. */
export interface Stream {
  /** A float in [0, 1) with 53 random bits. */
  next(): number;
  /** A whole number in [0, bound), bound up to 2^32. */
  integer(bound: number): number;
}

/**
 * The random numbers of resample `index` under a seed: each resample has a stream of its own (sfc32 by Chris Doty-Humphrey,
 * started from a mix of seed and index), so neither their order nor the number of threads changes a result.
 */
export function createStream(seed: number, index: number): Stream {
  const high = Math.floor(seed / 2 ** 32) | 0;
  let a = mixBits(mixBits(seed | 0) + Math.imul(index, 0x9e3779b9)) | 0;
  let b = mixBits(a ^ high ^ 0x243f6a88) | 0;
  let c = mixBits((b + Math.floor(index / 2 ** 32)) ^ 0x13198a2e) | 0;
  let counter = index | 0;
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
      // Multiplication instead of a remainder; what falls below the threshold is drawn again, so that no number is favoured
      // (D. Lemire, "Fast Random Integer Generation in an Interval", 2019).
      let product = bits() * bound;
      let low = product % 4294967296;
      if (low < bound) {
        const threshold = (4294967296 - bound) % bound;
        while (low < threshold) {
          product = bits() * bound;
          low = product % 4294967296;
        }
      }
      return Math.floor(product / 4294967296);
    },
  };
}
