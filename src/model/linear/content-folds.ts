import { mixBits } from "../../base/index.ts";
import type { TrainingSet } from "../trainer.ts";

/**
 * A fold for each row, drawn by what the row holds and the seed: it depends neither on the place of the row nor on the names
 * and the order of the features, and equal rows stay together, so a weight counts as that many rows.
 */
export function contentFolds(
  { features, target, rowCount }: TrainingSet,
  folds: number,
  seed: number,
): Uint8Array {
  const hashes = new Uint32Array(rowCount);
  const number = new Float64Array(1);
  const words = new Uint32Array(number.buffer);
  const add = (values: Float64Array | Int32Array, salt: number): void => {
    for (let row = 0; row < rowCount; row++) {
      // Adding 0 makes -0 the same as 0.
      number[0] = values[row]! + 0;
      hashes[row]! += mixBits(mixBits(words[0]! ^ salt) ^ words[1]!);
    }
  };
  for (const feature of features) add(feature.kind === "number" ? feature.values : feature.codes, 0x2545f491);
  add(target, 0x9e3779b9);
  const salt = mixBits(seed);
  return Uint8Array.from(hashes, (hash) => mixBits(hash ^ salt) % folds);
}
