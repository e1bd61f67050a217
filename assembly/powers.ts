/** e to powers and logarithms over float64 in SIMD: see `exponential.ts` and `logarithm.ts`. Addresses are in bytes. */

import { logarithms as bothLogarithms } from "./logarithm";
import { ln2High, ln2Low, log2e, power as ordinaryPower } from "./exponential";

/** Up to this size neither the power nor a step on the way leaves the ordinary numbers. */
const ordinary: f64 = 700.0;

/** e^(slope·x) of `count` numbers from `from`, in place; there is room for an even number. */
export function exponentials(from: usize, count: i32, slope: f64): void {
  const slopes = f64x2.splat(slope);
  const end = from + ((<usize>count) << 3);
  for (let at = from; at < end; at += 16) v128.store(at, power(f64x2.mul(slopes, v128.load(at))));
}

/** 1 / (1 + e^(-slope·x)) of `count` numbers from `from`, in place; there is room for an even number. */
export function sigmoids(from: usize, count: i32, slope: f64): void {
  const slopes = f64x2.splat(-slope);
  const ones = f64x2.splat(1.0);
  const end = from + ((<usize>count) << 3);
  for (let at = from; at < end; at += 16)
    v128.store(at, f64x2.div(ones, f64x2.add(ones, power(f64x2.mul(slopes, v128.load(at))))));
}

/** slope·ln x of `count` numbers from `from`, in place; there is room for an even number. */
export function logarithms(from: usize, count: i32, slope: f64): void {
  const slopes = f64x2.splat(slope);
  const end = from + ((<usize>count) << 3);
  for (let at = from; at < end; at += 16) v128.store(at, f64x2.mul(slopes, bothLogarithms(v128.load(at))));
}

function power(x: v128): v128 {
  const size = f64x2.abs(x);
  if (!v128.all_true<i64>(f64x2.le(size, f64x2.splat(ordinary))))
    return f64x2.replace_lane(
      f64x2.splat(oddPower(f64x2.extract_lane(x, 0))),
      1,
      oddPower(f64x2.extract_lane(x, 1)),
    );
  return ordinaryPower(x, size);
}

/** e^x beyond the ordinary numbers, one at a time. */
function oddPower(x: f64): f64 {
  if (x != x || x > 7.09782712893383973096e2) return x > 0 ? Infinity : x;
  if (x < -7.4513321910194110842e2) return 0;
  if (abs(x) <= ordinary) {
    const both = f64x2.splat(x);
    return f64x2.extract_lane(ordinaryPower(both, f64x2.abs(both)), 0);
  }
  const twos = trunc(log2e * x + (x < 0 ? -0.5 : 0.5));
  const high = x - twos * ln2High;
  const low = twos * ln2Low;
  const rest = high - low;
  const square = rest * rest;
  const bend =
    rest -
    square *
      (1.66666666666666019037e-1 +
        square *
          (-2.77777777770155933842e-3 +
            square *
              (6.61375632143793436117e-5 +
                square * (-1.6533902205465251539e-6 + square * 4.13813679705723846039e-8))));
  const mantissa = 1.0 - (low - (rest * bend) / (2.0 - bend) - high);
  if (twos == 1024.0) return mantissa * 2.0 * 8.98846567431158e307;
  return twos >= -1021.0
    ? mantissa * powerOfTwo(<i64>twos)
    : mantissa * powerOfTwo(<i64>twos + 1000) * powerOfTwo(-1000);
}

function powerOfTwo(exponent: i64): f64 {
  return reinterpret<f64>((exponent + 1023) << 52);
}
