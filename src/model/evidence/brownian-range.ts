import { exponential, square } from "../../base/index.ts";
import { normalUpper } from "../../stats/index.ts";

/** Below this the second series settles sooner than the first. */
const middle = 1;

/**
 * The probability that a Brownian motion leaves ±x before time 1 (Feller, An Introduction to Probability Theory 2, 1971, X.5):
 * two series for the same number, each where it settles fast.
 */
export function brownianRangeUpper(x: number): number {
  if (!(x > 0)) return 1;
  let sum = 0;
  if (x >= middle) {
    for (let k = 0; k < 20; k++) sum += (k % 2 === 0 ? 4 : -4) * normalUpper((2 * k + 1) * x);
    return Math.min(1, Math.max(0, sum));
  }
  for (let k = 0; k < 20; k++) {
    const odd = 2 * k + 1;
    sum += ((k % 2 === 0 ? 4 : -4) / (Math.PI * odd)) * exponential(-square((odd * Math.PI) / x) / 8);
  }
  return Math.min(1, Math.max(0, 1 - sum));
}
