import { exponential } from "../../base/index.ts";
import { binomialProbability } from "./binomial.ts";
import type { Alternative } from "./test-result.ts";

/**
 * The chance that a random order of m and n values comes to `steps` (the largest i·n - j·m) or more: by the chance to have
 * come there on a path to (i, j), which is a mean of those of its two last steps. All terms are positive, so that small
 * chances keep their digits. Within ties (`isStep` 0) nothing is compared.
 */
export function pathsUpper(
  m: number,
  n: number,
  steps: number,
  alternative: Alternative,
  isStep: Uint8Array,
): number {
  if (steps === 0) return 1;
  const isOut = (i: number, j: number): boolean => {
    if (isStep[i + j] === 0) return false;
    const distance = i * n - j * m;
    return (
      (alternative === "greater" ? distance : alternative === "less" ? -distance : Math.abs(distance)) >=
      steps
    );
  };
  const chances = new Float64Array(n + 1);
  for (let j = 1; j <= n; j++) chances[j] = isOut(0, j) ? 1 : chances[j - 1]!;
  for (let i = 1; i <= m; i++) {
    if (isOut(i, 0)) chances[0] = 1;
    for (let j = 1; j <= n; j++)
      chances[j] = isOut(i, j) ? 1 : (i / (i + j)) * chances[j]! + (j / (i + j)) * chances[j - 1]!;
  }
  return chances[n]!;
}

/** The limit distribution of √n·D: one-sided e^(-2x²), two-sided Kolmogorov's series. */
export function steppedUpper(x: number, alternative: Alternative): number {
  if (alternative !== "two-sided") return exponential(-2 * x * x);
  if (x < 0.2) return 1;
  if (x < 1) {
    // The other form of the series, which converges at once where this one does not.
    let sum = 0;
    for (let odd = 1; odd < 12; odd += 2) sum += exponential(-(odd * odd * Math.PI * Math.PI) / (8 * x * x));
    return 1 - (Math.sqrt(2 * Math.PI) / x) * sum;
  }
  let sum = 0;
  for (let k = 6; k > 0; k--) sum += (k % 2 === 1 ? 2 : -2) * exponential(-2 * k * k * x * x);
  return sum;
}

/** P(D⁺ ≥ d) of n values, exactly: the sum of Birnbaum and Tingey (1951), of positive terms only. */
export function oneSidedUpper(d: number, count: number): number {
  if (d <= 0) return 1;
  if (d >= 1) return 0;
  let sum = 0;
  const last = Math.floor(count * (1 - d));
  for (let j = 0; j <= last; j++) {
    const share = d + j / count;
    if (share < 1) sum += binomialProbability(j, count, share) / share;
  }
  return Math.min(1, d * sum);
}

/** Up to so many values the matrix of Marsaglia, Tsang & Wang is powered. */
const mostForMatrix = 2000;

/**
 * P(D ≥ d) of n values. In the tail it is twice the one-sided one (to 1e-13 where n·d² is above 5); elsewhere exact by the
 * matrix of G. Marsaglia, W. W. Tsang & J. Wang, "Evaluating Kolmogorov's Distribution" (2003); beyond 2000 values the limit
 * with the correction of J. Vrbik (2018), good to about six digits.
 */
export function kolmogorovUpper(d: number, count: number): number {
  if (d <= 0.5 / count) return 1;
  if (d >= 1) return 0;
  if (count * d * d > 5) return Math.min(1, 2 * oneSidedUpper(d, count));
  if (count <= mostForMatrix) return Math.max(0, 1 - matrixLower(d, count));
  const root = Math.sqrt(count);
  return steppedUpper(root * d + 1 / (6 * root) + (root * d - 1) / (4 * count), "two-sided");
}

function matrixLower(d: number, count: number): number {
  const k = Math.floor(count * d) + 1;
  const size = 2 * k - 1;
  const h = k - count * d;
  const matrix = new Float64Array(size * size);
  for (let i = 0; i < size; i++) for (let j = 0; j < size; j++) matrix[i * size + j] = i - j + 1 < 0 ? 0 : 1;
  for (let i = 0; i < size; i++) {
    matrix[i * size]! -= h ** (i + 1);
    matrix[(size - 1) * size + i]! -= h ** (size - i);
  }
  if (2 * h - 1 > 0) matrix[(size - 1) * size]! += (2 * h - 1) ** size;
  for (let i = 0; i < size; i++)
    for (let j = 0; j < size; j++) for (let g = 1; g <= i - j + 1; g++) matrix[i * size + j]! /= g;
  const { power, exponent } = matrixPower(matrix, size, count);
  let value = power[(k - 1) * size + k - 1]!;
  let scale = exponent;
  for (let i = 1; i <= count; i++) {
    value = (value * i) / count;
    if (value < 1e-140) {
      value *= 1e140;
      scale -= 140;
    }
  }
  for (; scale < 0; scale += 140) value *= 1e-140;
  for (; scale > 0; scale -= 140) value *= 1e140;
  return value;
}

/** The power of a matrix, by squaring; numbers are kept near 1 with an exponent of ten beside them. */
function matrixPower(
  matrix: Float64Array,
  size: number,
  power: number,
): { readonly power: Float64Array; readonly exponent: number } {
  if (power === 1) return { power: matrix, exponent: 0 };
  const half = matrixPower(matrix, size, Math.floor(power / 2));
  let product = multiply(half.power, half.power, size);
  let exponent = 2 * half.exponent;
  if (power % 2 === 1) product = multiply(matrix, product, size);
  const middle = (size - 1) / 2;
  if (product[middle * size + middle]! > 1e140) {
    product = product.map((one) => one * 1e-140);
    exponent += 140;
  }
  return { power: product, exponent };
}

function multiply(a: Float64Array, b: Float64Array, size: number): Float64Array {
  const product = new Float64Array(size * size);
  for (let i = 0; i < size; i++)
    for (let k = 0; k < size; k++) {
      const factor = a[i * size + k]!;
      for (let j = 0; j < size; j++) product[i * size + j]! += factor * b[k * size + j]!;
    }
  return product;
}
