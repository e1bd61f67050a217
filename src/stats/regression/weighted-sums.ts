/** So many products are added up in one run; runs are then added, so that errors stay small in long columns. */
const runLength = 512;
/** Up to so many numbers are multiplied and added without rounding to speak of. */
const mostCompensated = 1_000_000;
/** The same of the rows of one sum. */
const mostCompensatedRows = 20_000;

/** X·b, row by row. */
export function linearPredictor(
  columns: readonly Float64Array[],
  coefficients: Float64Array,
  offset?: Float64Array,
): Float64Array<ArrayBuffer> {
  const sums = new Float64Array(columns[0]?.length ?? 0);
  if (offset) sums.set(offset);
  // By blocks, so that the sums stay in the nearest cache while the columns pass by.
  for (let from = 0; from < sums.length; from += 4096) {
    const to = Math.min(sums.length, from + 4096);
    let at = 0;
    for (; at + 3 < columns.length; at += 4) {
      const [first, second, third, fourth] = [
        columns[at]!,
        columns[at + 1]!,
        columns[at + 2]!,
        columns[at + 3]!,
      ];
      const [a, b] = [coefficients[at]!, coefficients[at + 1]!];
      const [c, d] = [coefficients[at + 2]!, coefficients[at + 3]!];
      for (let row = from; row < to; row++)
        sums[row]! += first[row]! * a + second[row]! * b + (third[row]! * c + fourth[row]! * d);
    }
    for (; at < columns.length; at++) {
      const [column, coefficient] = [columns[at]!, coefficients[at]!];
      for (let row = from; row < to; row++) sums[row]! += column[row]! * coefficient;
    }
  }
  return sums;
}

/** y - X·b row by row; for what is not very large with twice the digits on the way (Ogita, Rump & Oishi 2005, Dot2). */
export function residualsOf(
  columns: readonly Float64Array[],
  coefficients: Float64Array,
  response: Float64Array,
): Float64Array<ArrayBuffer> {
  if (response.length * columns.length > mostCompensated) {
    const fitted = linearPredictor(columns, coefficients);
    for (let row = 0; row < fitted.length; row++) fitted[row] = response[row]! - fitted[row]!;
    return fitted;
  }
  const residuals = new Float64Array(response.length);
  for (let row = 0; row < response.length; row++) {
    let high = response[row]!;
    let low = 0;
    for (let at = 0; at < columns.length; at++) {
      const [a, b] = [-coefficients[at]!, columns[at]![row]!];
      const product = a * b;
      const sum = high + product;
      const part = sum - high;
      low += high - (sum - part) + (product - part) + productError(a, b, product);
      high = sum;
    }
    const total = high + low;
    residuals[row] = total;
  }
  return residuals;
}

/** a·b - product, exact (Dekker 1971); 0 where the split would leave float64. */
function productError(a: number, b: number, product: number): number {
  if (!(Math.abs(a) < 1e150 && Math.abs(b) < 1e150)) return 0;
  const aScaled = 134217729 * a;
  const aHigh = aScaled - (aScaled - a);
  const aLow = a - aHigh;
  const bScaled = 134217729 * b;
  const bHigh = bScaled - (bScaled - b);
  const bLow = b - bHigh;
  return aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
}

/** The sum of products of two or three columns; for what is not very large with twice the digits on the way. */
export function dot(left: Float64Array, right: Float64Array, weights?: Float64Array): number {
  if (left.length <= mostCompensatedRows) return compensatedDot(left, right, weights);
  let total = 0;
  for (let from = 0; from < left.length; from += runLength) {
    const to = Math.min(left.length, from + runLength);
    total += weights ? weightedRun(left, right, weights, from, to) : plainRun(left, right, from, to);
  }
  return total;
}

/** One run in four sums, which a processor adds up at once. */
function plainRun(left: Float64Array, right: Float64Array, from: number, to: number): number {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let row = from;
  for (; row + 3 < to; row += 4) {
    a += left[row]! * right[row]!;
    b += left[row + 1]! * right[row + 1]!;
    c += left[row + 2]! * right[row + 2]!;
    d += left[row + 3]! * right[row + 3]!;
  }
  for (; row < to; row++) a += left[row]! * right[row]!;
  return a + b + (c + d);
}

function weightedRun(
  left: Float64Array,
  right: Float64Array,
  weights: Float64Array,
  from: number,
  to: number,
): number {
  let sum = 0;
  for (let row = from; row < to; row++) sum += left[row]! * right[row]! * weights[row]!;
  return sum;
}

function compensatedDot(left: Float64Array, right: Float64Array, weights: Float64Array | undefined): number {
  let high = 0;
  let low = 0;
  for (let row = 0; row < left.length; row++) {
    const a = weights ? left[row]! * weights[row]! : left[row]!;
    const b = right[row]!;
    const product = a * b;
    const sum = high + product;
    const part = sum - high;
    low += high - (sum - part) + (product - part) + productError(a, b, product);
    high = sum;
  }
  return high + low;
}

/** Xᵀ·W·v. */
export const columnDots = (
  columns: readonly Float64Array[],
  values: Float64Array,
  weights?: Float64Array,
): Float64Array => {
  const weighted = weights ? values.map((value, row) => value * weights[row]!) : values;
  return Float64Array.from(columns, (column) => dot(column, weighted));
};

/** The sum of numbers, or of their products with weights. */
export function total(values: Float64Array, weights?: Float64Array): number {
  let high = 0;
  let low = 0;
  for (let row = 0; row < values.length; row++) {
    const value = weights ? values[row]! * weights[row]! : values[row]!;
    const sum = high + value;
    const part = sum - high;
    low += high - (sum - part) + (value - part);
    high = sum;
  }
  return high + low;
}

/** The quadratic form vᵀMv of a row-major matrix. */
export function quadraticForm(matrix: Float64Array, vector: Float64Array): number {
  const size = vector.length;
  let sum = 0;
  for (let row = 0; row < size; row++) {
    let inner = 0;
    for (let column = 0; column < size; column++) inner += matrix[row * size + column]! * vector[column]!;
    sum += inner * vector[row]!;
  }
  return sum;
}

/** The product of two square row-major matrices. */
export function multiply(left: Float64Array, right: Float64Array, size: number): Float64Array {
  const into = new Float64Array(size * size);
  for (let row = 0; row < size; row++)
    for (let at = 0; at < size; at++) {
      const factor = left[row * size + at]!;
      if (factor === 0) continue;
      for (let column = 0; column < size; column++)
        into[row * size + column]! += factor * right[at * size + column]!;
    }
  return into;
}
