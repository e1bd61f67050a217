/** How many bits a quotient is taken with before it is rounded: more than float64 has, and one that says whether more follow. */
const quotientBits = 64;
/** The unit of the smallest numbers of float64. */
const lowestExponent = -1074;

/** How many bits a whole number has, without its sign. */
const bitLength = (value: bigint): number => {
  const digits = value.toString(16);
  return (digits.length - 1) * 4 + (32 - Math.clz32(Number.parseInt(digits[0]!, 16)));
};

/**
 * numerator / denominator · 2^exponent as the nearest float64 (ties to even), an infinity beyond it; NaN for a denominator of 0.
 * @example
 * exactQuotient(1n, 3n) // 0.3333333333333333
 */
export function exactQuotient(numerator: bigint, denominator: bigint, exponent = 0): number {
  if (denominator === 0n) return Number.NaN;
  if (numerator === 0n) return 0;
  const negative = numerator < 0n !== denominator < 0n;
  const top = numerator < 0n ? -numerator : numerator;
  const bottom = denominator < 0n ? -denominator : denominator;
  const size = bitLength(top) - bitLength(bottom) + exponent;
  if (size > 1100) return negative ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  const isTiny = size < lowestExponent + 53;
  const unit = isTiny ? lowestExponent : size - quotientBits;
  const shift = exponent - unit;
  const scaledTop = shift >= 0 ? top << BigInt(shift) : top;
  const scaledBottom = shift >= 0 ? bottom : bottom << BigInt(-shift);
  const quotient = scaledTop / scaledBottom;
  const rest = scaledTop % scaledBottom;
  // A tiny number has fewer bits than others: it is rounded to its unit here, and any other by `Number`.
  const value = isTiny
    ? scaleByPower(Number(quotient + roundedUp(quotient, rest * 2n - scaledBottom)), unit)
    : scaleByPower(Number(quotient * 2n + (rest === 0n ? 0n : 1n)), unit - 1);
  return negative ? 0 - value : value;
}

/** 1 where what is left is above one half, or is one half of an odd number. */
const roundedUp = (quotient: bigint, aboveHalf: bigint): bigint =>
  aboveHalf > 0n || (aboveHalf === 0n && quotient % 2n === 1n) ? 1n : 0n;

/** value · 2^exponent: the first step never leaves the normal numbers, so at most the second rounds. */
function scaleByPower(value: number, exponent: number): number {
  if (exponent < -1000) return value * 2 ** -200 * 2 ** (exponent + 200);
  return exponent > 900 ? value * 2 ** 100 * 2 ** (exponent - 100) : value * 2 ** exponent;
}

const bits = new DataView(new ArrayBuffer(8));

/** A finite float64 as a whole number times a power of two: value = whole · 2^exponent. */
export function wholeTimesPower(value: number): { readonly whole: bigint; readonly exponent: number } {
  bits.setFloat64(0, value);
  const high = bits.getUint32(0);
  const field = (high >>> 20) & 0x7ff;
  const fraction = BigInt(high & 0xfffff) * 4294967296n + BigInt(bits.getUint32(4));
  const size = field === 0 ? fraction : fraction + 4503599627370496n;
  return { whole: value < 0 ? -size : size, exponent: Math.max(field, 1) - 1075 };
}
