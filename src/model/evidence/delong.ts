import { square } from "../../base/index.ts";

/** Fewer rows of a class do not show how far the AUC spreads. */
export const fewestClassRows = 5;

/**
 * The standard error of an AUC, or of a difference of AUCs of the same rows, from the influence of the rows: each class is a sample of
 * its own (DeLong, DeLong & Clarke-Pearson, Biometrics 44, 1988). Null where a class has fewer than five rows.
 */
export function spreadOfAuc(influence: Float64Array, truth: Float64Array): number | null {
  const squares = [0, 0];
  const counts = [0, 0];
  for (let row = 0; row < truth.length; row++) {
    const side = truth[row] === 1 ? 1 : 0;
    squares[side] = squares[side]! + square(influence[row]!);
    counts[side] = counts[side]! + 1;
  }
  if (counts.some((count) => count < fewestClassRows)) return null;
  return Math.sqrt(counts.reduce((sum, count, side) => sum + (squares[side]! * count) / (count - 1), 0));
}
