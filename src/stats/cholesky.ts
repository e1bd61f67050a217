/** A Cholesky factor of a symmetric positive (semi)definite matrix, row by row, and which columns depend on earlier ones. */
export interface CholeskyFactor {
  readonly size: number;
  /** The lower triangle L with A = L·Lᵀ, row-major; a dependent column is all 0. */
  readonly lower: Float64Array;
  readonly dependent: readonly number[];
}

/**
 * Factors a symmetric matrix (row-major, only its lower triangle is read). A column whose pivot falls to `tolerance` of its
 * diagonal is a linear combination of the columns before it: it is set aside and answered with 0.
 * Method: Cholesky-Banachiewicz; Golub & Van Loan, "Matrix Computations", 4.2.
 */
export function choleskyFactor(matrix: Float64Array, size: number, tolerance = 1e-12): CholeskyFactor {
  const lower = new Float64Array(size * size);
  const dependent: number[] = [];
  for (let row = 0; row < size; row++) {
    const at = row * size;
    for (let column = 0; column < row; column++) {
      const diagonal = lower[column * size + column]!;
      if (diagonal === 0) continue;
      lower[at + column] = (matrix[at + column]! - dot(lower, at, column * size, column)) / diagonal;
    }
    const pivot = matrix[at + row]! - dot(lower, at, at, row);
    if (pivot > tolerance * matrix[at + row]!) lower[at + row] = Math.sqrt(pivot);
    else {
      dependent.push(row);
      lower.fill(0, at, at + row);
    }
  }
  return { size, lower, dependent };
}

function dot(values: Float64Array, left: number, right: number, count: number): number {
  let sum = 0;
  for (let at = 0; at < count; at++) sum += values[left + at]! * values[right + at]!;
  return sum;
}

/** The solution x of A·x = b; 0 for dependent columns. */
export function solveCholesky({ size, lower }: CholeskyFactor, right: Float64Array): Float64Array {
  const x = Float64Array.from(right);
  for (let row = 0; row < size; row++) {
    const diagonal = lower[row * size + row]!;
    if (diagonal === 0) {
      x[row] = 0;
      continue;
    }
    let sum = x[row]!;
    for (let column = 0; column < row; column++) sum -= lower[row * size + column]! * x[column]!;
    x[row] = sum / diagonal;
  }
  for (let row = size - 1; row >= 0; row--) {
    const diagonal = lower[row * size + row]!;
    if (diagonal === 0) continue;
    x[row] = x[row]! / diagonal;
    for (let column = 0; column < row; column++) x[column]! -= lower[row * size + column]! * x[row]!;
  }
  return x;
}

/** The diagonal of the inverse of A; 0 for dependent columns. */
export function inverseDiagonal({ size, lower }: CholeskyFactor): Float64Array {
  const diagonal = new Float64Array(size);
  const column = new Float64Array(size);
  for (let first = 0; first < size; first++) {
    column.fill(0);
    for (let row = first; row < size; row++) {
      const pivot = lower[row * size + row]!;
      if (pivot === 0) continue;
      let sum = row === first ? 1 : 0;
      for (let at = first; at < row; at++) sum -= lower[row * size + at]! * column[at]!;
      column[row] = sum / pivot;
      diagonal[first]! += column[row]! ** 2;
    }
  }
  return diagonal;
}
