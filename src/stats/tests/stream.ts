import { mixBits } from "../../base/index.ts";
import { openStream, type StreamWords } from "../../kernel/index.ts";

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
  const first = mixBits(mixBits(seed | 0) + Math.imul(index, 0x9e3779b9)) | 0;
  const second = mixBits(first ^ Math.floor(seed / 2 ** 32) ^ 0x243f6a88) | 0;
  const third = mixBits((second + Math.floor(index / 2 ** 32)) ^ 0x13198a2e) | 0;
  const bits = openStream({ first, second, third });
  return {
    next: () => ((bits() >>> 5) * 67108864 + (bits() >>> 6)) / 9007199254740992,
    integer: (bound) => {
      // Draws of just enough bits; those beyond the bound are thrown away, so that no number is favoured.
      const shift = bound > 1 ? Math.clz32(bound - 1) : 31;
      let draw = bits() >>> shift;
      while (draw >= bound) draw = bits() >>> shift;
      return bound > 1 ? draw : 0;
    },
  };
}

/**
 * What the random numbers of resample `index` of one sample begin with, under a seed: every resample has streams of its own, so neither
 * their order nor the number of threads changes a result.
 */
export function streamWords(seed: number, index: number, sample: number): StreamWords {
  const first = mixBits(mixBits(seed | 0) + Math.imul(index, 0x9e3779b9)) | 0;
  const second = mixBits(first ^ Math.floor(seed / 2 ** 32) ^ 0x243f6a88) | 0;
  // A resample takes five streams, told apart by the third word.
  return { first, second, third: sample * 8 };
}
