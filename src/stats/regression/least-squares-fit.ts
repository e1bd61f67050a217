import { equationOf, fitLeastSquares as fitPrecisely } from "../least-squares/index.ts";
import type { Design } from "./design.ts";
import {
  describeDependent,
  factorColumns,
  invertUpper,
  solveNormal,
  squareOfTurned,
  type Factor,
} from "./factor.ts";
import { refuseCollinear } from "./refusals.ts";
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

/** Rows times the square of the columns up to which twice the digits cost nothing to speak of. */
const smallWork = 400_000;
/** The same up to which they are bearable, where the columns ask for them. */
const bearableWork = 20_000_000;
/** How small a diagonal of R may be beside the largest before twice the digits are taken. */
const leastPivot = 1e-6;
/** Steps of refinement that correct what the factor has lost. */
const refinements = 3;

/**
 * The coefficients that minimize Σ w (y - Xb)². Small or badly conditioned problems are solved with twice the digits (`fitLeastSquares` of
 * the folder least-squares); others by the triangular factor, corrected by the residuals: the corrected seminormal equations of Å. Björck,
 * "Stability analysis of the method of seminormal equations", 1987. Columns that are combinations of others are refused by name (T2862).
 */
export function fitWeighted(
  design: Design,
  response: Float64Array,
  weights: Float64Array | undefined,
): LeastSquaresFit {
  const { columns, rowCount, names } = design;
  const work = rowCount * (columns.length + 1) ** 2;
  if (work <= smallWork) return fitSmall(design, response, weights);
  const factor = factorColumns(columns, weights);
  if (factor.dependent.length > 0) refuseCollinear(describeDependent(factor, names));
  if (work <= bearableWork && !isWellConditioned(factor)) return fitSmall(design, response, weights);
  return fitLarge(factor, columns, response, weights);
}

function isWellConditioned({ upper, size }: Factor): boolean {
  let [least, most] = [Infinity, 0];
  for (let at = 0; at < size; at++) {
    const pivot = Math.abs(upper[at * (size + 1)]!);
    [least, most] = [Math.min(least, pivot), Math.max(most, pivot)];
  }
  return least > most * leastPivot;
}

/** With twice the digits. */
function fitSmall(
  { columns, names, hasIntercept }: Design,
  response: Float64Array,
  weights: Float64Array | undefined,
): LeastSquaresFit {
  const from = hasIntercept ? 1 : 0;
  const fit = fitPrecisely({
    columns: columns.slice(from).map((values, at) => ({ name: names[at + from]!, values })),
    target: { name: "response", values: response },
    intercept: hasIntercept,
    onDependence: "drop",
    arithmetic: "double-double",
    ...(weights ? { weights } : {}),
  });
  if (fit.dropped.length > 0) refuseCollinear(fit.dropped.map(equationOf));
  const size = columns.length;
  const scales = new Float64Array(size).fill(1);
  const factor: Factor = {
    size,
    upper: invertUpper(fit.inverseFactor, size),
    scales,
    dependent: [],
    inverse: squareOfTurned(fit.inverseFactor, scales),
  };
  const coefficients = Float64Array.from(fit.terms, ({ coefficient }) => coefficient);
  return {
    factor,
    coefficients,
    residuals: fit.residuals,
    residualSquares: fit.residualSumOfSquares,
    effects: effectsOf(factor, coefficients),
  };
}

function fitLarge(
  factor: Factor,
  columns: readonly Float64Array[],
  response: Float64Array,
  weights: Float64Array | undefined,
): LeastSquaresFit {
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
