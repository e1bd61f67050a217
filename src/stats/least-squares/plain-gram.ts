import { gemm } from "../../kernel/index.ts";
import { choleskyFactor } from "../cholesky.ts";
import { blockLength, fillBlock, type PlainDesign } from "./plain-design.ts";

/** Up to this condition number one factor of the Gram matrix has the digits; beyond it, the columns are made orthogonal and factored again. */
const goodCondition = 100;
/** Beyond this one float64 has not the digits. */
const mostCondition = 1e5;
/** A column of which so little (squared) is left beside the ones before is looked at as a combination of them. */
const leastPivot = 1e-12;
/** A column about its mean that is shorter than this share of the column has only rounding left. */
const constantLimit = 2 ** -48;

/** The Gram matrix of columns and target about their means, with a stride of `size + 1`. */
export function gramOf(design: PlainDesign): Float64Array {
  const width = design.size + 1;
  const block = new Float64Array(width * blockLength);
  return sumOfGrams(design, width, (from) => {
    const count = fillBlock(design, from, block);
    return gemm({
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
  });
}

/** Adds the Gram matrices of blocks with their rounding errors, and fills the upper triangle. */
function sumOfGrams(
  { length }: PlainDesign,
  width: number,
  ofBlock: (from: number) => Float64Array,
): Float64Array {
  const sums = new Float64Array(width * width);
  const rests = new Float64Array(width * width);
  for (let from = 0; from < length; from += blockLength) addWithRests(ofBlock(from), sums, rests);
  const gram = sums.map((sum, at) => sum + rests[at]!);
  for (let row = 0; row < width; row++)
    for (let column = 0; column < row; column++) gram[column * width + row] = gram[row * width + column]!;
  return gram;
}

/** Adds numbers to sums and keeps what rounding lost (Neumaier 1974). */
export function addWithRests(part: Float64Array, sums: Float64Array, rests: Float64Array): void {
  for (let at = 0; at < part.length; at++) {
    const sum = sums[at]!;
    const value = part[at]!;
    const next = sum + value;
    const turned = next - sum;
    rests[at]! += sum - (next - turned) + (value - turned);
    sums[at] = next;
  }
}

/** R⁻¹ of the columns about their means. */
export interface PlainFactor {
  /** Row after row; null where a column may be a combination of others, or conditioning asks for more digits. */
  readonly inverse: Float64Array | null;
  readonly condition: number;
  /** Columns that may be combinations of the ones before. */
  readonly suspects: readonly number[];
}

/** Factors the columns: by Cholesky, and where that loses digits once more after they were made nearly orthogonal. */
export function factorOf(design: PlainDesign, gram: Float64Array): PlainFactor {
  const { size } = design;
  const scaled = scaledMatrix(design, gram);
  const { lower, dependent } = choleskyFactor(scaled.matrix, size, leastPivot);
  if (dependent.length > 0) return { inverse: null, condition: Infinity, suspects: dependent };
  const first = inverseOfTurned(lower, size);
  const condition = Math.sqrt(size * first.reduce((sum, value) => sum + value * value, 0));
  if (condition > mostCondition) return { inverse: null, condition, suspects: [] };
  for (let row = 0; row < size; row++)
    for (let column = row; column < size; column++) first[row * size + column]! *= scaled.scales[row]!;
  if (condition <= goodCondition) return { inverse: first, condition, suspects: [] };
  return { inverse: orthogonalAgain(design, first), condition, suspects: [] };
}

/** The Gram matrix of the columns scaled to length 1; all 0 for a column that is constant. */
function scaledMatrix(
  { size, means, hasMean }: PlainDesign,
  gram: Float64Array,
): { readonly matrix: Float64Array; readonly scales: Float64Array } {
  const width = size + 1;
  const scales = Float64Array.from({ length: size }, (_, at) => {
    const length = Math.sqrt(gram[at * width + at]!);
    const whole = hasMean ? length + Math.abs(means[at]!) * Math.sqrt(gram[0]!) : length;
    return length > constantLimit * whole ? 1 / length : 0;
  });
  const matrix = new Float64Array(size * size);
  for (let row = 0; row < size; row++)
    for (let column = 0; column < size; column++)
      matrix[row * size + column] =
        row === column && scales[row]! > 0 ? 1 : gram[row * width + column]! * scales[row]! * scales[column]!;
  return { matrix, scales };
}

/** The inverse of the turned lower triangle, L⁻ᵀ = R⁻¹, row after row. */
function inverseOfTurned(lower: Float64Array, size: number): Float64Array {
  const inverse = new Float64Array(size * size);
  for (let column = 0; column < size; column++)
    for (let row = column; row >= 0; row--) {
      let sum = row === column ? 1 : 0;
      for (let at = row + 1; at <= column; at++)
        sum -= lower[at * size + row]! * inverse[at * size + column]!;
      inverse[row * size + column] = sum / lower[row * size + row]!;
    }
  return inverse;
}

/**
 * R⁻¹ with an error that grows with the condition and no more with its square: the columns times the first R⁻¹ are nearly
 * orthogonal, and their own factor corrects the first (Yamamoto, Nakatsukasa, Yanagisawa & Fukaya, "Roundoff error analysis
 * of the CholeskyQR2 algorithm", 2015).
 */
function orthogonalAgain(design: PlainDesign, first: Float64Array): Float64Array {
  const { size } = design;
  const block = new Float64Array((size + 1) * blockLength);
  const gram = sumOfGrams(design, size, (from) => {
    const parts = timesInverse(design, first, from, block);
    return gemm({
      rows: size,
      inner: parts.length / size,
      columns: size,
      left: parts,
      leftTurned: true,
      right: parts,
      lower: true,
    });
  });
  const second = inverseOfTurned(choleskyFactor(gram, size, 0).lower, size);
  return gemm({ rows: size, inner: size, columns: size, left: first, right: second });
}

/** The rows of a block times R⁻¹, row after row. */
export function timesInverse(
  design: PlainDesign,
  inverse: Float64Array,
  from: number,
  block: Float64Array,
): Float64Array {
  const { size } = design;
  const count = fillBlock(design, from, block);
  return gemm({
    rows: count,
    inner: size,
    columns: size,
    left: block,
    leftTurned: true,
    leftStride: blockLength,
    right: inverse,
  });
}

/** (XᵀX)⁻¹ · right, by R⁻¹. */
export function solveByInverse(inverse: Float64Array, right: Float64Array): Float64Array {
  const size = right.length;
  const half = new Float64Array(size);
  for (let row = 0; row < size; row++)
    for (let column = row; column < size; column++)
      half[column]! += inverse[row * size + column]! * right[row]!;
  return right.map((_, row) => {
    let sum = 0;
    for (let column = row; column < size; column++) sum += inverse[row * size + column]! * half[column]!;
    return sum;
  });
}
