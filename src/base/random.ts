import { sha256Hex } from "./hash.ts";

/** A seeded stream of random numbers; the same seed and name give the same stream everywhere. */
export interface Random {
  /** A float in [0, 1) with 53 random bits. */
  next(): number;
  /** An integer in [0, bound). `bound` is at most 2^32. */
  integer(bound: number): number;
  /** An independent stream for a named part of the work, so that adding one part does not shift another. */
  fork(name: string): Random;
}

/**
 * sfc32 (Chris Doty-Humphrey, PractRand), seeded from SHA-256 of the seed's text.
 * @example
 * createRandom(7).integer(6) === createRandom(7).integer(6) // true
 */
export function createRandom(seed: number | string): Random {
  const digest = sha256Hex(`tandem:${seed}`);
  let a = word(digest, 0);
  let b = word(digest, 8);
  let c = word(digest, 16);
  let counter = 1;
  const bits = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return sum >>> 0;
  };
  for (let warm = 0; warm < 12; warm++) bits();
  return {
    next: () => ((bits() >>> 5) * 67108864 + (bits() >>> 6)) / 9007199254740992,
    integer: (bound) => {
      const limit = Math.floor(4294967296 / bound) * bound;
      let draw = bits();
      while (draw >= limit) draw = bits();
      return draw % bound;
    },
    fork: (name) => createRandom(`${seed}/${name}`),
  };
}

const word = (hex: string, at: number): number => Number.parseInt(hex.slice(at, at + 8), 16) | 0;

/** A random order of 0…count-1 (Fisher-Yates). */
export function shuffledIndexes(count: number, random: Random): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, index) => index);
  for (let last = count - 1; last > 0; last--) {
    const pick = random.integer(last + 1);
    const held = order[last]!;
    order[last] = order[pick]!;
    order[pick] = held;
  }
  return order;
}

/** Spreads 32 bits over 32 bits so that every bit of the answer depends on all: the finalizer of MurmurHash3 (A. Appleby). */
export function mixBits(bits: number): number {
  let hash = bits | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
