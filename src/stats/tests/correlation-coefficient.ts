import { exponentOf, powerOfTwo } from "../../base/index.ts";
import { ExactSum } from "../exact-sum.ts";

/** Distances from the mean in units of a power of two near the largest, so that their squares stay in float64. */
function scaledDistances(values: Float64Array): Float64Array {
  let largest = 0;
  for (let at = 0; at < values.length; at++) largest = Math.max(largest, Math.abs(values[at]!));
  // A quarter of the largest number can still be subtracted from its opposite.
  const lift = powerOfTwo(Math.max(-1000, Math.min(1000, -exponentOf(largest))));
  const sum = new ExactSum();
  for (let at = 0; at < values.length; at++) sum.add(values[at]! * lift);
  const mean = sum.total() / values.length;
  return values.map((value) => value * lift - mean);
}

/**
 * Pearson's correlation of two columns without missing values that are not constant: exact sums of products of the distances
 * from the means, with the rest of the rounded means taken off.
 */
export function correlationCoefficient(x: Float64Array, y: Float64Array): number {
  const [a, b] = [scaledDistances(x), scaledDistances(y)];
  const [sumA, sumB, aa, bb, ab] = [
    new ExactSum(),
    new ExactSum(),
    new ExactSum(),
    new ExactSum(),
    new ExactSum(),
  ];
  for (let at = 0; at < a.length; at++) {
    sumA.add(a[at]!);
    sumB.add(b[at]!);
    aa.addProduct(a[at]!, a[at]!);
    bb.addProduct(b[at]!, b[at]!);
    ab.addProduct(a[at]!, b[at]!);
  }
  const [restA, restB, count] = [sumA.total(), sumB.total(), a.length];
  const left = aa.total() - (restA * restA) / count;
  const right = bb.total() - (restB * restB) / count;
  const both = ab.total() - (restA * restB) / count;
  // The root of the product is exact where both are equal; where it would leave float64, so is that of each.
  const product = left * right;
  const scale = product > 1e-290 ? Math.sqrt(product) : Math.sqrt(left) * Math.sqrt(right);
  return Math.max(-1, Math.min(1, both / scale)) + 0;
}
