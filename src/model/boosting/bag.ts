import { createRandom, shuffledIndexes } from "../../base/index.ts";
import type { TrainingSet } from "../trainer.ts";
import { groupContent } from "./ranking/group-content.ts";

/**
 * Which rows an iteration learns from. A row is drawn by a hash of what it holds (bins, target, weight), not of its place, so
 * the order of the rows changes nothing; of rows that hold the same, each has its own number.
 */
export interface Bag {
  /** The rows, ascending; undefined for all. */
  draw(iteration: number): Uint32Array | undefined;
}

/** All rows every time, or a share of them, drawn anew for each iteration. */
export function createBag(
  set: TrainingSet,
  columns: readonly Uint8Array[],
  fraction: number,
  seed: number,
): Bag {
  if (fraction >= 1) return { draw: () => undefined };
  const all = Uint32Array.from({ length: set.rowCount }, (_, row) => row);
  const keys = rowKeys(set, columns);
  const bound = fraction * 4294967296;
  return {
    draw: (iteration) => {
      const salt = createRandom(`${seed}/bag/${iteration}`).integer(4294967296);
      const rows = all.filter((row) => mix(keys[row]! ^ salt) < bound);
      return rows.length > 0 ? rows : undefined;
    },
  };
}

/** Mixes 32 bits so that each depends on all (the finaliser of MurmurHash3, Appleby). */
function mix(value: number): number {
  let bits = value ^ (value >>> 16);
  bits = Math.imul(bits, 0x85ebca6b);
  bits ^= bits >>> 13;
  bits = Math.imul(bits, 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}

function rowKeys(set: TrainingSet, columns: readonly Uint8Array[]): Uint32Array {
  const { target, weight, rowCount } = set;
  const groups = groupContent(set);
  const keys = new Uint32Array(rowCount);
  const words = new Uint32Array(2);
  const number = new Float64Array(words.buffer);
  const seen = new Map<number, number>();
  for (let row = 0; row < rowCount; row++) {
    let key = groups ? groups[row]! : 17;
    for (const value of weight ? [target[row]!, weight[row]!] : [target[row]!]) {
      number[0] = value + 0;
      key = mix(mix(key ^ words[0]!) ^ words[1]!);
    }
    for (const column of columns) key = mix(key * 31 + column[row]!);
    const before = seen.get(key) ?? 0;
    seen.set(key, before + 1);
    keys[row] = mix(key ^ Math.imul(before, 0x9e3779b1));
  }
  return keys;
}

/** The features that a tree may ask about, ascending. They stand in the order of their names, so their first order changes nothing. */
export function drawFeatures(count: number, fraction: number, seed: string): readonly number[] {
  if (fraction >= 1) return Array.from({ length: count }, (_, feature) => feature);
  const drawn = shuffledIndexes(count, createRandom(seed)).subarray(
    0,
    Math.max(1, Math.round(fraction * count)),
  );
  return [...drawn.sort()];
}
