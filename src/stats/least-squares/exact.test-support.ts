import type { DoubleDouble } from "../double-double.ts";

/** A rational number of whole numbers without limit: what the tests measure by. */
export interface Rational {
  readonly upper: bigint;
  readonly lower: bigint;
}

export const rational = (upper: bigint, lower = 1n): Rational =>
  lower < 0n ? { upper: -upper, lower: -lower } : { upper, lower };

/** A float64 exactly. */
export function rationalOf(value: number): Rational {
  let lower = 1n;
  let mantissa = value;
  while (!Number.isInteger(mantissa)) {
    mantissa *= 2;
    lower *= 2n;
  }
  return rational(BigInt(mantissa), lower);
}

export const exactly = ({ high, low }: DoubleDouble): Rational => plus(rationalOf(high), rationalOf(low));

/** A decimal text exactly. */
export function rationalFromText(text: string): Rational {
  const [mantissa, power = "0"] = text.trim().toLowerCase().split("e");
  const [whole, part = ""] = mantissa!.replace("+", "").split(".");
  const exponent = Number(power) - part.length;
  const digits = BigInt(`${whole}${part}`);
  return exponent < 0
    ? rational(digits, 10n ** BigInt(-exponent))
    : rational(digits * 10n ** BigInt(exponent));
}

export const plus = (a: Rational, b: Rational): Rational =>
  reduced(a.upper * b.lower + b.upper * a.lower, a.lower * b.lower);
export const minus = (a: Rational, b: Rational): Rational => plus(a, rational(-b.upper, b.lower));
export const times = (a: Rational, b: Rational): Rational => reduced(a.upper * b.upper, a.lower * b.lower);
export const over = (a: Rational, b: Rational): Rational => reduced(a.upper * b.lower, a.lower * b.upper);

function reduced(upper: bigint, lower: bigint): Rational {
  let [a, b] = [upper < 0n ? -upper : upper, lower < 0n ? -lower : lower];
  while (b > 0n) [a, b] = [b, a % b];
  return a === 0n ? { upper: 0n, lower: 1n } : rational(upper / a, lower / a);
}

/** The nearest float64, or very nearly. */
export function numberOf({ upper, lower }: Rational): number {
  if (upper === 0n) return 0;
  const size = upper < 0n ? -upper : upper;
  const shift = lower.toString(2).length - size.toString(2).length + 70;
  const quotient = Number(shift > 0 ? (size << BigInt(shift)) / lower : size / (lower << BigInt(-shift)));
  return (upper < 0n ? -1 : 1) * quotient * 2 ** -shift;
}

/** |a - b| / |b|, or |a| where b is 0. */
export function relativeError(a: Rational, b: Rational): number {
  const difference = minus(a, b);
  return Math.abs(numberOf(b.upper === 0n ? difference : over(difference, b)));
}

/**
 * The least-squares coefficients of whole numbers from the normal equations, exactly (Gauss-Jordan without fractions, Bareiss
 * 1968); rows of the design with the target last.
 */
export function exactLeastSquares(rows: readonly (readonly bigint[])[]): {
  readonly coefficients: readonly Rational[];
  readonly residualSquares: Rational;
  /** The diagonal of the inverse of XᵀX. */
  readonly inverseDiagonal: readonly Rational[];
} {
  const size = rows[0]!.length - 1;
  const product = (left: number, right: number): bigint =>
    rows.reduce((sum, row) => sum + row[left]! * row[right]!, 0n);
  const products = Array.from({ length: size }, (_, at) => product(at, size));
  let gram = products.map((last, left) => [
    ...Array.from({ length: size }, (_, right) => product(left, right)),
    last,
    ...Array.from({ length: size }, (_, right) => (left === right ? 1n : 0n)),
  ]);
  let before = 1n;
  for (let pivot = 0; pivot < size; pivot++) {
    const own = gram[pivot]!;
    const divisor = own[pivot]!;
    gram = gram.map((row, at) =>
      at === pivot ? row : row.map((value, place) => (divisor * value - row[pivot]! * own[place]!) / before),
    );
    before = divisor;
  }
  const coefficients = gram.map((row) => rational(row[size]!, before));
  const explained = coefficients.reduce((sum, one, at) => sum + one.upper * products[at]!, 0n);
  return {
    coefficients,
    residualSquares: rational(product(size, size) * before - explained, before),
    inverseDiagonal: gram.map((row, at) => rational(row[size + 1 + at]!, before)),
  };
}
