import { square } from "../../base/index.ts";
import { takeNumbers } from "../../schema/index.ts";
import { BlockSum } from "./block-sum.ts";
import type { Design } from "./design.ts";
import { weightedGram } from "./gram.ts";
import { crossProducts } from "./least-squares.ts";
import { takeDesignRows } from "./passes.ts";

/** All that least squares need to know of some rows: weighted sums of products of the standardised features and the target. */
export interface Moments {
  /** ZᵀWZ without the intercept, row-major. */
  readonly matrix: Float64Array;
  /** ZᵀWy. */
  readonly linear: Float64Array;
  /** Σ w·z of each feature. */
  readonly sums: Float64Array;
  /** Σ w·y. */
  readonly targetSum: number;
  /** Σ w·y². */
  readonly squares: number;
  /** Σ w. */
  readonly weight: number;
}

/** The sums over all rows of a design, with its Gram matrix given. */
export function momentsOf(
  design: Design,
  gram: Float64Array,
  target: Float64Array,
  weight: Float64Array | undefined,
): Moments {
  const size = design.names.length;
  const products = crossProducts({ design, target, weight });
  const matrix = new Float64Array(size * size);
  for (let row = 0; row < size; row++)
    matrix.set(gram.subarray(row * (size + 1), row * (size + 1) + size), row * size);
  const squares = new BlockSum();
  for (let row = 0; row < target.length; row++)
    squares.add(square(target[row]!) * (weight ? weight[row]! : 1));
  return {
    matrix,
    linear: products.slice(0, size),
    sums: gram.slice(size * (size + 1), size * (size + 1) + size),
    targetSum: products[size]!,
    squares: squares.total(),
    weight: gram.at(-1)!,
  };
}

/** The weighted standard deviation of numbers around a mean. */
export function momentsDeviation(
  values: Float64Array,
  mean: number,
  weight: Float64Array | undefined,
): number {
  const [squares, weights] = [new BlockSum(), new BlockSum()];
  for (const [row, value] of values.entries()) {
    squares.add(square(value - mean) * (weight ? weight[row]! : 1));
    weights.add(weight ? weight[row]! : 1);
  }
  return Math.sqrt(squares.total() / weights.total());
}

/** The sums over the rows of each fold that has rows; means and scales stay those of all rows. */
export function foldMoments(
  design: Design,
  target: Float64Array,
  weight: Float64Array | undefined,
  folds: Uint8Array,
): readonly Moments[] {
  const present = [...new Set(folds)].sort((left, right) => left - right);
  return present.map((fold) => {
    const rows = Uint32Array.from(folds.keys().filter((row) => folds[row] === fold));
    const part = takeDesignRows(design, rows);
    const partWeight = weight && takeNumbers(weight, rows);
    return momentsOf(part, weightedGram(part, partWeight), takeNumbers(target, rows), partWeight);
  });
}
