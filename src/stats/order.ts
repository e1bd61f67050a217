/** From so many numbers on, sorting by digits beats sorting by comparisons. */
const manyNumbers = 1024;
/** The bits of a float64 in digits that stay within one of its two words: [word from below, shift, mask]. */
const digits = [
  [0, 0, 0x7ff],
  [0, 11, 0x7ff],
  [0, 22, 0x3ff],
  [1, 0, 0x7ff],
  [1, 11, 0x7ff],
  [1, 22, 0x3ff],
] as const;
const digitSize = 2048;

/**
 * The places of the numbers (no NaN) in ascending order, equal ones in the order in which they stand; both zeros are equal. A radix
 * sort from the last digit (Knuth, "The Art of Computer Programming" 3, 5.2.5) on the bits of the numbers, which leaves out
 * digits that are the same in all of them, as those of whole numbers mostly are.
 */
export function ascendingPlaces(values: Float64Array): Uint32Array<ArrayBuffer> {
  const places = new Uint32Array(values.length);
  for (let at = 0; at < places.length; at++) places[at] = at;
  if (isAscending(values)) return places;
  if (values.length < manyNumbers)
    return places.sort((left, right) => values[left]! - values[right]! || left - right);
  const words = sortableWords(values);
  return sortByDigits(words, places);
}

function isAscending(values: Float64Array): boolean {
  for (let at = 1; at < values.length; at++) if (!(values[at - 1]! <= values[at]!)) return false;
  return true;
}

/** The two words of each number, changed so that the order of the words is the order of the numbers. */
function sortableWords(values: Float64Array): readonly [low: Uint32Array, high: Uint32Array] {
  const low = new Uint32Array(values.length);
  const high = new Uint32Array(values.length);
  const bits = new DataView(new ArrayBuffer(8));
  for (let at = 0; at < values.length; at++) {
    bits.setFloat64(0, values[at]! + 0);
    const top = bits.getUint32(0);
    const bottom = bits.getUint32(4);
    const isNegative = top >>> 31 === 1;
    high[at] = isNegative ? ~top : top | 0x80000000;
    low[at] = isNegative ? ~bottom : bottom;
  }
  return [low, high];
}

function sortByDigits(
  words: readonly [low: Uint32Array, high: Uint32Array],
  places: Uint32Array<ArrayBuffer>,
): Uint32Array<ArrayBuffer> {
  let from = places;
  let into = new Uint32Array(places.length);
  for (const [word, shift, mask] of digits) {
    const keys = words[word];
    const starts = countDigits(keys, shift, mask);
    if (!starts) continue;
    for (let at = 0; at < from.length; at++) {
      const place = from[at]!;
      into[starts[(keys[place]! >>> shift) & mask]!++] = place;
    }
    [from, into] = [into, from];
  }
  return from;
}

/** Where the numbers of each digit begin; null when all have the same. */
function countDigits(keys: Uint32Array, shift: number, mask: number): Uint32Array | null {
  const counts = new Uint32Array(digitSize);
  for (let at = 0; at < keys.length; at++) counts[(keys[at]! >>> shift) & mask]!++;
  let sum = 0;
  for (let digit = 0; digit < digitSize; digit++) {
    const count = counts[digit]!;
    if (count === keys.length) return null;
    counts[digit] = sum;
    sum += count;
  }
  return counts;
}
