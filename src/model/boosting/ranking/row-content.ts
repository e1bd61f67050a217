import { mixBits } from "../../../base/index.ts";
import type { TrainingSet } from "../../trainer.ts";

/** 64 bits for each row, in two halves, from what the row holds and not from its place. */
export interface RowContent {
  readonly high: Uint32Array;
  readonly low: Uint32Array;
}

/** Hashes of features, target and weight: rows that hold the same have the same, and others as good as never. */
export function rowContent({ features, target, weight, rowCount }: TrainingSet): RowContent {
  const high = new Uint32Array(rowCount).fill(17);
  const low = new Uint32Array(rowCount).fill(71);
  const words = new Uint32Array(2);
  const number = new Float64Array(words.buffer);
  const add = (values: Float64Array | Int32Array): void => {
    for (let row = 0; row < rowCount; row++) {
      const value = values[row]!;
      // One bit pattern for every NaN, and for both zeros.
      number[0] = value === value ? value + 0 : Number.NaN;
      high[row] = mixBits(mixBits(Math.imul(high[row]!, 31) ^ words[0]!) ^ words[1]!);
      low[row] = mixBits(mixBits(Math.imul(low[row]!, 37) ^ words[1]!) + words[0]!);
    }
  };
  for (const feature of features) add(feature.kind === "number" ? feature.values : feature.codes);
  add(target);
  if (weight) add(weight);
  return { high, low };
}
