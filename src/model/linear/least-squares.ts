import { square } from "../../base/index.ts";
import { choleskyFactor, inverseDiagonal, solveCholesky, type CholeskyFactor } from "../../stats/index.ts";
import { addBlockDots, blockRows, blockScores, forEachBlock } from "./blocks.ts";
import { BlockSum } from "./block-sum.ts";
import type { Design } from "./design.ts";

/** A penalised least-squares problem on standardised features; the target has mean 0. */
export interface LeastSquares {
  readonly design: Design;
  /** ZᵀWZ with the intercept last. */
  readonly gram: Float64Array;
  readonly target: Float64Array;
  readonly weight: Float64Array | undefined;
}

/**
 * The coefficients (intercept last) that minimise Σ w·(y - zβ)² + λ·Σβ², the intercept not penalised. Solved by Cholesky and
 * refined with residuals of the data, not of the normal equations, until the last bits settle: so the loss of accuracy of
 * normal equations is undone (Björck, "Numerical Methods for Least Squares Problems", 1996, 6.6.5).
 */
export function solveLeastSquares(problem: LeastSquares, lambda: number): Float64Array {
  const size = problem.design.names.length + 1;
  const factor = penalizedFactor(problem.gram, size, lambda);
  const coefficients = new Float64Array(size);
  let last = Infinity;
  for (let round = 0; round < 12; round++) {
    const step = solveCholesky(factor, gradientOf(problem, coefficients, lambda));
    const change = greatestSize(step);
    if (!(change < last / 2)) break;
    for (let at = 0; at < size; at++) coefficients[at]! += step[at]!;
    if (change <= 1e-16 * greatestSize(coefficients)) break;
    last = change;
  }
  return coefficients;
}

const greatestSize = (values: Float64Array): number =>
  values.reduce((greatest, value) => Math.max(greatest, Math.abs(value)), 0);

/** The Cholesky factor of the Gram matrix with λ added to the diagonal of every feature. */
export function penalizedFactor(gram: Float64Array, size: number, lambda: number): CholeskyFactor {
  const matrix = Float64Array.from(gram);
  for (let at = 0; at < size - 1; at++) matrix[at * size + at]! += lambda;
  return choleskyFactor(matrix, size, 1e-14);
}

/** ZᵀWy of the features and the intercept. */
export const crossProducts = (problem: Omit<LeastSquares, "gram">): Float64Array =>
  gradientOf(problem, new Float64Array(problem.design.names.length + 1), 0);

/** Zᵀ W (y - Zβ) - λβ, summed over blocks with carried rounding errors. */
export function gradientOf(
  { design, target, weight }: Omit<LeastSquares, "gram">,
  coefficients: Float64Array,
  lambda: number,
): Float64Array {
  const sums = Array.from(coefficients, () => new BlockSum());
  const residuals = new Float64Array(blockRows(design));
  forEachBlock(design, (block) => {
    blockScores(block, coefficients, residuals, 0);
    for (let row = 0; row < block.count; row++) {
      const residual = target[block.from + row]! - residuals[row]!;
      residuals[row] = weight ? residual * weight[block.from + row]! : residual;
    }
    addBlockDots(block, residuals, 0, sums);
  });
  return Float64Array.from(sums, (sum, at) =>
    at < sums.length - 1 ? sum.total() - lambda * coefficients[at]! : sum.total(),
  );
}

/** The penalties that `auto` chooses from. */
const lambdaGrid: readonly number[] = [1e-3, 1e-2, 1e-1, 1, 10, 100, 1e3, 1e4, 1e5, 1e6];

/**
 * The penalty of the grid with the least generalised cross-validation score n·RSS / (n - df)², where a weight counts as that
 * many rows (Golub, Heath & Wahba, "Generalized cross-validation", 1979). The smallest of equals.
 */
export function chooseLambda(problem: LeastSquares): number {
  const { squares, rows } = targetSums(problem);
  const fitOf =
    problem.design.rowCount < problem.design.names.length
      ? fitsByRows(problem)
      : fitsByColumns(problem, squares);
  let best = { lambda: lambdaGrid.at(-1)!, score: Infinity };
  for (const lambda of lambdaGrid) {
    const { residual, freedom } = fitOf(lambda);
    const spare = rows - freedom;
    if (spare <= 1e-9 * rows) continue;
    const score = (rows * Math.max(residual, 1e-12 * squares)) / square(spare);
    if (score < best.score) best = { lambda, score };
  }
  return best.lambda;
}

/** What a penalty leaves of Σ w·y², and the degrees of freedom that it takes, the intercept's with them. */
type FitOf = (lambda: number) => { readonly residual: number; readonly freedom: number };

function fitsByColumns(problem: LeastSquares, squares: number): FitOf {
  const size = problem.design.names.length + 1;
  const products = crossProducts(problem);
  return (lambda) => {
    const factor = penalizedFactor(problem.gram, size, lambda);
    const coefficients = solveCholesky(factor, products);
    let residual = squares;
    for (let at = 0; at < size; at++) {
      residual -= coefficients[at]! * products[at]!;
      if (at < size - 1) residual -= lambda * square(coefficients[at]!);
    }
    const inverse = inverseDiagonal(factor);
    const freedom = inverse.subarray(0, size - 1).reduce((sum, value) => sum - lambda * value, size);
    return { residual, freedom };
  };
}

/**
 * The same with a system in the rows, K = W^½·Z·Zᵀ·W^½, where they are fewer than the columns: what is left of W^½·y is
 * λ·(K + λI)⁻¹·W^½·y, and the degrees of freedom are 1 + n - λ·tr (K + λI)⁻¹ (Saunders, Gammerman & Vovk, ICML 1998).
 */
function fitsByRows({ design, target, weight }: LeastSquares): FitOf {
  const { rowCount, columns, means, scales } = design;
  const root = Float64Array.from({ length: rowCount }, (_, row) => Math.sqrt(weight ? weight[row]! : 1));
  const kernel = new Float64Array(rowCount * rowCount);
  for (const [at, column] of columns.entries()) {
    const values = column.map((value, row) => ((value - means[at]!) / scales[at]!) * root[row]!);
    for (let row = 0; row < rowCount; row++)
      for (let other = 0; other <= row; other++)
        kernel[row * rowCount + other]! += values[row]! * values[other]!;
  }
  const right = target.map((value, row) => value * root[row]!);
  return (lambda) => {
    const matrix = kernel.slice();
    for (let row = 0; row < rowCount; row++) matrix[row * rowCount + row]! += lambda;
    const factor = choleskyFactor(matrix, rowCount, 1e-14);
    const left = solveCholesky(factor, right);
    const trace = inverseDiagonal(factor).reduce((sum, value) => sum + value, 0);
    return {
      residual: left.reduce((sum, value) => sum + square(lambda * value), 0),
      freedom: 1 + rowCount - lambda * trace,
    };
  };
}

/** Σ w·y² and Σ w. */
function targetSums({ target, weight }: LeastSquares): { readonly squares: number; readonly rows: number } {
  const squares = new BlockSum();
  const rows = new BlockSum();
  for (let row = 0; row < target.length; row++) {
    const rowWeight = weight ? weight[row]! : 1;
    squares.add(rowWeight * square(target[row]!));
    rows.add(rowWeight);
  }
  return { squares: squares.total(), rows: rows.total() };
}
