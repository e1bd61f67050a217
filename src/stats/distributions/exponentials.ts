import { exponential, logarithmOfOnePlus, naturalLogarithm } from "../../base/index.ts";

/** e^x - 1 without cancellation. Method: Kahan's, as in N. J. Higham, "Accuracy and Stability of Numerical Algorithms", 2002, 1.14.1. */
export function exponentialMinusOne(x: number): number {
  if (Math.abs(x) > 40) return exponential(x) - 1;
  const power = exponential(x);
  if (power === 1) return x;
  const less = power - 1;
  return less === -1 ? -1 : (less * x) / naturalLogarithm(power);
}

/** e^x - 1 - x without cancellation. */
export function exponentialRest(x: number): number {
  if (Math.abs(x) > 0.5) return exponentialMinusOne(x) - x;
  let term = (x * x) / 2;
  let sum = term;
  for (let place = 3; place < 40; place++) {
    term *= x / place;
    const next = sum + term;
    if (next === sum) break;
    sum = next;
  }
  return sum;
}

/** ln(1 + x) - x without cancellation, for x above -1. */
export function logarithmRest(x: number): number {
  if (x < -0.4 || x > 0.8) return logarithmOfOnePlus(x) - x;
  // ln((1 + v) / (1 - v)) with v = x / (2 + x), less x = 2v + v x.
  const v = x / (2 + x);
  const square = v * v;
  let term = 2 * v;
  let sum = 0;
  for (let place = 3; place < 100; place += 2) {
    term *= square;
    const next = sum + term / place;
    if (next === sum) break;
    sum = next;
  }
  return sum - v * x;
}
