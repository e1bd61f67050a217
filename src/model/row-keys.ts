import { mixBits } from "../base/index.ts";
import type { TrainingSet } from "./trainer.ts";

/**
 * 32 bits for each row, from what it holds (features, target, weight) and not from its place, so that what is drawn by them
 * does not depend on the order of the rows. Rows that hold the same are numbered, so that each has its own; `apart` tells rows apart
 * that differ in something else.
 */
export function rowKeys(
  { features, target, weight, rowCount }: TrainingSet,
  apart?: Uint32Array,
): Uint32Array {
  const keys = apart?.slice() ?? new Uint32Array(rowCount).fill(17);
  for (const feature of features) addColumn(keys, feature.kind === "number" ? feature.values : feature.codes);
  if (target.length > 0) addColumn(keys, target);
  if (weight) addColumn(keys, weight);
  const seen = new Map<number, number>();
  for (let row = 0; row < rowCount; row++) {
    const key = keys[row]!;
    const before = seen.get(key) ?? 0;
    seen.set(key, before + 1);
    keys[row] = mixBits(key ^ Math.imul(before, 0x9e3779b1));
  }
  return keys;
}

function addColumn(keys: Uint32Array, values: Float64Array | Int32Array): void {
  const words = new Uint32Array(2);
  const number = new Float64Array(words.buffer);
  for (let row = 0; row < keys.length; row++) {
    const value = values[row]!;
    // One bit pattern for every NaN, and for both zeros.
    number[0] = value === value ? value + 0 : Number.NaN;
    keys[row] = mixBits(mixBits(Math.imul(keys[row]!, 31) ^ words[0]!) ^ words[1]!);
  }
}
