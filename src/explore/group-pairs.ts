/** Rows are first parted by the hash into parts of about so many, so that the table of a part stays in the cache. */
const rowsPerPart = 16_384;

/** The rows that are not alone in their group: where they stand, and the number of their group from 0. */
export interface SharedRows {
  readonly places: Uint32Array<ArrayBuffer>;
  readonly groups: Float64Array<ArrayBuffer>;
  readonly groupCount: number;
}

/**
 * Groups rows of equal keys, and equal values where there are some (both zeros are equal, and so is every NaN), by a hash
 * table for each part of the rows; leaves out rows that are alone. Keys have no NaN. The order of what comes out has no meaning.
 */
export function groupPairs(keys: Float64Array, values: Float64Array | null): SharedRows {
  const parts = partRows(keys, values);
  const { starts, places, hashes } = parts;
  const largest = starts.reduce((most, end, part) => Math.max(most, end - (starts[part - 1] ?? 0)), 0);
  const table = new Uint32Array(tableSize(largest));
  const groupOf = new Uint32Array(largest);
  const sizes = new Uint32Array(largest);
  let kept = 0;
  let groupCount = 0;
  for (let part = 0; part + 1 < starts.length; part++) {
    const start = starts[part]!;
    const end = starts[part + 1]!;
    const mask = tableSize(end - start) - 1;
    table.fill(0, 0, mask + 1);
    sizes.fill(0, 0, end - start);
    // The table holds one more than the first place of a group.
    for (let place = start; place < end; place++) {
      let slot = hashes[place]! & mask;
      while (table[slot] !== 0 && !isEqual(parts, table[slot]! - 1, place)) slot = (slot + 1) & mask;
      if (table[slot] === 0) table[slot] = place + 1;
      const first = table[slot]! - 1 - start;
      groupOf[place - start] = first;
      sizes[first]!++;
    }
    // A part is done with its rows now, so what is kept of them may take their place.
    for (let place = start; place < end; place++) {
      const first = groupOf[place - start]!;
      if (sizes[first] === 1) continue;
      if (first === place - start) hashes[place] = groupCount++;
      parts.keys[kept] = hashes[first + start]!;
      places[kept++] = places[place]!;
    }
  }
  return { places: places.slice(0, kept), groups: parts.keys.slice(0, kept), groupCount };
}

const tableSize = (rows: number): number => 2 ** Math.ceil(Math.log2(rows * 2 + 1));

/** What rows are compared by, in parts of equal leading bits of the hash. Rows ascend within a part. */
interface Parts {
  readonly starts: Uint32Array;
  readonly places: Uint32Array<ArrayBuffer>;
  readonly hashes: Uint32Array;
  readonly keys: Float64Array<ArrayBuffer>;
  readonly values: Float64Array | null;
}

const isEqual = ({ keys, values, hashes }: Parts, left: number, right: number): boolean =>
  hashes[left] === hashes[right] &&
  keys[left] === keys[right] &&
  (values === null ||
    values[left] === values[right] ||
    (values[left] !== values[left] && values[right] !== values[right]));

function partRows(keys: Float64Array, values: Float64Array | null): Parts {
  const count = keys.length;
  const bitCount = Math.max(0, Math.ceil(Math.log2(count / rowsPerPart)));
  const shift = 32 - bitCount;
  const hashes = hashRows(keys, values);
  const starts = new Uint32Array(2 ** bitCount + 1);
  // A shift by 32 is none: where there is one part, all rows are in it.
  const partOf = (hash: number): number => (bitCount === 0 ? 0 : hash >>> shift);
  for (let row = 0; row < count; row++) starts[partOf(hashes[row]!) + 1]!++;
  for (let part = 1; part < starts.length; part++) starts[part]! += starts[part - 1]!;
  const parts = {
    starts,
    places: new Uint32Array(count),
    hashes: new Uint32Array(count),
    keys: new Float64Array(count),
    values: values && new Float64Array(count),
  };
  const next = starts.slice();
  for (let row = 0; row < count; row++) {
    const place = next[partOf(hashes[row]!)]!++;
    parts.places[place] = row;
    parts.hashes[place] = hashes[row]!;
    parts.keys[place] = keys[row]!;
    if (values) parts.values![place] = values[row]!;
  }
  return parts;
}

function hashRows(keys: Float64Array, values: Float64Array | null): Uint32Array {
  const hashes = new Uint32Array(keys.length);
  const pair = new Float64Array(2);
  const words = new Uint32Array(pair.buffer);
  for (let row = 0; row < keys.length; row++) {
    pair[0] = keys[row]! + 0;
    // One form for both zeros, and one for every NaN.
    if (values) pair[1] = Number.isNaN(values[row]!) ? Number.NaN : values[row]! + 0;
    const key = Math.imul(words[0]!, 0x85ebca6b) ^ words[1]!;
    hashes[row] = mixBits(Math.imul(mixBits(key) ^ words[2]!, 0x9e3779b1) ^ words[3]!);
  }
  return hashes;
}

/** The finalizer of MurmurHash3 (A. Appleby). */
function mixBits(hash: number): number {
  let bits = hash;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
