import type { Vector } from "../schema/index.ts";

/** Counts rows that equal an earlier row, exactly, one column at a time. */
export interface DuplicateRows {
  /** Takes one more column into account. */
  refine(vector: Vector): void;
  /** How many rows equal an earlier row in every column so far. */
  count(): number;
}

/**
 * All rows start in one group and each column parts the groups further; a row alone in its group is unique and takes no
 * part any more. Values are compared, not only their hashes. Needs at most 40 bytes a row beside the column at hand.
 */
export function createDuplicateRows(rowCount: number): DuplicateRows {
  let rows = Uint32Array.from({ length: rowCount }, (_, row) => row);
  /** The group of each row, named by the first row in it. */
  const groups = new Uint32Array(rowCount);
  return {
    refine: (vector) => {
      if (rows.length === 0) return;
      rows = regroup(rows, groups, vector);
    },
    count: () => rows.reduce((sum, row) => sum + (groups[row] === row ? 0 : 1), 0),
  };
}

/** Parts the groups by a column and returns the rows that still share theirs. */
function regroup(
  rows: Uint32Array<ArrayBuffer>,
  groups: Uint32Array,
  vector: Vector,
): Uint32Array<ArrayBuffer> {
  const hashOf = valueHash(vector);
  const same = sameValue(vector);
  const mask = 2 ** Math.ceil(Math.log2(rows.length * 2 + 1)) - 1;
  const table = new Int32Array(mask + 1).fill(-1);
  const firsts = new Uint32Array(rows.length);
  const sizes = new Uint32Array(rows.length);
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at]!;
    const group = groups[row]!;
    let slot = mixBits(hashOf(row) ^ Math.imul(group, 0x9e3779b1)) & mask;
    let first = table[slot]!;
    while (first >= 0 && !(groups[rows[first]!] === group && same(rows[first]!, row))) {
      slot = (slot + 1) & mask;
      first = table[slot]!;
    }
    if (first < 0) {
      first = at;
      table[slot] = at;
    }
    firsts[at] = first;
    sizes[first]!++;
  }
  return keepShared(rows, groups, firsts, sizes);
}

function keepShared(
  rows: Uint32Array<ArrayBuffer>,
  groups: Uint32Array,
  firsts: Uint32Array,
  sizes: Uint32Array,
): Uint32Array<ArrayBuffer> {
  let kept = 0;
  const names = firsts.map((first) => rows[first]!);
  for (let at = 0; at < rows.length; at++) {
    if (sizes[firsts[at]!] === 1) continue;
    groups[rows[at]!] = names[at]!;
    rows[kept++] = rows[at]!;
  }
  return rows.slice(0, kept);
}

function valueHash(vector: Vector): (row: number) => number {
  if (vector.kind === "texts") return (row) => vector.codes[row]!;
  const { values } = vector;
  const words = new Uint32Array(values.buffer, values.byteOffset, values.length * 2);
  return (row) => {
    const value = values[row]!;
    if (value === 0 || Number.isNaN(value)) return value === 0 ? 0 : 1;
    return Math.imul(words[2 * row]!, 0x85ebca6b) ^ words[2 * row + 1]!;
  };
}

function sameValue(vector: Vector): (left: number, right: number) => boolean {
  if (vector.kind === "texts") return (left, right) => vector.codes[left] === vector.codes[right];
  const { values } = vector;
  return (left, right) => {
    const a = values[left]!;
    const b = values[right]!;
    return a === b || (Number.isNaN(a) && Number.isNaN(b));
  };
}

/** The finalizer of MurmurHash3 (A. Appleby). */
function mixBits(hash: number): number {
  let bits = hash;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
