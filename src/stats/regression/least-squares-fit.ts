import type { Design } from "./design.ts";
import { factorDesign, solveNormal, type Factor } from "./factor.ts";
import { columnDots, residualsOf, total } from "./weighted-sums.ts";

/** What weighted least squares come to. */
export interface LeastSquaresFit {
  readonly factor: Factor;
  readonly coefficients: Float64Array;
  /** y - Xb, not weighted. */
  readonly residuals: Float64Array;
  readonly residualSquares: number;
  /** Qᵀy: their squares are the sums of squares of the columns, one after the other. */
  readonly effects: Float64Array;
}

/** Steps of refinement that correct what the factor has lost. */
const refinements = 3;

/**
 * The coefficients that minimize Σ w (y - Xb)². The normal equations are solved with the triangular factor and corrected by the
 * residuals, which are computed with twice the digits: the corrected seminormal equations of Å. Björck, "Stability analysis of the
 * method of seminormal equations", 1987. Columns that are combinations of others are refused by name (T2862).
 */
export function fitLeastSquares(
  design: Design,
  response: Float64Array,
  weights: Float64Array | undefined,
): LeastSquaresFit {
  const { columns } = design;
  const factor = factorDesign(design, weights);
  const coefficients = solveNormal(factor, columnDots(columns, response, weights));
  let residuals = residualsOf(columns, coefficients, response);
  for (let step = 0, last = Infinity; step < refinements; step++) {
    const correction = solveNormal(factor, columnDots(columns, residuals, weights));
    let size = 0;
    for (let at = 0; at < correction.length; at++)
      size = Math.max(size, Math.abs(correction[at]! / factor.scales[at]!));
    // Where a correction is no smaller than the one before, only rounding is left.
    if (size === 0 || size > last / 2) break;
    for (let at = 0; at < correction.length; at++) coefficients[at]! += correction[at]!;
    residuals = residualsOf(columns, coefficients, response);
    last = size;
  }
  const squares = residuals.map((residual) => residual * residual);
  return {
    factor,
    coefficients,
    residuals,
    residualSquares: total(squares, weights),
    effects: effectsOf(factor, coefficients),
  };
}

/** Qᵀy, as R times the coefficients: these are known better than the products that they came from. */
function effectsOf({ size, upper, scales }: Factor, coefficients: Float64Array): Float64Array {
  const effects = new Float64Array(size);
  for (let row = 0; row < size; row++)
    for (let at = row; at < size; at++)
      effects[row]! += (upper[row * size + at]! * coefficients[at]!) / scales[at]!;
  return effects;
}
