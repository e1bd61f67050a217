import { gemm } from "../../kernel/index.ts";
import { choleskyFactor, solveCholesky } from "../cholesky.ts";
import { ExactSum } from "../exact-sum.ts";
import {
  checkRows,
  interceptName,
  type LeastSquaresFit,
  type LeastSquaresProblem,
} from "./least-squares-problem.ts";
import { blockLength, createPlainDesign, fillBlock, type PlainDesign } from "./plain-design.ts";

/** Up to this condition number (of columns about their means, scaled to equal length) normal equations lose no digit that is promised. */
const mostCondition = 300;
/** Rows of which the target, or a column, is this much larger than its spread need the digits that float64 has lost. */
const mostOffset = 1e6;

/**
 * Fits in float64: the normal equations of the columns about their means by blocks, the blocks added with their rounding
 * errors, then refined by the residuals of the data (Björck 1996, 6.6.5). Null where conditioning asks for more than float64.
 */
export function fitPlainly(problem: LeastSquaresProblem): LeastSquaresFit | null {
  const design = createPlainDesign(problem);
  if (!design) return null;
  checkRows(design.rowCount, design.size);
  const gram = gramOf(design);
  const factor = scaledFactor(gram, design.size);
  if (!factor || isOffset(design, gram)) return null;
  const coefficients = new Float64Array(design.size);
  const target = targetProducts(gram, design.size);
  addTo(coefficients, solveScaled(factor, target));
  const first = residualPass(design, coefficients);
  addTo(coefficients, solveScaled(factor, first.products));
  const { residuals, squares } = residualPass(design, coefficients);
  return describePlain(problem, design, factor, { coefficients, residuals, squares });
}

/** The Gram matrix of columns and target, with a stride of `size + 1`. */
function gramOf(design: PlainDesign): Float64Array {
  const width = design.size + 1;
  const block = new Float64Array(width * blockLength);
  const sums = new Float64Array(width * width);
  const rests = new Float64Array(width * width);
  for (let from = 0; from < design.length; from += blockLength) {
    const count = fillBlock(design, from, block);
    const part = gemm({
      rows: width,
      inner: count,
      columns: width,
      left: block,
      leftStride: blockLength,
      right: block,
      rightTurned: true,
      rightStride: blockLength,
      lower: true,
    });
    addWithRests(part, sums, rests);
  }
  const gram = sums.map((sum, at) => sum + rests[at]!);
  for (let row = 0; row < width; row++)
    for (let column = 0; column < row; column++) gram[column * width + row] = gram[row * width + column]!;
  return gram;
}

/** Adds numbers to sums and keeps what rounding lost (Neumaier 1974). */
function addWithRests(part: Float64Array, sums: Float64Array, rests: Float64Array): void {
  for (let at = 0; at < part.length; at++) {
    const sum = sums[at]!;
    const value = part[at]!;
    const next = sum + value;
    const turned = next - sum;
    rests[at]! += sum - (next - turned) + (value - turned);
    sums[at] = next;
  }
}

/** The Cholesky factor of the columns scaled to length 1, and R⁻¹ of the columns themselves. */
interface ScaledFactor {
  readonly factor: ReturnType<typeof choleskyFactor>;
  /** 1 / length of each column. */
  readonly scales: Float64Array;
  /** R⁻¹ of the columns about their means, row after row. */
  readonly inverse: Float64Array;
  readonly condition: number;
}

function scaledFactor(gram: Float64Array, size: number): ScaledFactor | null {
  const width = size + 1;
  const scales = Float64Array.from({ length: size }, (_, at) => 1 / Math.sqrt(gram[at * width + at]!));
  if (scales.some((scale) => !Number.isFinite(scale) || scale === 0)) return null;
  const matrix = new Float64Array(size * size);
  for (let row = 0; row < size; row++)
    for (let column = 0; column < size; column++)
      matrix[row * size + column] =
        row === column ? 1 : gram[row * width + column]! * scales[row]! * scales[column]!;
  const factor = choleskyFactor(matrix, size, 1e-9);
  const inverse = new Float64Array(size * size);
  let inflations = 0;
  for (let column = 0; column < size; column++) {
    // Column `column` of L⁻ᵀ = R⁻¹: the solution of Lᵀ·x = e.
    for (let row = column; row >= 0; row--) {
      const pivot = factor.lower[row * size + row]!;
      if (pivot === 0) return null;
      let sum = row === column ? 1 : 0;
      for (let at = row + 1; at <= column; at++)
        sum -= factor.lower[at * size + row]! * inverse[at * size + column]!;
      inverse[row * size + column] = sum / pivot;
    }
  }
  for (const value of inverse) inflations += value * value;
  const condition = Math.sqrt(size * inflations);
  if (condition > mostCondition) return null;
  for (let row = 0; row < size; row++)
    for (let column = 0; column < size; column++) inverse[row * size + column]! *= scales[row]!;
  return { factor, scales, inverse, condition };
}

/** Whether a column or the target lies far from 0 beside its spread. */
function isOffset({ size, means, hasMean, rowCount }: PlainDesign, gram: Float64Array): boolean {
  const width = size + 1;
  return means.some((mean, at) => {
    const spread = Math.sqrt(gram[at * width + at]! / rowCount);
    return (hasMean && at === 0 ? 0 : Math.abs(mean)) > mostOffset * spread;
  });
}

const targetProducts = (gram: Float64Array, size: number): Float64Array =>
  gram.slice(size * (size + 1), size * (size + 1) + size);

function solveScaled({ factor, scales }: ScaledFactor, right: Float64Array): Float64Array {
  const solved = solveCholesky(
    factor,
    right.map((value, at) => value * scales[at]!),
  );
  return solved.map((value, at) => value * scales[at]!);
}

function addTo(into: Float64Array, step: Float64Array): void {
  for (let at = 0; at < into.length; at++) into[at]! += step[at]!;
}

interface ResidualPass {
  readonly residuals: Float64Array;
  /** Σ w·residual·column. */
  readonly products: Float64Array;
  /** Σ w·residual². */
  readonly squares: number;
}

function residualPass(design: PlainDesign, coefficients: Float64Array): ResidualPass {
  const { size, length, columns, means, target, weights } = design;
  const residuals = new Float64Array(length);
  const [sums, rests, part] = [0, 1, 2].map(() => new Float64Array(size + 1)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const weighted = new Float64Array(blockLength);
  for (let from = 0; from < length; from += blockLength) {
    const own = residuals.subarray(from, Math.min(length, from + blockLength));
    for (let row = 0; row < own.length; row++) own[row] = target[from + row]! - means[size]!;
    for (let at = 0; at < size; at++) subtractTerm(own, columns[at], from, means[at]!, coefficients[at]!);
    let square = 0;
    for (let row = 0; row < own.length; row++) {
      weighted[row] = weights ? weights[from + row]! * own[row]! : own[row]!;
      square += weighted[row]! * own[row]!;
    }
    part[size] = square;
    for (let at = 0; at < size; at++) part[at] = dotTerm(weighted, own.length, columns[at], from, means[at]!);
    addWithRests(part, sums, rests);
  }
  const totals = sums.map((sum, at) => sum + rests[at]!);
  return { residuals, products: totals.subarray(0, size), squares: totals[size]! };
}

function subtractTerm(
  into: Float64Array,
  column: Float64Array | undefined,
  from: number,
  mean: number,
  coefficient: number,
): void {
  if (!column) for (let row = 0; row < into.length; row++) into[row]! -= coefficient;
  else for (let row = 0; row < into.length; row++) into[row]! -= coefficient * (column[from + row]! - mean);
}

function dotTerm(
  weighted: Float64Array,
  count: number,
  column: Float64Array | undefined,
  from: number,
  mean: number,
): number {
  let [even, odd] = [0, 0];
  if (!column) for (let row = 0; row < count; row++) even += weighted[row]!;
  else {
    let row = 0;
    for (; row + 1 < count; row += 2) {
      even += weighted[row]! * (column[from + row]! - mean);
      odd += weighted[row + 1]! * (column[from + row + 1]! - mean);
    }
    if (row < count) even += weighted[row]! * (column[from + row]! - mean);
  }
  return even + odd;
}

interface PlainSolved {
  readonly coefficients: Float64Array;
  readonly residuals: Float64Array;
  readonly squares: number;
}

function describePlain(
  problem: LeastSquaresProblem,
  design: PlainDesign,
  { factor, scales, inverse, condition }: ScaledFactor,
  { coefficients, residuals, squares }: PlainSolved,
): LeastSquaresFit {
  const { size, hasMean, means, rowCount } = design;
  const freedom = rowCount - size;
  const variance = squares / freedom;
  const deviation = Math.sqrt(variance);
  const regressionFreedom = size - (hasMean ? 1 : 0);
  const regressionSquares = explained(factor.lower, scales, coefficients, size, hasMean);
  const own = hasMean ? moveBack(inverse, means, size) : inverse;
  const estimates = hasMean ? moveIntercept(coefficients, means, size) : coefficients;
  const total = regressionSquares + squares;
  const share = regressionFreedom > 0 ? regressionSquares / regressionFreedom : 0;
  return {
    terms: Array.from(estimates, (coefficient, at) => ({
      name: hasMean && at === 0 ? interceptName : problem.columns[at - (hasMean ? 1 : 0)]!.name,
      coefficient,
      standardError: deviation * Math.sqrt(sumOfSquares(own, at * size, size)),
    })),
    dropped: [],
    rowCount,
    degreesOfFreedom: freedom,
    residualSumOfSquares: squares,
    residualStandardDeviation: deviation,
    rSquared: total > 0 ? regressionSquares / total : null,
    regression: {
      degreesOfFreedom: regressionFreedom,
      sumOfSquares: regressionSquares,
      meanSquare: share,
    },
    residual: { degreesOfFreedom: freedom, sumOfSquares: squares, meanSquare: variance },
    fStatistic: regressionFreedom === 0 || total === 0 ? null : share / variance,
    inverseFactor: own,
    residuals,
    ...(problem.leverages ? { leverages: plainLeverages(design, inverse) } : {}),
    condition,
    arithmetic: "float64",
  };
}

function sumOfSquares(values: Float64Array, from: number, count: number): number {
  let sum = 0;
  for (let at = from; at < from + count; at++) sum += values[at]! * values[at]!;
  return sum;
}

/** ‖R·coefficients‖² without the part of the column of ones. */
function explained(
  lower: Float64Array,
  scales: Float64Array,
  coefficients: Float64Array,
  size: number,
  hasMean: boolean,
): number {
  let sum = 0;
  for (let row = hasMean ? 1 : 0; row < size; row++) {
    let part = 0;
    for (let at = row; at < size; at++) part += (lower[at * size + row]! * coefficients[at]!) / scales[at]!;
    sum += part * part;
  }
  return sum;
}

/** R⁻¹ of the columns as they were given: the row of the intercept takes the means in. */
function moveBack(inverse: Float64Array, means: Float64Array, size: number): Float64Array {
  const moved = inverse.slice();
  for (let row = 1; row < size; row++)
    for (let column = 0; column < size; column++)
      moved[column]! -= means[row]! * inverse[row * size + column]!;
  return moved;
}

/** The coefficients of the columns as they were given. */
function moveIntercept(coefficients: Float64Array, means: Float64Array, size: number): Float64Array {
  const sum = new ExactSum();
  sum.add(means[size]!);
  sum.add(coefficients[0]!);
  for (let at = 1; at < size; at++) sum.addProduct(-coefficients[at]!, means[at]!);
  const moved = coefficients.slice();
  moved[0] = sum.total();
  return moved;
}

/** Σ of the squares of the rows of X·R⁻¹, block by block. */
function plainLeverages(design: PlainDesign, inverse: Float64Array): Float64Array {
  const { size, length } = design;
  const leverages = new Float64Array(length);
  const block = new Float64Array((size + 1) * blockLength);
  for (let from = 0; from < length; from += blockLength) {
    const count = fillBlock(design, from, block);
    const parts = gemm({
      rows: count,
      inner: size,
      columns: size,
      left: block,
      leftTurned: true,
      leftStride: blockLength,
      right: inverse,
    });
    for (let row = 0; row < count; row++) leverages[from + row] = sumOfSquares(parts, row * size, size);
  }
  return leverages;
}
