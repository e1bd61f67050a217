/** Eigenvalues with their eigenvectors row by row, in no order. */
export interface Turned {
  readonly values: Float64Array;
  readonly vectors: Float64Array;
}

/** Rounds for one eigenvalue; two or three are usual. */
const mostRounds = 60;

/** The distance from 1 to the next float64. */
const unitRoundoff = 2 ** -52;

/**
 * The eigenvalues of a symmetric matrix (row-major) by way of a tridiagonal one: Householder reflections, then implicit QL steps
 * (Golub & Van Loan, "Matrix Computations", 8.3). Errors are some units in the last place of the largest eigenvalue. The work
 * grows with size³ as that of Jacobi's rotations, at about a tenth.
 */
export function tridiagonalEigen(matrix: Float64Array, size: number): Turned {
  const largest = matrix.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  // A power of two, which rounds nothing, so that no square leaves float64.
  const unit = largest > 0 ? 2 ** Math.floor(Math.log2(largest)) : 1;
  const { diagonal, beside, vectors } = tridiagonal(
    matrix.map((value) => value / unit),
    size,
  );
  for (let at = 0; at < size; at++) settle(at, diagonal, beside, vectors, size);
  return { values: diagonal.map((value) => value * unit), vectors };
}

interface Tridiagonal {
  readonly diagonal: Float64Array;
  /** Entry k stands beside entries k and k + 1 of the diagonal; the last is 0. */
  readonly beside: Float64Array;
  /** The transpose of the reflections' product. */
  readonly vectors: Float64Array;
}

/** Reflects rows and columns until only the diagonal and its neighbours are left. */
function tridiagonal(a: Float64Array, size: number): Tridiagonal {
  const beside = new Float64Array(size);
  const reflections: { readonly from: number; readonly v: Float64Array; readonly factor: number }[] = [];
  for (let k = 0; k < size - 1; k++) {
    const v = Float64Array.from({ length: size - k - 1 }, (_, at) => a[(k + 1 + at) * size + k]!);
    const rest = v.subarray(1).reduce((sum, value) => sum + value * value, 0);
    if (rest === 0) {
      beside[k] = v[0]!;
      continue;
    }
    const length = Math.sqrt(v[0]! * v[0]! + rest);
    const turned = v[0]! > 0 ? -length : length;
    v[0]! -= turned;
    beside[k] = turned;
    const factor = 2 / (v[0]! * v[0]! + rest);
    reflectBoth(a, size, k + 1, v, factor);
    reflections.push({ from: k + 1, v, factor });
  }
  const vectors = new Float64Array(size * size);
  for (let at = 0; at < size; at++) vectors[at * size + at] = 1;
  for (const { from, v, factor } of reflections.toReversed()) reflectRows(vectors, size, from, v, factor);
  return { diagonal: Float64Array.from(beside, (_, at) => a[at * size + at]!), beside, vectors };
}

/** H·A·H for the part of A from a row and column on, with H = 1 - factor·v·vᵀ. */
function reflectBoth(a: Float64Array, size: number, from: number, v: Float64Array, factor: number): void {
  const count = v.length;
  const w = new Float64Array(count);
  for (let row = 0; row < count; row++) {
    const start = (from + row) * size + from;
    let sum = 0;
    for (let at = 0; at < count; at++) sum += a[start + at]! * v[at]!;
    w[row] = factor * sum;
  }
  let along = 0;
  for (let at = 0; at < count; at++) along += w[at]! * v[at]!;
  for (let at = 0; at < count; at++) w[at]! -= (factor / 2) * along * v[at]!;
  for (let row = 0; row < count; row++) {
    const start = (from + row) * size + from;
    const [left, right] = [v[row]!, w[row]!];
    for (let at = 0; at < count; at++) a[start + at]! -= left * w[at]! + right * v[at]!;
  }
}

/** V·H for the rows of V from one on, with H = 1 - factor·v·vᵀ on the columns from there on. */
function reflectRows(
  vectors: Float64Array,
  size: number,
  from: number,
  v: Float64Array,
  factor: number,
): void {
  for (let row = from; row < size; row++) {
    const start = row * size + from;
    let sum = 0;
    for (let at = 0; at < v.length; at++) sum += vectors[start + at]! * v[at]!;
    sum *= factor;
    for (let at = 0; at < v.length; at++) vectors[start + at]! -= sum * v[at]!;
  }
}

/** QL steps until the entry beside one of the diagonal is gone. */
function settle(
  first: number,
  diagonal: Float64Array,
  beside: Float64Array,
  vectors: Float64Array,
  size: number,
): void {
  for (let round = 0; round < mostRounds; round++) {
    let last = first;
    while (
      last < size - 1 &&
      Math.abs(beside[last]!) > unitRoundoff * (Math.abs(diagonal[last]!) + Math.abs(diagonal[last + 1]!))
    )
      last++;
    if (last === first) return;
    const half = (diagonal[first + 1]! - diagonal[first]!) / (2 * beside[first]!);
    const root = Math.sqrt(half * half + 1);
    const shift = beside[first]! / (half + (half >= 0 ? root : -root));
    stepQl(first, last, diagonal[last]! - diagonal[first]! + shift, diagonal, beside, vectors, size);
  }
}

/** One implicit QL step over the block from `first` to `last`. */
function stepQl(
  first: number,
  last: number,
  start: number,
  diagonal: Float64Array,
  beside: Float64Array,
  vectors: Float64Array,
  size: number,
): void {
  let [sine, cosine, moved, bulge] = [1, 1, 0, start];
  for (let at = last - 1; at >= first; at--) {
    const across = sine * beside[at]!;
    const along = cosine * beside[at]!;
    const length = Math.sqrt(across * across + bulge * bulge);
    beside[at + 1] = length;
    if (length === 0) {
      diagonal[at + 1]! -= moved;
      beside[last] = 0;
      return;
    }
    sine = across / length;
    cosine = bulge / length;
    const lowered = diagonal[at + 1]! - moved;
    const turn = (diagonal[at]! - lowered) * sine + 2 * cosine * along;
    moved = sine * turn;
    diagonal[at + 1] = lowered + moved;
    bulge = cosine * turn - along;
    const [one, other] = [at * size, (at + 1) * size];
    for (let place = 0; place < size; place++) {
      const [x, y] = [vectors[one + place]!, vectors[other + place]!];
      vectors[other + place] = sine * x + cosine * y;
      vectors[one + place] = cosine * x - sine * y;
    }
  }
  diagonal[first]! -= moved;
  beside[first] = bulge;
  beside[last] = 0;
}
