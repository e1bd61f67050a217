import { choleskyFactor, solveCholesky } from "../../stats/index.ts";

/**
 * ½·βᵀMβ - qᵀβ + a·Σ|β| + s/2·Σβ², to be minimised. With M = ZᵀWZ and q = ZᵀWy of centred columns this is the elastic net;
 * with the Hessian of a loss it is one Newton step under the same penalty.
 */
export interface PenalizedQuadratic {
  /** M: symmetric, row-major. */
  readonly matrix: Float64Array;
  /** q, of which the length is the number of coefficients. */
  readonly linear: Float64Array;
  /** a: from 0. */
  readonly absolute: number;
  /** s: from 0. */
  readonly squared: number;
}

interface State {
  readonly coefficients: Float64Array;
  /** q - Mβ. */
  readonly residual: Float64Array;
}

const mostSweeps = 10_000;

/**
 * Cyclic coordinate descent on the matrix (Friedman, Hastie & Tibshirani, "Regularization Paths for Generalized Linear Models
 * via Coordinate Descent", 2010), over the coefficients that are not 0 between passes over all. Changes `start` into the
 * answer. Ends when the duality gap (as in Kim et al., "An Interior-Point Method for Large-Scale l1-Regularized Least
 * Squares", 2007) is at most `gap`; `squares` is yᵀWy. Tells whether it got there.
 */
export function descend(
  problem: PenalizedQuadratic,
  start: Float64Array,
  squares: number,
  gap: number,
): boolean {
  const state = { coefficients: start, residual: residualOf(problem, start) };
  const all = start.map((_, at) => at);
  for (let sweep = 0; sweep < mostSweeps; sweep++) {
    const change = sweepOver(problem, state, all);
    if (dualityGap(problem, state, squares) <= gap) return true;
    // What a sweep gains has come to rounding.
    if (change <= 1e-29 * squares) return true;
    const active = all.filter((at) => start[at] !== 0);
    for (; sweep < mostSweeps; sweep++) if (sweepOver(problem, state, active) <= change * 1e-3) break;
  }
  return false;
}

function residualOf({ matrix, linear }: PenalizedQuadratic, coefficients: Float64Array): Float64Array {
  const residual = Float64Array.from(linear);
  for (const [at, coefficient] of coefficients.entries())
    if (coefficient !== 0) subtractColumn(matrix, at, coefficient, residual);
  return residual;
}

function subtractColumn(matrix: Float64Array, at: number, factor: number, from: Float64Array): void {
  const start = at * from.length;
  for (let place = 0; place < from.length; place++) from[place]! -= factor * matrix[start + place]!;
}

/** Moves each of these coefficients to its best value in turn; gives the greatest gain of a move, to first order. */
function sweepOver(
  { matrix, absolute, squared }: PenalizedQuadratic,
  { coefficients, residual }: State,
  places: Iterable<number>,
): number {
  let greatest = 0;
  for (const at of places) {
    const curve = matrix[at * residual.length + at]!;
    const whole = curve + squared;
    if (!(whole > 0)) continue;
    const old = coefficients[at]!;
    const next = softThreshold(residual[at]! + curve * old, absolute) / whole;
    const step = next - old;
    if (step === 0) continue;
    coefficients[at] = next;
    subtractColumn(matrix, at, step, residual);
    greatest = Math.max(greatest, step * step * whole);
  }
  return greatest;
}

const softThreshold = (value: number, by: number): number =>
  value > by ? value - by : value < -by ? value + by : 0;

/** How far the objective is above its least value at most: the difference to that of a feasible point of the dual. */
function dualityGap(
  { linear, absolute, squared }: PenalizedQuadratic,
  { coefficients, residual }: State,
  squares: number,
): number {
  let greatest = 0;
  let size = 0;
  let norm = 0;
  let fit = 0;
  let left = 0;
  for (const [at, coefficient] of coefficients.entries()) {
    greatest = Math.max(greatest, Math.abs(residual[at]! - squared * coefficient));
    size += Math.abs(coefficient);
    norm += coefficient * coefficient;
    fit += coefficient * linear[at]!;
    left += coefficient * residual[at]!;
  }
  const share = greatest > absolute ? absolute / greatest : 1;
  const slack = absolute * size - share * (left - squared * norm);
  if (share === 1) return Math.max(slack, 0);
  // The residual sum of squares counts with (1 - share)² when the dual point had to be scaled down.
  const rest = Math.max(squares - fit - left, 0) + squared * norm;
  return Math.max(slack + ((1 - share) * (1 - share) * rest) / 2, 0);
}

/**
 * The exact answer where the right coefficients are 0 already: solves the equations of the others by Cholesky, with
 * `gradient` giving q - Mβ (from the data, where rounding of M shall not matter). Undefined where a sign turns, or where a
 * coefficient at 0 wants to leave: then the descent has further to go.
 */
function polish(
  { matrix, absolute, squared }: PenalizedQuadratic,
  start: Float64Array,
  gradient: (coefficients: Float64Array) => Float64Array,
): Float64Array | undefined {
  const size = start.length;
  const active = [...start.keys()].filter((at) => start[at] !== 0);
  const count = active.length;
  const part = new Float64Array(count * count);
  for (const [row, at] of active.entries())
    for (const [column, other] of active.entries())
      part[row * count + column] = matrix[at * size + other]! + (row === column ? squared : 0);
  const factor = choleskyFactor(part, count, 1e-13);
  if (factor.dependent.length > 0) return undefined;
  const coefficients = Float64Array.from(start);
  let residual = gradient(coefficients);
  let last = Infinity;
  for (let round = 0; round < 8; round++) {
    const right = Float64Array.from(
      active,
      (at) => residual[at]! - squared * coefficients[at]! - absolute * Math.sign(start[at]!),
    );
    const step = solveCholesky(factor, right);
    const change = step.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    if (!(change < last / 2)) break;
    for (const [place, at] of active.entries()) coefficients[at]! += step[place]!;
    residual = gradient(coefficients);
    last = change;
  }
  const turned = active.some((at) => Math.sign(coefficients[at]!) !== Math.sign(start[at]!));
  const bound = absolute * (1 + 1e-9);
  const leaving = residual.some((value, at) => start[at] === 0 && Math.abs(value) > bound);
  return turned || leaving ? undefined : coefficients;
}

/** The answer to the last bits that the matrix allows: descent until `polish` succeeds, or until it is as good as it gets. */
export function solveQuadratic(
  problem: PenalizedQuadratic,
  start: Float64Array,
  squares: number,
  gradient: (coefficients: Float64Array) => Float64Array = (coefficients) =>
    residualOf(problem, coefficients),
): { readonly coefficients: Float64Array; readonly settled: boolean } {
  const coefficients = Float64Array.from(start);
  let settled = true;
  for (const gap of [1e-5, 1e-8, 1e-11, 1e-14, 0]) {
    settled = descend(problem, coefficients, squares, gap * squares);
    const polished = polish(problem, coefficients, gradient);
    if (polished) return { coefficients: polished, settled: true };
  }
  return { coefficients, settled };
}
