import { exponentOf, powerOfTwo } from "../../base/index.ts";
import { gemm } from "../../kernel/index.ts";
import { equationOf, interceptName as leastSquaresIntercept } from "../least-squares/index.ts";
import { interceptName, type Design } from "./design.ts";
import { refuseCollinear } from "./refusals.ts";
import { multiply } from "./weighted-sums.ts";

/** The triangular factor of weighted columns: XᵀWX = S⁻¹RᵀRS⁻¹, where S brings each column to about length 1. */
export interface Factor {
  readonly size: number;
  /** R, row-major, zeros below the diagonal. */
  readonly upper: Float64Array;
  /** Powers of two, one for each column: exact to multiply with. */
  readonly scales: Float64Array;
  /** Columns that are combinations of columns before them. */
  readonly dependent: readonly number[];
  /** (XᵀWX)⁻¹, row-major, where it is known better than by R. */
  readonly inverse?: Float64Array;
}

/** Rows times the square of the columns up to which the columns are turned by reflections; more are multiplied out. */
const mostReflected = 2_000_000;
/** What is left of a column, relative to it, below which it is a combination of those before it. */
const rankTolerance = 1e-11;
/** The same where products were added up: a few times the square root of what their rounding may leave. */
const productTolerance = 1e-6;
/** Where less than this is left of a column, products are taken a second time, of columns that are nearly orthogonal by then. */
const secondTolerance = 0.03;
/** Rows that are multiplied out at once. */
const blockRows = 2048;

/**
 * Factors columns, rows weighted by `weights`. Small ones by Householder reflections (Golub & Van Loan, "Matrix Computations", 5.2.1); large
 * ones by their products and Cholesky, once or, where columns go together, twice (CholeskyQR2: Yamamoto et al. 2015), unless a pivot
 * comes near the rounding of the products, when reflections are taken after all.
 */
export function factorColumns(
  columns: readonly Float64Array[],
  weights: Float64Array | undefined,
  scales: Float64Array = Float64Array.from(columns, (column) => scaleOf(column, weights)),
): Factor {
  const rowCount = columns[0]?.length ?? 0;
  if (rowCount * columns.length * columns.length > mostReflected) {
    const factor = factorProducts(columns, weights, scales);
    if (factor) return factor;
  }
  return reflect(columns, weights, scales);
}

/** Rows that are looked at for the scale of a column: it need not be exact. */
const scaleRows = 4096;

/** A power of two that brings the weighted length of a column to about 1. */
function scaleOf(column: Float64Array, weights: Float64Array | undefined): number {
  const stride = Math.max(1, Math.floor(column.length / scaleRows));
  return (
    scaleByRows(column, weights, stride) ?? (stride > 1 ? scaleByRows(column, weights, 1) : undefined) ?? 1
  );
}

function scaleByRows(
  column: Float64Array,
  weights: Float64Array | undefined,
  stride: number,
): number | undefined {
  let largest = 0;
  for (let row = 0; row < column.length; row += stride) {
    if (weights?.[row] === 0) continue;
    const size = Math.abs(column[row]!);
    if (size > largest) largest = size;
  }
  if (largest === 0) return undefined;
  const first = powerOfTwo(-Math.max(-1000, Math.min(1000, exponentOf(Math.max(largest, 2 ** -1022)))));
  let sum = 0;
  for (let row = 0; row < column.length; row += stride)
    sum += (column[row]! * first) ** 2 * (weights?.[row] ?? 1);
  return sum > 0 ? first * powerOfTwo(-(exponentOf(sum * stride) >> 1)) : first;
}

function factorProducts(
  columns: readonly Float64Array[],
  weights: Float64Array | undefined,
  scales: Float64Array,
): Factor | null {
  const size = columns.length;
  const first = triangleOf(productsOf(columns, weights, scales), size);
  if (!first || first.leastShare < productTolerance) return null;
  if (first.leastShare > secondTolerance) return { size, upper: first.upper, scales, dependent: [] };
  const second = triangleOf(productsOf(columns, weights, scales, invertUpper(first.upper, size)), size);
  return second && { size, upper: multiply(second.upper, first.upper, size), scales, dependent: [] };
}

/** The upper triangle R with RᵀR a matrix of which the lower triangle is given, and the least share that is left of a column. */
function triangleOf(
  products: Float64Array,
  size: number,
): { readonly upper: Float64Array; readonly leastShare: number } | null {
  const upper = new Float64Array(size * size);
  let leastShare = 1;
  for (let row = 0; row < size; row++)
    for (let column = row; column < size; column++) {
      let sum = products[column * size + row]!;
      for (let at = 0; at < row; at++) sum -= upper[at * size + row]! * upper[at * size + column]!;
      if (column > row) upper[row * size + column] = sum / upper[row * size + row]!;
      else {
        if (!(sum > 0)) return null;
        upper[row * size + row] = Math.sqrt(sum);
        leastShare = Math.min(leastShare, Math.sqrt(sum / products[row * size + row]!));
      }
    }
  return { upper, leastShare };
}

/** The lower triangle of SXᵀWXS, row-major, by blocks of rows; of the columns times `turn` where one is given. */
export function productsOf(
  columns: readonly Float64Array[],
  weights: Float64Array | undefined,
  scales: Float64Array,
  turn?: Float64Array,
): Float64Array {
  const size = columns.length;
  const rowCount = columns[0]?.length ?? 0;
  const into = new Float64Array(size * size);
  const block = new Float64Array(size * blockRows);
  // The roots of the weights on both sides: one block that is multiplied by itself.
  const roots = new Float64Array(blockRows).fill(1);
  for (let from = 0; from < rowCount; from += blockRows) {
    const count = Math.min(blockRows, rowCount - from);
    if (weights) for (let row = 0; row < count; row++) roots[row] = Math.sqrt(weights[from + row]!);
    for (let at = 0; at < size; at++) {
      const [column, scale, start] = [columns[at]!, scales[at]!, at * blockRows];
      for (let row = 0; row < count; row++) block[start + row] = column[from + row]! * (scale * roots[row]!);
    }
    const [own, stride] = turn ? [turned(block, turn, size, count), count] : [block, blockRows];
    gemm(
      {
        rows: size,
        inner: count,
        columns: size,
        left: own,
        right: own,
        rightTurned: true,
        leftStride: stride,
        rightStride: stride,
        lower: true,
      },
      into,
    );
  }
  return into;
}

/** The rows of a block times an upper triangle. */
const turned = (block: Float64Array, turn: Float64Array, size: number, count: number): Float64Array =>
  gemm({
    rows: size,
    inner: size,
    columns: count,
    left: turn,
    leftTurned: true,
    right: block,
    rightStride: blockRows,
  });

function reflect(
  columns: readonly Float64Array[],
  weights: Float64Array | undefined,
  scales: Float64Array,
): Factor {
  const size = columns.length;
  const rowCount = columns[0]?.length ?? 0;
  const roots = weights?.map(Math.sqrt);
  const work = columns.map((column, at) => {
    const scaled = new Float64Array(rowCount);
    for (let row = 0; row < rowCount; row++) scaled[row] = column[row]! * scales[at]! * (roots?.[row] ?? 1);
    return scaled;
  });
  const lengths = work.map((column) => Math.sqrt(dotFrom(column, column, 0)));
  const upper = new Float64Array(size * size);
  const dependent: number[] = [];
  let step = 0;
  for (let at = 0; at < size; at++) {
    const column = work[at]!;
    const left = step < rowCount ? Math.sqrt(dotFrom(column, column, step)) : 0;
    for (let row = 0, place = 0; place < step; row++)
      if (!dependent.includes(row)) upper[row * size + at] = column[place++]!;
    if (!(left > rankTolerance * lengths[at]!)) {
      dependent.push(at);
      continue;
    }
    const pivot = column[step]! > 0 ? -left : left;
    column[step]! -= pivot;
    const square = dotFrom(column, column, step);
    for (let next = at + 1; next < size; next++) {
      const other = work[next]!;
      const factor = (2 * dotFrom(column, other, step)) / square;
      for (let row = step; row < rowCount; row++) other[row]! -= factor * column[row]!;
    }
    upper[at * size + at] = pivot;
    step++;
  }
  return { size, upper, scales, dependent };
}

function dotFrom(left: Float64Array, right: Float64Array, from: number): number {
  let sum = 0;
  for (let row = from; row < left.length; row++) sum += left[row]! * right[row]!;
  return sum;
}

/** The factor of a design's columns; a design with columns that are combinations of others is refused by name (T2862). */
export function factorDesign(design: Design, weights: Float64Array | undefined): Factor {
  const factor = factorColumns(design.columns, weights);
  if (factor.dependent.length > 0) refuseCollinear(describeDependent(factor, design.names));
  return factor;
}

/** The x with RᵀRx = b in the units of the columns: (XᵀWX)⁻¹b. No column may be dependent. */
export function solveNormal({ size, upper, scales }: Factor, right: Float64Array): Float64Array {
  const x = right.map((value, at) => value * scales[at]!);
  solveTurned(upper, size, x);
  solveUpper(upper, size, x);
  return x.map((value, at) => value * scales[at]!);
}

/** Solves Rᵀx = b in place. */
export function solveTurned(upper: Float64Array, size: number, x: Float64Array): void {
  for (let row = 0; row < size; row++) {
    let sum = x[row]!;
    for (let at = 0; at < row; at++) sum -= upper[at * size + row]! * x[at]!;
    x[row] = sum / upper[row * size + row]!;
  }
}

/** Solves Rx = b in place. */
function solveUpper(upper: Float64Array, size: number, x: Float64Array): void {
  for (let row = size - 1; row >= 0; row--) {
    let sum = x[row]!;
    for (let at = row + 1; at < size; at++) sum -= upper[row * size + at]! * x[at]!;
    x[row] = sum / upper[row * size + row]!;
  }
}

/** (XᵀWX)⁻¹, row-major. */
export function inverseOf({ size, upper, scales, inverse }: Factor): Float64Array {
  return inverse ?? squareOfTurned(invertUpper(upper, size), scales);
}

/** R⁻¹, row-major. */
export function invertUpper(upper: Float64Array, size: number): Float64Array {
  const inverse = new Float64Array(size * size);
  for (let column = 0; column < size; column++) {
    const x = new Float64Array(size);
    x[column] = 1;
    solveUpper(upper, size, x);
    for (let row = 0; row <= column; row++) inverse[row * size + column] = x[row]!;
  }
  return inverse;
}

/** S·R⁻¹·R⁻ᵀ·S of an upper triangle R⁻¹. */
export function squareOfTurned(inverse: Float64Array, scales: Float64Array): Float64Array {
  const size = scales.length;
  const whole = new Float64Array(size * size);
  for (let row = 0; row < size; row++)
    for (let column = 0; column <= row; column++) {
      let sum = 0;
      for (let at = row; at < size; at++) sum += inverse[row * size + at]! * inverse[column * size + at]!;
      whole[row * size + column] = sum * scales[row]! * scales[column]!;
      whole[column * size + row] = whole[row * size + column]!;
    }
  return whole;
}

/** Each dependent column as a combination of those before it: `c = a + 2·b`. */
export function describeDependent(factor: Factor, names: readonly string[]): readonly string[] {
  const { size, upper, scales, dependent } = factor;
  const kept = names.map((_, at) => at).filter((at) => !dependent.includes(at));
  return dependent.map((column) => {
    const before = kept.filter((at) => at < column);
    const x = Float64Array.from(before, (row) => upper[row * size + column]!);
    for (let row = before.length - 1; row >= 0; row--) {
      for (let at = row + 1; at < before.length; at++)
        x[row]! -= upper[before[row]! * size + before[at]!]! * x[at]!;
      x[row]! /= upper[before[row]! * size + before[row]!]!;
    }
    const terms = before
      .map((at, place) => ({
        name: names[at] === interceptName ? leastSquaresIntercept : names[at]!,
        coefficient: (x[place]! * scales[at]!) / scales[column]!,
        share: x[place]!,
      }))
      .filter(({ share }) => Math.abs(share) > 1e-8);
    return equationOf({ name: names[column]!, terms });
  });
}
