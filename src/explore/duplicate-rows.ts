import type { Vector } from "../schema/index.ts";

/** Counts rows that equal an earlier row, exactly, one column at a time. */
export interface DuplicateRows {
  /** Takes one more column into account. */
  refine(vector: Vector): void;
  /** How many rows equal an earlier row in every column so far. */
  count(): number;
}

/** The group of a row that is alone in it. */
const unique = 0xffffffff;
/** Rows are first parted by the hash into parts of about so many, so that the table of a part stays in the cache. */
const rowsPerPart = 16_384;

/**
 * All rows start in one group and each column parts the groups further; a row alone in its group takes no part any more.
 * Values are compared, not only their hashes, so the count is exact. Needs about 40 bytes a row beside the column at hand.
 */
export function createDuplicateRows(rowCount: number): DuplicateRows {
  /** The group of each row, named by the first row in it. */
  const groups = new Uint32Array(rowCount);
  let shared = rowCount;
  return {
    refine: (vector) => {
      if (shared === 0) return;
      const keys = partKeys(groups, shared, vector);
      shared = 0;
      for (let part = 0; part + 1 < keys.starts.length; part++)
        shared += regroupPart(groups, keys, keys.starts[part]!, keys.starts[part + 1]!);
    },
    count: () => groups.reduce((sum, group, row) => sum + (group === unique || group === row ? 0 : 1), 0),
  };
}

/** What rows are compared by, row by row, in parts of equal leading bits of the hash. Rows ascend within a part. */
interface Keys {
  readonly starts: Uint32Array;
  readonly rows: Uint32Array;
  readonly hashes: Uint32Array;
  readonly groups: Uint32Array;
  /** The two words of the value. */
  readonly lows: Uint32Array;
  readonly highs: Uint32Array;
}

function partKeys(groups: Uint32Array, shared: number, vector: Vector): Keys {
  const bitCount = Math.max(0, Math.ceil(Math.log2(shared / rowsPerPart)));
  const partOf = (hash: number): number => (bitCount === 0 ? 0 : hash >>> (32 - bitCount));
  const { hashes, lows, highs } = hashRows(groups, vector);
  const starts = new Uint32Array(2 ** bitCount + 1);
  for (let row = 0; row < groups.length; row++)
    if (groups[row] !== unique) starts[partOf(hashes[row]!) + 1]!++;
  for (let part = 1; part < starts.length; part++) starts[part]! += starts[part - 1]!;
  const keys = {
    starts,
    rows: new Uint32Array(shared),
    hashes: new Uint32Array(shared),
    groups: new Uint32Array(shared),
    lows: new Uint32Array(shared),
    highs: new Uint32Array(shared),
  };
  const next = starts.slice();
  for (let row = 0; row < groups.length; row++) {
    if (groups[row] === unique) continue;
    const place = next[partOf(hashes[row]!)]!++;
    keys.rows[place] = row;
    keys.hashes[place] = hashes[row]!;
    keys.groups[place] = groups[row]!;
    keys.lows[place] = lows[row]!;
    keys.highs[place] = highs[row]!;
  }
  return keys;
}

/** A hash of group and value for each row that is not unique, and the words of its value; equal rows have equal words. */
function hashRows(groups: Uint32Array, vector: Vector) {
  const hashes = new Uint32Array(groups.length);
  const lows = new Uint32Array(groups.length);
  const highs = new Uint32Array(groups.length);
  const source = vector.kind === "texts" ? vector.codes : vector.values;
  const bits = new Float64Array(1);
  const words = new Uint32Array(bits.buffer);
  for (let row = 0; row < groups.length; row++) {
    if (groups[row] === unique) continue;
    const value = source[row]!;
    /** One form for both zeros, and one for every NaN. */
    bits[0] = Number.isNaN(value) ? Number.NaN : value + 0;
    lows[row] = words[0]!;
    highs[row] = words[1]!;
    hashes[row] = mixBits(Math.imul(words[0]!, 0x85ebca6b) ^ words[1]! ^ Math.imul(groups[row]!, 0x9e3779b1));
  }
  return { hashes, lows, highs };
}

/** Gives the rows of one part their new groups and returns how many still share theirs. */
function regroupPart(groups: Uint32Array, keys: Keys, start: number, end: number): number {
  const { rows, hashes } = keys;
  const mask = 2 ** Math.ceil(Math.log2((end - start) * 2 + 1)) - 1;
  /** One more than the place of the first row with a key; 0 where there is none. */
  const table = new Uint32Array(mask + 1);
  const firsts = new Uint32Array(end - start);
  const sizes = new Uint32Array(end - start);
  for (let place = start; place < end; place++) {
    let slot = hashes[place]! & mask;
    while (table[slot] !== 0 && !sameKey(keys, table[slot]! - 1, place)) slot = (slot + 1) & mask;
    if (table[slot] === 0) table[slot] = place + 1;
    firsts[place - start] = table[slot]! - 1;
    sizes[table[slot]! - 1 - start]!++;
  }
  let shared = 0;
  for (let place = start; place < end; place++) {
    const first = firsts[place - start]!;
    const isShared = sizes[first - start]! > 1;
    groups[rows[place]!] = isShared ? rows[first]! : unique;
    if (isShared) shared++;
  }
  return shared;
}

const sameKey = ({ hashes, groups, lows, highs }: Keys, left: number, right: number): boolean =>
  hashes[left] === hashes[right] &&
  groups[left] === groups[right] &&
  lows[left] === lows[right] &&
  highs[left] === highs[right];

/** The finalizer of MurmurHash3 (A. Appleby). */
function mixBits(hash: number): number {
  let bits = hash;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
