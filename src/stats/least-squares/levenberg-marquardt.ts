import { createColumn, doubleAt, type DoubleColumn } from "./double-column.ts";
import { toNumber } from "../double-double.ts";
import { orthogonalFactor, projectOut, solveUpper } from "./orthogonal-factor.ts";

/** Residuals and their derivatives: what a search for the least sum of squares asks for. */
export interface PlainModel {
  readonly rowCount: number;
  /** target - model; may hold what is not finite where the parameters lie off. */
  residuals(parameters: Float64Array): Float64Array;
  /** The derivatives of the model, column after column. */
  derivatives(parameters: Float64Array): readonly Float64Array[];
}

/** How a search goes about it. */
export interface SearchPlan {
  readonly start: Float64Array;
  /** The damping to begin with, beside the squares of the lengths of the derivatives. */
  readonly damping: number;
  /** Whether steps bend with the second derivative along them (Transtrum & Sethna 2012). */
  readonly isBent: boolean;
}

/** Where a search ended. */
export interface SearchEnd {
  readonly parameters: Float64Array;
  readonly squares: number;
  readonly hasSettled: boolean;
  readonly steps: number;
}

const mostSteps = 1500;
/** A step that changes the fitted values by less than this share of the residuals is the last. */
const smallestStep = 1e-9;
/** A step that changes them by less than this, and makes the sum of squares no smaller, has come to the rounding of float64. */
const roundingStep = 1e-7;
/** A bent step whose second part is longer than this share of the first is not to be trusted. */
const mostBend = 0.75;

/**
 * Levenberg-Marquardt with the scaling of Moré (1978), the damping of Nielsen (1999) and, if asked for, geodesic acceleration
 * (Transtrum & Sethna, "Improvements to the Levenberg-Marquardt algorithm", 2012). Steps come from an orthogonal factor.
 */
export function searchLeastSquares(model: PlainModel, { start, damping, isBent }: SearchPlan): SearchEnd {
  let parameters = Float64Array.from(start);
  let residuals = model.residuals(parameters);
  let squares = sumOfSquares(residuals);
  let [factor, growth, steps] = [damping, 2, 0];
  const scale = new Float64Array(start.length);
  if (!Number.isFinite(squares)) return { parameters, squares, hasSettled: false, steps };
  let derivatives = model.derivatives(parameters);
  growScale(scale, derivatives);
  while (steps++ < mostSteps) {
    const solve = dampedSolver(derivatives, scale, factor);
    const step = solve?.(residuals);
    if (!solve || !step) return { parameters, squares, hasSettled: false, steps };
    const change = productOf(derivatives, step);
    const along = sumOfSquares(change);
    if (factor <= 1 && along <= smallestStep ** 2 * squares)
      return { parameters, squares, hasSettled: true, steps };
    const bend = isBent ? bendOf(model, { parameters, residuals, step, change, solve, scale }) : null;
    const next = parameters.map((value, at) => value + step[at]! + (bend ? bend[at]! : 0));
    const nextResiduals = bend === undefined ? residuals : model.residuals(next);
    const nextSquares = sumOfSquares(nextResiduals);
    const expected = squares - sumOfSquares(residuals.map((value, row) => value - change[row]!));
    const gain = (squares - nextSquares) / Math.max(expected, 1e-300);
    if (bend !== undefined && nextSquares < squares) {
      [parameters, residuals, squares] = [next, nextResiduals, nextSquares];
      derivatives = model.derivatives(parameters);
      growScale(scale, derivatives);
      factor = Math.max(1e-20, factor * Math.max(1 / 3, 1 - (2 * Math.min(gain, 1) - 1) ** 3));
      growth = 2;
    } else {
      if (factor <= 1 && along <= roundingStep ** 2 * squares)
        return { parameters, squares, hasSettled: true, steps };
      factor *= growth;
      growth *= 2;
      if (factor > 1e40 || growth > 1e40) {
        return { parameters, squares, hasSettled: along <= 1e-6 * squares || squares === 0, steps };
      }
    }
  }
  return { parameters, squares, hasSettled: false, steps };
}

function sumOfSquares(values: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < values.length; at++) sum += values[at]! * values[at]!;
  return sum;
}

/** The scale of a parameter is the greatest length that its derivatives have had (Moré 1978). */
function growScale(scale: Float64Array, derivatives: readonly Float64Array[]): void {
  for (const [at, column] of derivatives.entries()) {
    const length = Math.sqrt(sumOfSquares(column));
    if (length > scale[at]! && Number.isFinite(length)) scale[at] = length;
  }
}

function productOf(columns: readonly Float64Array[], factors: Float64Array): Float64Array {
  const product = new Float64Array(columns[0]!.length);
  for (const [at, column] of columns.entries())
    for (let row = 0; row < product.length; row++) product[row]! += column[row]! * factors[at]!;
  return product;
}

type DampedSolver = (right: Float64Array) => Float64Array | undefined;

/** Solves min |J·x - right|² + damping·|scale·x|² for any right side; nothing where the derivatives are not finite. */
function dampedSolver(
  derivatives: readonly Float64Array[],
  scale: Float64Array,
  damping: number,
): DampedSolver | undefined {
  const rows = derivatives[0]!.length;
  const size = derivatives.length;
  const root = Math.sqrt(damping);
  const columns: DoubleColumn[] = derivatives.map((column, at) => {
    const own = createColumn(rows + size);
    const unit = scale[at]! > 0 ? 1 / scale[at]! : 1;
    for (let row = 0; row < rows; row++) own.high[row] = column[row]! * unit;
    own.high[rows + at] = root;
    return own;
  });
  if (columns.some(({ high }) => high.some((value) => !Number.isFinite(value)))) return undefined;
  const { basis, upper, kept } = orthogonalFactor(columns, 0);
  if (kept.length < size) return undefined;
  return (right) => {
    const own = createColumn(rows + size);
    own.high.set(right);
    const parts = createColumn(size);
    projectOut(own, basis, parts, Math.sqrt(sumOfSquares(right)));
    const solved = solveUpper(upper, parts);
    const step = Float64Array.from(
      scale,
      (length, at) => toNumber(doubleAt(solved, at)) / (length > 0 ? length : 1),
    );
    return step.every(Number.isFinite) ? step : undefined;
  };
}

interface BendContext {
  readonly parameters: Float64Array;
  readonly residuals: Float64Array;
  readonly step: Float64Array;
  readonly change: Float64Array;
  readonly solve: DampedSolver;
  readonly scale: Float64Array;
}

/** Half the geodesic acceleration; undefined where it is too long for the step to be trusted. */
function bendOf(
  model: PlainModel,
  { parameters, residuals, step, change, solve, scale }: BendContext,
): Float64Array | undefined {
  const small = 0.1;
  const near = model.residuals(parameters.map((value, at) => value + small * step[at]!));
  const second = near.map((value, row) => (2 / small) * ((value - residuals[row]!) / small + change[row]!));
  if (second.some((value) => !Number.isFinite(value))) return undefined;
  const bend = solve(second)?.map((value) => value / 2);
  const lengthOf = (values: Float64Array): number =>
    Math.sqrt(sumOfSquares(values.map((value, at) => value * scale[at]!)));
  return bend && 2 * lengthOf(bend) <= mostBend * lengthOf(step) ? bend : undefined;
}
