import { mixBits } from "../base/index.ts";
import { compareValues } from "../ir/index.ts";
import { valueAt, vectorLength, type Value, type Vector } from "../schema/index.ts";

/**
 * So many rows of the vectors, chosen by the hash of what stands in them, of the seed, and of which of its equals a row is:
 * so neither the order of the rows decides nor where they stand, and a frequent row is chosen as often as its share.
 * Rows without any value are left out. All rows where there are no more; in the order of their hashes.
 */
export function sampleRows(
  vectors: readonly Vector[],
  { count, seed }: { readonly count: number; readonly seed: number },
): readonly (readonly Value[])[] {
  const contents = contentHashes(vectors);
  const seen = new Map<number, number>();
  const hashes: { readonly row: number; readonly hash: number }[] = [];
  for (let row = 0; row < contents.length; row++) {
    const content = contents[row]!;
    if (Number.isNaN(content)) continue;
    const equals = seen.get(content) ?? 0;
    seen.set(content, equals + 1);
    hashes.push({ row, hash: chosenBy(content, equals, seed) });
  }
  const valuesOf = (row: number): readonly Value[] => vectors.map((vector) => valueAt(vector, row));
  return hashes
    .sort((left, right) => left.hash - right.hash)
    .slice(0, count)
    .map(({ row, hash }) => ({ hash, values: valuesOf(row) }))
    .sort((left, right) => left.hash - right.hash || compareRows(left.values, right.values))
    .map(({ values }) => values);
}

const compareRows = (left: readonly Value[], right: readonly Value[]): number =>
  left.reduce<number>((order, value, at) => order || compareOrNull(value, right[at]!), 0);

const compareOrNull = (left: Value, right: Value): number =>
  left === null || right === null
    ? Number(left !== null) - Number(right !== null)
    : compareValues(left, right);

/** 53 bits of what stands in each row; NaN where every value is missing. */
function contentHashes(vectors: readonly Vector[]): Float64Array {
  const rowCount = vectors.length === 0 ? 0 : vectorLength(vectors[0]!);
  const high = new Uint32Array(rowCount);
  const low = new Uint32Array(rowCount);
  const isThere = new Uint8Array(rowCount);
  for (const vector of vectors) {
    const words = wordsOf(vector);
    for (let row = 0; row < rowCount; row++) {
      const first = words[2 * row]!;
      const second = words[2 * row + 1]!;
      if (!isMissing(vector, row)) isThere[row] = 1;
      high[row] = mixBits(mixBits(high[row]! ^ first) + Math.imul(second, 0x9e3779b1));
      low[row] = mixBits(mixBits(low[row]! ^ second) + Math.imul(first, 0x85ebca77) + 1);
    }
  }
  return Float64Array.from(high, (bits, row) =>
    isThere[row] === 0 ? Number.NaN : (bits >>> 11) * 2 ** 32 + low[row]!,
  );
}

const isMissing = (vector: Vector, row: number): boolean =>
  vector.kind === "texts" ? vector.codes[row]! < 0 : Number.isNaN(vector.values[row]!);

/** Two words for each row: the bits of a number, or a hash of a text; all ones where it is missing. */
function wordsOf(vector: Vector): Uint32Array {
  const words = new Uint32Array(2 * vectorLength(vector));
  const texts = vector.kind === "texts" ? vector.dictionary.map(textWords) : [];
  const bits = new DataView(new ArrayBuffer(8));
  for (let row = 0; row < words.length / 2; row++) {
    if (isMissing(vector, row)) words.fill(0xffffffff, 2 * row, 2 * row + 2);
    else if (vector.kind === "texts") words.set(texts[vector.codes[row]!]!, 2 * row);
    else {
      bits.setFloat64(0, vector.values[row]! + 0);
      words[2 * row] = bits.getUint32(0);
      words[2 * row + 1] = bits.getUint32(4);
    }
  }
  return words;
}

function textWords(text: string): readonly [number, number] {
  let first = text.length;
  let second = ~text.length;
  for (let at = 0; at < text.length; at++) {
    first = mixBits(first ^ text.charCodeAt(at));
    second = mixBits(second + Math.imul(text.charCodeAt(at), 0x9e3779b1));
  }
  return [first >>> 0, second >>> 0];
}

function chosenBy(content: number, equals: number, seed: number): number {
  const first = mixBits(mixBits((content % 2 ** 32) | 0) ^ mixBits(seed | 0) ^ equals);
  const second = mixBits(mixBits(Math.floor(content / 2 ** 32)) + first + Math.floor(seed / 2 ** 32));
  return (first >>> 11) * 2 ** 32 + second;
}
