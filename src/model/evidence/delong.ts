import { square } from "../../base/index.ts";

/** Fewer rows of a class do not show how far the AUC spreads. */
export const fewestClassRows = 5;

/** The variance that each class of rows gives to an AUC, and how many rows it has: negative first. */
export interface ClassVariances {
  readonly variances: readonly [number, number];
  readonly counts: readonly [number, number];
}

/**
 * The variance of an AUC, or of a difference of AUCs of the same rows, from the influence of the rows: each class is a sample of its own
 * (DeLong, DeLong & Clarke-Pearson, Biometrics 44, 1988). Null where a class has fewer than five rows. `isThere` picks the rows.
 */
export function classVariances(
  influence: Float64Array,
  truth: Float64Array,
  isThere: (row: number) => boolean = () => true,
): ClassVariances | null {
  const squares: [number, number] = [0, 0];
  const counts: [number, number] = [0, 0];
  for (let row = 0; row < truth.length; row++) {
    if (!isThere(row)) continue;
    const side = truth[row] === 1 ? 1 : 0;
    squares[side] += square(influence[row]!);
    counts[side]++;
  }
  if (counts.some((count) => count < fewestClassRows)) return null;
  const [negative, positive] = counts;
  return {
    variances: [(squares[0] * negative) / (negative - 1), (squares[1] * positive) / (positive - 1)],
    counts,
  };
}
