/**
 * e^x and logarithms in plain arithmetic. `Math.exp` and `Math.log` may differ in the last bit between engines (they do
 * between Node 24 and Chromium 156), so a model would answer otherwise in a browser than where it proved itself. Additions,
 * multiplications and divisions are exact by IEEE 754 everywhere. Method and constants: fdlibm 5.3 (Sun Microsystems, 1993),
 * e_exp.c, e_log.c and e_log10.c; errors stay below 1 unit in the last place.
 */

const ln2High = 6.9314718036912381649e-1;
const ln2Low = 1.90821492927058770002e-10;
const largestExponent = 7.09782712893383973096e2;
const leastExponent = -7.4513321910194110842e2;

/** The bits of one float64. */
const float = new Float64Array(1);
const words = new Uint32Array(float.buffer);
float[0] = 1;
const highWord = words[1] === 0x3ff00000 ? 1 : 0;

/** 2^exponent, for whole exponents from -1022 to 1023. */
function normalPowerOfTwo(exponent: number): number {
  words[highWord] = (exponent + 1023) << 20;
  words[1 - highWord] = 0;
  return float[0]!;
}

/** 2^exponent, exact, for whole exponents from -1074 to 1023. */
export const powerOfTwo = (exponent: number): number =>
  exponent < -1022 ? normalPowerOfTwo(exponent + 1000) * normalPowerOfTwo(-1000) : normalPowerOfTwo(exponent);

/** The exponent of a positive number of at least 2^-1022: floor(log2(x)), exact. */
export function exponentOf(x: number): number {
  float[0] = x;
  return (words[highWord]! >>> 20) - 1023;
}

/** e^x, the same bits in every engine. */
export function exponential(x: number): number {
  if (x !== x || x > largestExponent) return x > 0 ? Infinity : x;
  if (x < leastExponent) return 0;
  const size = Math.abs(x);
  let twos = 0;
  let high = x;
  let low = 0;
  if (size >= 0.5 * Math.LN2) {
    if (x === 1) return Math.E;
    const isNear = size < 1.5 * Math.LN2;
    twos = isNear ? Math.sign(x) : Math.trunc(Math.LOG2E * x + (x < 0 ? -0.5 : 0.5));
    high = x - twos * ln2High;
    low = twos * ln2Low;
  } else if (size < 2 ** -28) return 1 + x;
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
  if (twos === 0) return 1 - ((rest * bend) / (bend - 2) - rest);
  const mantissa = 1 - (low - (rest * bend) / (2 - bend) - high);
  if (twos === 1024) return mantissa * 2 * 2 ** 1023;
  return twos >= -1021
    ? mantissa * normalPowerOfTwo(twos)
    : mantissa * normalPowerOfTwo(twos + 1000) * normalPowerOfTwo(-1000);
}

/** The natural logarithm, the same bits in every engine: -Infinity at 0, NaN below. */
export function naturalLogarithm(x: number): number {
  if (x !== x || x < 0) return Number.NaN;
  if (x === 0) return -Infinity;
  if (x === Infinity) return x;
  const isTiny = x < 2 ** -1022;
  float[0] = isTiny ? x * 2 ** 54 : x;
  const top = words[highWord]!;
  const fraction = top & 0xfffff;
  const carry = (fraction + 0x95f64) & 0x100000;
  words[highWord] = fraction | (carry ^ 0x3ff00000);
  const twos = (top >>> 20) - 1023 + (carry >>> 20) - (isTiny ? 54 : 0);
  const f = float[0] - 1;
  const high = twos * ln2High;
  const low = twos * ln2Low;
  if ((0xfffff & (2 + fraction)) < 3) {
    if (f === 0) return twos === 0 ? 0 : high + low;
    const bend = f * f * (0.5 - 0.3333333333333333 * f);
    return twos === 0 ? f - bend : high - (bend - low - f);
  }
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const bend =
    z *
      (6.66666666666673513e-1 +
        w * (2.857142874366239149e-1 + w * (1.818357216161805012e-1 + w * 1.479819860511658591e-1))) +
    w * (3.999999999940941908e-1 + w * (2.222219843214978396e-1 + w * 1.531383769920937332e-1));
  if (((fraction - 0x6147a) | (0x6b851 - fraction)) > 0) {
    const half = 0.5 * f * f;
    return twos === 0 ? f - (half - s * (half + bend)) : high - (half - (s * (half + bend) + low) - f);
  }
  return twos === 0 ? f - s * (f - bend) : high - (s * (f - bend) - low - f);
}

/** The logarithm to base 10, the same bits in every engine: -Infinity at 0, NaN below. */
export function commonLogarithm(x: number): number {
  if (!(x > 0) || x === Infinity) return naturalLogarithm(x);
  const isTiny = x < 2 ** -1022;
  float[0] = isTiny ? x * 2 ** 54 : x;
  const top = words[highWord]!;
  const exponent = (top >>> 20) - 1023 - (isTiny ? 54 : 0);
  const isNegative = exponent < 0 ? 1 : 0;
  words[highWord] = (top & 0xfffff) | ((1023 - isNegative) << 20);
  const mantissa = float[0];
  const twos = exponent + isNegative;
  const low = twos * 3.69423907715893078616e-13 + Math.LOG10E * naturalLogarithm(mantissa);
  return low + twos * 3.01029995663611771306e-1;
}

/**
 * ln(1 + x) for x from 0 to 1, exact to a few units in the last place where 1 + x would lose the digits of x, the same bits in
 * every engine. Method: Kahan's, as in N. J. Higham, "Accuracy and Stability of Numerical Algorithms", 2002, section 1.14.1.
 */
export function logarithmOfOnePlus(x: number): number {
  const sum = 1 + x;
  return sum === 1 ? x : (naturalLogarithm(sum) * x) / (sum - 1);
}

/** x times x: one rounding in every engine, where a power may have more. */
export const square = (x: number): number => x * x;
