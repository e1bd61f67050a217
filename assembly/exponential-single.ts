/**
 * Powers of 2 and what is made of them in 32-bit floats, four at a time, with operations that IEEE 754 fixes:
 * `src/kernel/exponential-single.ts` tells the method and has the same bits.
 */

/** Adding it rounds to a whole number, halves to even, which then stands in the lowest bits; below 2^22. */
export const rounder: f32 = 12582912.0;
export const log2e: f64 = 1.4426950408889634;

// V8 writes a constant vector anew in every turn of a loop, by way of an ordinary register; variables it only loads.
let roundings: v128 = i64x2.splat(0);
let ones: v128 = i64x2.splat(0);
let least: v128 = i64x2.splat(0);
let most: v128 = i64x2.splat(0);
let c1: v128 = i64x2.splat(0);
let c2: v128 = i64x2.splat(0);
let c3: v128 = i64x2.splat(0);
let c4: v128 = i64x2.splat(0);
let c5: v128 = i64x2.splat(0);

/** To be called before `powersOfTwo`. */
export function preparePowers(): void {
  roundings = f32x4.splat(rounder);
  ones = f32x4.splat(1.0);
  least = f32x4.splat(-126.0);
  most = f32x4.splat(126.0);
  c1 = f32x4.splat(0.6931470036506653);
  c2 = f32x4.splat(0.24022240936756134);
  c3 = f32x4.splat(0.055507343262434006);
  c4 = f32x4.splat(0.00967156607657671);
  c5 = f32x4.splat(0.0013264658628031611);
}

/** 2^x of all lanes, with x kept within ±126; NaN stays. */
export function powersOfTwo(given: v128): v128 {
  const x = f32x4.pmin(f32x4.pmax(given, least), most);
  const twosBits = f32x4.add(x, roundings);
  const rest = f32x4.sub(x, f32x4.sub(twosBits, roundings));
  const square = f32x4.mul(rest, rest);
  const low = f32x4.add(f32x4.mul(c2, rest), c1);
  const high = f32x4.add(f32x4.mul(c5, square), f32x4.add(f32x4.mul(c4, rest), c3));
  const bend = f32x4.add(f32x4.mul(high, square), low);
  return i32x4.add(f32x4.add(f32x4.mul(bend, rest), ones), i32x4.shl(twosBits, 23));
}

/** 1 / (1 + 2^x) of all lanes. */
export function shares(x: v128): v128 {
  return f32x4.div(ones, f32x4.add(ones, powersOfTwo(x)));
}
