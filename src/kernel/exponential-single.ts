const single = Math.fround;

/** Adding and taking away this number rounds to the nearest whole number, halves to even, below 2^22. */
const rounder = 12_582_912;

/** 2^exponent from -126 to 126, by exponent + 126. */
const wholePowers = Float64Array.from({ length: 253 }, (_, at) => 2 ** (at - 126));

/** The nearest whole number, halves to even, of a 32-bit float below 2^22. */
export const roundSingle = (value: number): number => single(value + rounder) - rounder;

/**
 * 2^x of a 32-bit float in 32-bit floats, with x kept within ±126: the plain twin of `assembly/exponential-single.ts`. x is a whole number
 * and a rest r of at most 1/2, and 2^r = 1 + r·q(r) with the polynomial q of degree 4 whose greatest relative error is least: 2^-23.1
 * in 32-bit coefficients, and 2^-22.2 with all roundings.
 */
export function powerOfTwoSingle(given: number): number {
  const x = given < -126 ? -126 : given > 126 ? 126 : given;
  const twos = roundSingle(x);
  const rest = single(x - twos);
  const square = single(rest * rest);
  const low = single(single(0.24022240936756134 * rest) + 0.6931470036506653);
  const middle = single(single(0.00967156607657671 * rest) + 0.055507343262434006);
  const high = single(single(0.0013264658628031611 * square) + middle);
  const bend = single(single(high * square) + low);
  return single(single(bend * rest) + 1) * (wholePowers[twos + 126] ?? Number.NaN);
}

/** 1 / (1 + e^-x) in 32-bit floats. */
export const shareSingle = (x: number): number =>
  single(1 / single(1 + powerOfTwoSingle(single(x * -Math.LOG2E))));
