/** Three words of 32 bits that a random stream begins with. */
export interface StreamWords {
  readonly first: number;
  readonly second: number;
  readonly third: number;
}

/** A stream of random words of 32 bits. */
type Words = () => number;

const warmRounds = 15;

/** sfc32 by Chris Doty-Humphrey (PractRand 0.93). */
export function openStream({ first, second, third }: StreamWords): Words {
  let [a, b, c, counter] = [first | 0, second | 0, third | 0, 1];
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  for (let round = 0; round < warmRounds; round++) next();
  return next;
}

/** 2^32 mod bound: words whose product has a lower low half would favour some places. */
const limitOf = (bound: number): number => 4294967296 % bound;

/** The high half of the product of two words. */
const highOf = (word: number, bound: number): number =>
  Math.floor(((word >>> 16) * bound + Math.floor(((word & 0xffff) * bound) / 65536)) / 65536);

/** A place below the bound (Lemire 2019). */
function placeOf(next: Words, bound: number): number {
  const limit = limitOf(bound);
  let word = next();
  while (Math.imul(word, bound) >>> 0 < limit) word = next();
  return highOf(word, bound);
}

/**
 * As many places from 0 to below `count` as `into` has room for, drawn with replacement: draw d comes from stream d mod 4, a draw
 * that would favour a place is drawn again from a fifth. The kernel draws the same.
 */
export function resampledPlaces(count: number, words: StreamWords, into: Uint32Array): void {
  const streams = [0, 1, 2, 3].map((lane) => openStream({ ...words, third: words.third + lane }));
  const spare = openStream({ ...words, third: words.third + 4 });
  const limit = limitOf(count);
  // Words are drawn in fours, and what goes wrong in the places of the last four that are not asked for is drawn again too.
  const last = Math.ceil(into.length / 4) * 4;
  for (let at = 0; at < last; at++) {
    const word = streams[at & 3]!();
    const place = Math.imul(word, count) >>> 0 < limit ? placeOf(spare, count) : highOf(word, count);
    if (at < into.length) into[at] = place;
  }
}

/** The plain twin of the kernel's sum of a resample. */
export function plainResampledSum(values: Float64Array, words: StreamWords, places: Uint32Array): number {
  resampledPlaces(values.length, words, places);
  const sums = new Float64Array(4);
  for (let at = 0; at < places.length; at++) sums[at & 3]! += values[places[at]!]!;
  return sums[0]! + sums[1]! + (sums[2]! + sums[3]!);
}

/**
 * Deals numbers out at random: `into` gets them all, the first `taken` in random order without replacement (Fisher & Yates 1938,
 * Durstenfeld 1964), so that the rest are those that were not taken.
 */
export function dealOut(values: Float64Array, taken: number, words: StreamWords, into: Float64Array): void {
  into.set(values);
  const next = openStream(words);
  for (let at = 0; at < taken; at++) {
    const from = at + placeOf(next, values.length - at);
    const value = into[from]!;
    into[from] = into[at]!;
    into[at] = value;
  }
}

/** The plain twin of the kernel's sum of numbers that are dealt out. */
export function plainDealtSum(
  values: Float64Array,
  taken: number,
  words: StreamWords,
  work: Float64Array,
): number {
  dealOut(values, taken, words, work);
  let sum = 0;
  for (let at = 0; at < taken; at++) sum += work[at]!;
  return sum;
}
