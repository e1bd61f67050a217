import { tridiagonalEigen, type Turned } from "./tridiagonal-eigen.ts";

/** Eigenvalues, descending, and their unit eigenvectors, row by row. */
export interface Eigen {
  readonly values: Float64Array;
  /** Row k is the eigenvector of value k; its largest component (the first of equals) is positive. */
  readonly vectors: readonly Float64Array[];
}

/** Larger matrices are made tridiagonal first: rotations would take ten times as long. */
const mostRotated = 48;

/** Rounds of rotations; ten are plenty for matrices of any size that comes up. */
const mostSweeps = 60;

/**
 * The eigenvalues and eigenvectors of a symmetric matrix (row-major). Method: cyclic Jacobi rotations, which keep small
 * eigenvalues accurate; Golub & Van Loan, "Matrix Computations", 8.5; larger matrices by way of a tridiagonal one. The same matrix
 * gives the same bits.
 */
export function symmetricEigen(matrix: Float64Array, size: number): Eigen {
  return inOrder(size > mostRotated ? tridiagonalEigen(matrix, size) : rotateAll(matrix, size), size);
}

function rotateAll(matrix: Float64Array, size: number): Turned {
  const a = Float64Array.from(matrix);
  const vectors = new Float64Array(size * size);
  for (let at = 0; at < size; at++) vectors[at * size + at] = 1;
  for (let sweep = 0; sweep < mostSweeps && offDiagonal(a, size) > 0; sweep++)
    for (let p = 0; p < size - 1; p++) for (let q = p + 1; q < size; q++) rotate(a, vectors, size, p, q);
  return { values: Float64Array.from({ length: size }, (_, at) => a[at * size + at]!), vectors };
}

/** The largest eigenvalue first. */
function inOrder({ values, vectors }: Turned, size: number): Eigen {
  const order = Array.from({ length: size }, (_, at) => at).sort(
    (left, right) => values[right]! - values[left]! || left - right,
  );
  return {
    values: Float64Array.from(order, (at) => values[at]!),
    vectors: order.map((at) => withSign(vectors.slice(at * size, (at + 1) * size))),
  };
}

/** The sum of what still stands beside the diagonal. */
function offDiagonal(a: Float64Array, size: number): number {
  let sum = 0;
  for (let row = 0; row < size; row++)
    for (let column = row + 1; column < size; column++) sum += Math.abs(a[row * size + column]!);
  return sum;
}

/** Turns rows and columns p and q so that the entry between them becomes 0; the rows of `vectors` turn along. */
function rotate(a: Float64Array, vectors: Float64Array, size: number, p: number, q: number): void {
  const between = a[p * size + q]!;
  const [first, second] = [a[p * size + p]!, a[q * size + q]!];
  if (
    Math.abs(between) <= 1e-17 * Math.sqrt(Math.abs(first)) * Math.sqrt(Math.abs(second)) ||
    between === 0
  ) {
    a[p * size + q] = 0;
    a[q * size + p] = 0;
    return;
  }
  const half = (second - first) / (2 * between);
  const tangent = (half >= 0 ? 1 : -1) / (Math.abs(half) + Math.sqrt(1 + half * half));
  const cosine = 1 / Math.sqrt(1 + tangent * tangent);
  const sine = tangent * cosine;
  for (let at = 0; at < size; at++) {
    const [x, y] = [a[p * size + at]!, a[q * size + at]!];
    a[p * size + at] = cosine * x - sine * y;
    a[q * size + at] = sine * x + cosine * y;
    const [v, w] = [vectors[p * size + at]!, vectors[q * size + at]!];
    vectors[p * size + at] = cosine * v - sine * w;
    vectors[q * size + at] = sine * v + cosine * w;
  }
  for (let at = 0; at < size; at++) {
    const [x, y] = [a[at * size + p]!, a[at * size + q]!];
    a[at * size + p] = cosine * x - sine * y;
    a[at * size + q] = sine * x + cosine * y;
  }
  a[p * size + p] = first - tangent * between;
  a[q * size + q] = second + tangent * between;
  a[p * size + q] = 0;
  a[q * size + p] = 0;
}

function withSign(vector: Float64Array): Float64Array {
  const most = vector.reduce((size, value) => Math.max(size, Math.abs(value)), 0);
  // Components that differ by rounding alone count as equal, so that it does not decide the sign.
  const largest = vector.find((value) => Math.abs(value) >= most * (1 - 1e-9)) ?? 1;
  return largest < 0 ? vector.map((value) => -value) : vector;
}
