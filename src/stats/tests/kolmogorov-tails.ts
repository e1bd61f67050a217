import { exponential } from "../../base/index.ts";
import { kolmogorovDistance, smirnovOneSided } from "../distributions/index.ts";
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

/** Up to so many values the exact distribution is computed: beyond it the matrix takes seconds. */
const mostForExact = 2000;

/**
 * P(D ≥ d) of n values: exact up to 2000; beyond that twice the one-sided tail where n·d² is above 5, and else the
 * limit with the correction of J. Vrbik (2018), good to about six digits.
 */
export function kolmogorovUpper(d: number, count: number): number {
  if (count <= mostForExact) return kolmogorovDistance(count).survival(d);
  if (count * d * d > 5) return Math.min(1, 2 * oneSidedUpper(d, count));
  const root = Math.sqrt(count);
  return steppedUpper(root * d + 1 / (6 * root) + (root * d - 1) / (4 * count), "two-sided");
}

/** P(D⁺ ≥ d) of n values: exact up to 10,000, the limit beyond (N. V. Smirnov 1939). */
export const oneSidedUpper = (d: number, count: number): number =>
  count <= 10_000
    ? smirnovOneSided(count, d)
    : steppedUpper(d * Math.sqrt(count) + 1 / (6 * Math.sqrt(count)), "greater");
