/** The natural logarithm in SIMD with the bits of `naturalLogarithm` in `src/base/elementary.ts`: the same steps (fdlibm 5.3, e_log.c). */

import { ln2High, ln2Low } from "./exponential";

const highFraction: i64 = 0x000fffff00000000;
const fraction: i64 = 0x000fffffffffffff;
const one: i64 = 0x3ff0000000000000;
/** 2^52, whose lowest bits hold whole numbers. */
const wholes: i64 = 0x4330000000000000;

const leastOrdinary: f64 = 2.2250738585072014e-308;
const mostOrdinary: f64 = 1.7976931348623157e308;

/** ln of both lanes. */
export function logarithms(x: v128): v128 {
  const isOrdinary = v128.and(
    f64x2.ge(x, f64x2.splat(leastOrdinary)),
    f64x2.le(x, f64x2.splat(mostOrdinary)),
  );
  const top = v128.and(x, i64x2.splat(highFraction));
  const closeness = v128.and(i64x2.add(top, i64x2.splat(0x0000000200000000)), i64x2.splat(highFraction));
  const isFar = i64x2.ge_s(closeness, i64x2.splat(0x0000000300000000));
  if (!v128.all_true<i64>(v128.and(isOrdinary, isFar)))
    return f64x2.replace_lane(
      f64x2.splat(logarithm(f64x2.extract_lane(x, 0))),
      1,
      logarithm(f64x2.extract_lane(x, 1)),
    );
  const carry = v128.and(i64x2.add(top, i64x2.splat(0x00095f6400000000)), i64x2.splat(0x0010000000000000));
  const mantissa = v128.or(v128.and(x, i64x2.splat(fraction)), v128.xor(carry, i64x2.splat(one)));
  const exponents = i64x2.add(i64x2.shr_u(x, 52), i64x2.shr_u(carry, 52));
  const twos = f64x2.sub(v128.or(exponents, i64x2.splat(wholes)), f64x2.splat(4503599627370496.0 + 1023.0));
  const f = f64x2.sub(mantissa, f64x2.splat(1.0));
  const high = f64x2.mul(twos, f64x2.splat(ln2High));
  const low = f64x2.mul(twos, f64x2.splat(ln2Low));
  const s = f64x2.div(f, f64x2.add(f64x2.splat(2.0), f));
  const z = f64x2.mul(s, s);
  const w = f64x2.mul(z, z);
  let odd = f64x2.mul(w, f64x2.splat(1.479819860511658591e-1));
  odd = f64x2.add(f64x2.splat(1.818357216161805012e-1), odd);
  odd = f64x2.add(f64x2.splat(2.857142874366239149e-1), f64x2.mul(w, odd));
  odd = f64x2.add(f64x2.splat(6.66666666666673513e-1), f64x2.mul(w, odd));
  let even = f64x2.mul(w, f64x2.splat(1.531383769920937332e-1));
  even = f64x2.add(f64x2.splat(2.222219843214978396e-1), even);
  even = f64x2.add(f64x2.splat(3.999999999940941908e-1), f64x2.mul(w, even));
  const bend = f64x2.add(f64x2.mul(z, odd), f64x2.mul(w, even));
  const half = f64x2.mul(f64x2.mul(f64x2.splat(0.5), f), f);
  const within = f64x2.add(f64x2.mul(s, f64x2.add(half, bend)), low);
  const near = f64x2.sub(high, f64x2.sub(f64x2.sub(half, within), f));
  const far = f64x2.sub(high, f64x2.sub(f64x2.sub(f64x2.mul(s, f64x2.sub(f, bend)), low), f));
  const isNear = v128.and(
    i64x2.ge_s(top, i64x2.splat(0x0006147a00000000)),
    i64x2.le_s(top, i64x2.splat(0x0006b85100000000)),
  );
  return v128.bitselect(near, far, isNear);
}

/** ln of any number. */
function logarithm(x: f64): f64 {
  if (x != x || x < 0) return NaN;
  if (x == 0) return -Infinity;
  if (x == Infinity) return x;
  const isTiny = x < leastOrdinary;
  const bits = reinterpret<i64>(isTiny ? x * 18014398509481984.0 : x);
  const top = bits & highFraction;
  const carry = (top + 0x00095f6400000000) & 0x0010000000000000;
  const twos = <f64>((bits >> 52) - 1023 + (carry >> 52) - (isTiny ? 54 : 0));
  const f = reinterpret<f64>((bits & fraction) | (carry ^ one)) - 1.0;
  const high = twos * ln2High;
  const low = twos * ln2Low;
  if (((top + 0x0000000200000000) & highFraction) < 0x0000000300000000) {
    if (f == 0) return high + low;
    const bend = f * f * (0.5 - 0.3333333333333333 * f);
    return high - (bend - low - f);
  }
  const s = f / (2.0 + f);
  const z = s * s;
  const w = z * z;
  const bend =
    z *
      (6.66666666666673513e-1 +
        w * (2.857142874366239149e-1 + w * (1.818357216161805012e-1 + w * 1.479819860511658591e-1))) +
    w * (3.999999999940941908e-1 + w * (2.222219843214978396e-1 + w * 1.531383769920937332e-1));
  if (top < 0x0006147a00000000 || top > 0x0006b85100000000) return high - (s * (f - bend) - low - f);
  const half = 0.5 * f * f;
  return high - (half - (s * (half + bend) + low) - f);
}
