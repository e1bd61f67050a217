/**
 * A number as the unevaluated sum of two float64, `low` at most half a unit in the last place of `high`: about 31 decimal
 * digits, in the range of float64.
 */
export interface DoubleDouble {
  readonly high: number;
  readonly low: number;
}

/** Veltkamp's constant 2^27 + 1, which splits a float64 into two halves of 26 bits. */
export const splitter = 134217729;

/** The zero. */
export const zeroDouble: DoubleDouble = { high: 0, low: 0 };
/** The one. */
export const oneDouble: DoubleDouble = { high: 1, low: 0 };

/** A float64 as it is. */
export const fromNumber = (value: number): DoubleDouble => ({ high: value, low: 0 });

/** The nearest float64. */
export const toNumber = ({ high, low }: DoubleDouble): number => high + low;

/**
 * a + b exactly, as the rounded sum and its error (Knuth, "The Art of Computer Programming" 2, 4.2.2, theorem B); infinities have
 * no rounding error.
 */
export function twoSum(a: number, b: number): DoubleDouble {
  const high = a + b;
  const turned = high - a;
  const low = a - (high - turned) + (b - turned);
  return { high, low: Number.isFinite(low) ? low : 0 };
}

/**
 * a · b exactly, as the rounded product and its error (Dekker, "A floating-point technique for extending the available
 * precision", 1971): JavaScript has no fused multiply-add, so both are split. Exact for factors below 1e290 and products
 * between 1e-290 and 1e290; beyond the range of float64 the rounded product alone.
 */
export function twoProduct(a: number, b: number): DoubleDouble {
  const high = a * b;
  const aScaled = splitter * a;
  const aHigh = aScaled - (aScaled - a);
  const aLow = a - aHigh;
  const bScaled = splitter * b;
  const bHigh = bScaled - (bScaled - b);
  const bLow = b - bHigh;
  const low = aLow * bLow - (high - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
  return { high, low: Number.isFinite(low) ? low : 0 };
}

/** A sum of two numbers of which the first is not the smaller one, normalised. */
const normalized = (high: number, low: number): DoubleDouble => {
  const sum = high + low;
  return { high: sum, low: low - (sum - high) };
};

/** a + b, with a relative error below 2^-104 (Hida, Li & Bailey, "Algorithms for quad-double precision", 2001, the accurate sum). */
export function addDoubles(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  const high = twoSum(a.high, b.high);
  if (!Number.isFinite(high.high)) return fromNumber(high.high);
  const low = twoSum(a.low, b.low);
  const first = normalized(high.high, high.low + low.high);
  return normalized(first.high, first.low + low.low);
}

/** -a. */
export const negateDouble = ({ high, low }: DoubleDouble): DoubleDouble => ({ high: -high, low: -low });

/** a - b. */
export const subtractDoubles = (a: DoubleDouble, b: DoubleDouble): DoubleDouble =>
  addDoubles(a, negateDouble(b));

/** a · b, with a relative error below 2^-101. */
export function multiplyDoubles(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  const product = twoProduct(a.high, b.high);
  const low = product.low + (a.high * b.low + a.low * b.high);
  return Number.isFinite(product.high + low) ? normalized(product.high, low) : fromNumber(product.high);
}

/** a · 2^k, exact. */
export const scaleDouble = ({ high, low }: DoubleDouble, powerOfTwo: number): DoubleDouble => ({
  high: high * powerOfTwo,
  low: low * powerOfTwo,
});

/** a / b, with three steps of long division; the divisor is not zero. */
export function divideDoubles(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  const first = a.high / b.high;
  if (first === 0 || !Number.isFinite(first)) return fromNumber(first);
  const rest = subtractDoubles(a, multiplyDoubles(fromNumber(first), b));
  const second = rest.high / b.high;
  const last = subtractDoubles(rest, multiplyDoubles(fromNumber(second), b));
  const quotient = normalized(first, second);
  return addDoubles(quotient, fromNumber(last.high / b.high));
}

/** The square root of a number that is not negative: one step of Newton from the float64 root (Karp & Markstein 1997). */
export function squareRootDouble(a: DoubleDouble): DoubleDouble {
  if (a.high <= 0) return zeroDouble;
  const root = Math.sqrt(a.high);
  const rest = subtractDoubles(a, twoProduct(root, root));
  return normalized(root, rest.high / (2 * root));
}

/** a to a whole power, by squaring; 1 for the power 0. */
export function wholePowerDouble(a: DoubleDouble, power: number): DoubleDouble {
  let result = oneDouble;
  let base = a;
  for (let rest = Math.abs(power); rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = multiplyDoubles(result, base);
    base = multiplyDoubles(base, base);
  }
  return power < 0 ? divideDoubles(oneDouble, result) : result;
}

/** Below 0, 0 or above 0, as a is below, equal to or above b. */
export const compareDoubles = (a: DoubleDouble, b: DoubleDouble): number =>
  a.high === b.high ? a.low - b.low : a.high - b.high;
