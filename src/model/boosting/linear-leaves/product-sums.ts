import { exponentOf, powerOfTwo } from "../../../base/index.ts";

/** Sums of so many products at most that do not depend on their order. */
export interface ProductSums {
  /** Σ aᵢ·bᵢ of the first `count` numbers of both, all of them below 1 in size. */
  readonly of: (left: Float64Array, right: Float64Array, count: number) => number;
}

/**
 * Sums of products in any order, to the same bits (Demmel and Nguyen, "Fast Reproducible Floating-Point Summation", 2013).
 *
 * Why no addition rounds: let n be the count, and 2^e at least 2n and at most 4n. Adding 1.5·2^e to a product p and taking it away again
 * rounds p to a multiple of 2^(e-52), exactly, since |p| < 1 ≤ 2^(e-1). Every partial sum of these is a multiple of 2^(e-52) of size
 * at most n(1 + 2^(e-53)) < 2^(e+1), which float64 holds. What is left of p has at most the size 2^(e-53) and is rounded in the
 * same way to a multiple of 2^(2e-106), with partial sums of at most n·2^(e-53) ≤ 2^(2e-54). What is left then is below
 * 2^(2e-107), which is dropped: for 100,000 products the error is less than 2^-54.
 */
export function createProductSums(mostProducts: number): ProductSums {
  const exponent = exponentOf(Math.max(1, mostProducts)) + 2;
  const first = 1.5 * powerOfTwo(exponent);
  const second = 1.5 * powerOfTwo(2 * exponent - 54);
  return {
    of(left, right, count) {
      let high = 0;
      let low = 0;
      let otherHigh = 0;
      let otherLow = 0;
      // Two sums at a time do not wait for each other.
      const even = count - (count % 2);
      for (let at = 0; at < even; at += 2) {
        const product = left[at]! * right[at]!;
        const other = left[at + 1]! * right[at + 1]!;
        const part = product + first - first;
        const otherPart = other + first - first;
        high += part;
        otherHigh += otherPart;
        low += product - part + second - second;
        otherLow += other - otherPart + second - second;
      }
      if (even < count) {
        const product = left[even]! * right[even]!;
        const part = product + first - first;
        high += part;
        low += product - part + second - second;
      }
      return high + otherHigh + (low + otherLow);
    },
  };
}
