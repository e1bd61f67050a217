/**
 * e^x in SIMD with the bits of `exponential` in `src/base/elementary.ts`: the same steps (fdlibm 5.3, e_exp.c); where that function takes one
 * of two ways, here both are gone and one is kept.
 */

export const ln2High: f64 = 6.9314718036912381649e-1;
export const ln2Low: f64 = 1.90821492927058770002e-10;
const halfLn2: f64 = 0.34657359027997264;
const oneAndHalfLn2: f64 = 1.0397207708399179;
export const log2e: f64 = 1.4426950408889634;
const e: f64 = 2.718281828459045;
const tiny: f64 = 3.725290298461914e-9;
/** Whole numbers below 2^51 added to this stand in the lowest bits. */
const toWhole: f64 = 6755399441055744.0;

/** e^x of both lanes, for sizes (`size` = |x|) up to 700: neither the power nor a step on the way leaves the ordinary numbers. */
export function power(x: v128, size: v128): v128 {
  const isNegative = f64x2.lt(x, f64x2.splat(0.0));
  const half = v128.bitselect(f64x2.splat(-0.5), f64x2.splat(0.5), isNegative);
  const far = f64x2.trunc(f64x2.add(f64x2.mul(f64x2.splat(log2e), x), half));
  const near = v128.bitselect(f64x2.splat(-1.0), f64x2.splat(1.0), isNegative);
  const steps = v128.bitselect(near, far, f64x2.lt(size, f64x2.splat(oneAndHalfLn2)));
  const twos = v128.and(steps, f64x2.ge(size, f64x2.splat(halfLn2)));
  const high = f64x2.sub(x, f64x2.mul(twos, f64x2.splat(ln2High)));
  const low = f64x2.mul(twos, f64x2.splat(ln2Low));
  const rest = f64x2.sub(high, low);
  const square = f64x2.mul(rest, rest);
  let sum = f64x2.mul(square, f64x2.splat(4.13813679705723846039e-8));
  sum = f64x2.add(f64x2.splat(-1.6533902205465251539e-6), sum);
  sum = f64x2.add(f64x2.splat(6.61375632143793436117e-5), f64x2.mul(square, sum));
  sum = f64x2.add(f64x2.splat(-2.77777777770155933842e-3), f64x2.mul(square, sum));
  sum = f64x2.add(f64x2.splat(1.66666666666666019037e-1), f64x2.mul(square, sum));
  const bend = f64x2.sub(rest, f64x2.mul(square, sum));
  const two = f64x2.splat(2.0);
  const one = f64x2.splat(1.0);
  const quotient = f64x2.div(f64x2.mul(rest, bend), f64x2.sub(two, bend));
  // With no twos this is 1 - (rest·bend / (bend - 2) - rest) to the bit: only signs are turned.
  const mantissa = f64x2.sub(one, f64x2.sub(f64x2.sub(low, quotient), high));
  const exponents = i64x2.shl(f64x2.add(twos, f64x2.splat(toWhole)), 52);
  const scale = i64x2.add(exponents, f64x2.splat(1.0));
  const scaled = f64x2.mul(mantissa, scale);
  const small = v128.bitselect(f64x2.add(one, x), scaled, f64x2.lt(size, f64x2.splat(tiny)));
  return v128.bitselect(f64x2.splat(e), small, f64x2.eq(x, one));
}
