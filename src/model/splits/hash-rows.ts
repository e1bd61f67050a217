import { createRandom } from "../../base/index.ts";
import type { Vector } from "../../schema/index.ts";

/**
 * A 32-bit hash of each row's values. It depends on the values and the names of the columns alone, neither on their order
 * nor on the other rows, so a row keeps its hash when rows are appended, and equal rows have equal hashes.
 */
export function hashRows(columns: Iterable<readonly [string, Vector]>, rowCount: number): Uint32Array {
  const hashes = new Uint32Array(rowCount);
  const sorted = [...columns].sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0));
  for (const [name, vector] of sorted) {
    const start = hashText(name, 0);
    const values = hashValues(vector, start);
    for (let row = 0; row < rowCount; row++)
      hashes[row] = mix((Math.imul(hashes[row]!, 0x9e3779b1) + values[row]!) >>> 0);
  }
  return hashes;
}

/** A 32-bit hash of each value of a column, by its value alone. */
export function hashValues(vector: Vector, start: number): Uint32Array {
  if (vector.kind === "texts") {
    const byCode = vector.dictionary.map((text) => hashText(text, start));
    return Uint32Array.from(vector.codes, (code) => (code < 0 ? start : byCode[code]!));
  }
  const bytes = new DataView(new ArrayBuffer(8));
  return Uint32Array.from(vector.values, (value) => {
    if (Number.isNaN(value)) return start;
    bytes.setFloat64(0, value + 0);
    return mix(mix(start ^ bytes.getInt32(0)) ^ bytes.getInt32(4));
  });
}

/** A number in [0, 1) from a hash and a salt: what a row's side is decided by. */
export const hashShare = (hash: number, salt: number): number => mix(mix(hash ^ salt) + salt) / 2 ** 32;

/** A salt of 32 bits from a seed and the name of what it is for. */
export const saltOf = (seed: number, purpose: string): number =>
  createRandom(seed)
    .fork(purpose)
    .integer(2 ** 32);

/** FNV-1a over the code units (Fowler, Noll & Vo), then mixed. */
function hashText(text: string, start: number): number {
  let hash = (start ^ 0x811c9dc5) >>> 0;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return mix(hash ^ text.length);
}

/** The finalizer of MurmurHash3 (A. Appleby): each bit of the input changes half of the output's. */
function mix(value: number): number {
  let hash = value >>> 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
