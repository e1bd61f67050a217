import { naturalLogarithm, powerOfTwo } from "../../base/index.ts";
import { decimalToDouble, parseDecimal } from "./decimal.ts";
import { createColumn, doubleAt, setDouble, type DoubleColumn } from "./double-column.ts";
import {
  addDoubles,
  divideDoubles,
  fromNumber,
  multiplyDoubles,
  negateDouble,
  oneDouble,
  scaleDouble,
  squareRootDouble,
  subtractDoubles,
  twoProduct,
  zeroDouble,
  type DoubleDouble,
} from "../double-double.ts";

const constant = (digits: string): DoubleDouble => decimalToDouble(parseDecimal(digits)!);
/** π. */
export const piDouble = constant("3.14159265358979323846264338327950288419717");
const halfPi = scaleDouble(piDouble, 0.5);
const logarithmOfTwo = constant("0.693147180559945309417232121458176568075500");
/** Terms of a series are summed until they are this small beside the sum. */
const tiny = 2 ** -108;
const notNumber = fromNumber(Number.NaN);

/** 1/1, 1/2, … 1/40: what the terms of the series are multiplied by. */
const inverses = Array.from({ length: 41 }, (_, n) => divideDoubles(oneDouble, fromNumber(Math.max(1, n))));

/**
 * e^x to 30 digits: x = k·ln 2 + 256·r, a Taylor series of e^r - 1, which is then squared eight times (Hida, Li & Bailey 2001).
 */
export function exponentialDouble(x: DoubleDouble): DoubleDouble {
  if (!(x.high < 709.7)) return fromNumber(x.high > 0 ? Infinity : x.high);
  if (x.high < -745) return zeroDouble;
  const power = Math.round(x.high / logarithmOfTwo.high);
  const rest = scaleDouble(subtractDoubles(x, multiplyDoubles(fromNumber(power), logarithmOfTwo)), 2 ** -8);
  let term = rest;
  let sum = rest;
  for (let n = 2; Math.abs(term.high) > tiny * Math.abs(sum.high); n++) {
    term = multiplyDoubles(multiplyDoubles(term, rest), inverses[n]!);
    sum = addDoubles(sum, term);
  }
  for (let time = 0; time < 8; time++) sum = addDoubles(scaleDouble(sum, 2), multiplyDoubles(sum, sum));
  const half = Math.trunc(power / 2);
  return scaleDouble(scaleDouble(addDoubles(sum, oneDouble), powerOfTwo(half)), powerOfTwo(power - half));
}

/** ln x to 30 digits of 1 or of itself, whichever is more: two steps of Newton on e^y = x. Not a number below 0. */
export function logarithmDouble(x: DoubleDouble): DoubleDouble {
  if (!(x.high > 0)) return x.high === 0 ? fromNumber(-Infinity) : notNumber;
  if (x.high === Infinity) return x;
  let y = fromNumber(naturalLogarithm(x.high));
  for (let step = 0; step < 2; step++)
    y = addDoubles(y, subtractDoubles(multiplyDoubles(x, exponentialDouble(negateDouble(y))), oneDouble));
  return y;
}

/** The sine and the cosine to 30 digits of 1: a quarter turn at a time, then Taylor series. Not numbers beyond 2^40. */
export function sineAndCosine(x: DoubleDouble): {
  readonly sine: DoubleDouble;
  readonly cosine: DoubleDouble;
} {
  if (!(Math.abs(x.high) < 2 ** 40)) return { sine: notNumber, cosine: notNumber };
  const quarters = Math.round(x.high / halfPi.high);
  const rest = subtractDoubles(x, multiplyDoubles(fromNumber(quarters), halfPi));
  const square = negateDouble(multiplyDoubles(rest, rest));
  const sine = alternating(rest, square, 2);
  const cosine = alternating(oneDouble, square, 1);
  const turned = ((quarters % 4) + 4) % 4;
  if (turned === 0) return { sine, cosine };
  if (turned === 1) return { sine: cosine, cosine: negateDouble(sine) };
  if (turned === 2) return { sine: negateDouble(sine), cosine: negateDouble(cosine) };
  return { sine: negateDouble(cosine), cosine: sine };
}

/** first · (1 + square/(n(n+1)) + …): the series of sine (n from 2) and cosine (n from 1). */
function alternating(first: DoubleDouble, square: DoubleDouble, from: number): DoubleDouble {
  let term = first;
  let sum = first;
  for (let n = from; n < 39 && Math.abs(term.high) > tiny * Math.abs(sum.high); n += 2) {
    term = multiplyDoubles(multiplyDoubles(term, square), multiplyDoubles(inverses[n]!, inverses[n + 1]!));
    sum = addDoubles(sum, term);
  }
  return sum;
}

/** The angle between -π/2 and π/2 whose tangent is x, to 30 digits: the angle is halved three times, then a series. */
export function arctangentDouble(x: DoubleDouble): DoubleDouble {
  if (!Number.isFinite(x.high))
    return Number.isNaN(x.high) ? notNumber : scaleDouble(halfPi, Math.sign(x.high));
  if (Math.abs(x.high) > 1)
    return subtractDoubles(
      scaleDouble(halfPi, Math.sign(x.high)),
      arctangentDouble(divideDoubles(oneDouble, x)),
    );
  let rest = x;
  for (let time = 0; time < 3; time++) {
    const long = squareRootDouble(addDoubles(oneDouble, multiplyDoubles(rest, rest)));
    rest = divideDoubles(rest, addDoubles(oneDouble, long));
  }
  const square = negateDouble(multiplyDoubles(rest, rest));
  let power = rest;
  let sum = rest;
  for (let n = 3; Math.abs(power.high) > tiny * Math.abs(sum.high) && n < 41; n += 2) {
    power = multiplyDoubles(power, square);
    sum = addDoubles(sum, multiplyDoubles(power, inverses[n]!));
  }
  return scaleDouble(sum, 8);
}

/** Turns of a series of sine and cosine that float64 can tell. */
const plainTerms = 20;

/** The sine and the cosine of a float64 by plain arithmetic, to about 15 digits of 1; the same bits on every machine. */
export function plainSineAndCosine(x: number): { readonly sine: number; readonly cosine: number } {
  if (!(Math.abs(x) < 2 ** 40)) return { sine: Number.NaN, cosine: Number.NaN };
  const quarters = Math.round(x / halfPi.high);
  const whole = twoProduct(quarters, halfPi.high);
  const rest = x - whole.high - whole.low - quarters * halfPi.low;
  const square = -rest * rest;
  let [sine, cosine] = [0, 0];
  for (let n = plainTerms; n >= 2; n -= 2) {
    sine = ((1 + sine) * square) / (n * (n + 1));
    cosine = ((1 + cosine) * square) / (n * (n - 1));
  }
  [sine, cosine] = [rest * (1 + sine), 1 + cosine];
  const turned = ((quarters % 4) + 4) % 4;
  if (turned === 0) return { sine, cosine };
  if (turned === 1) return { sine: cosine, cosine: -sine };
  return turned === 2 ? { sine: -sine, cosine: -cosine } : { sine: -cosine, cosine: sine };
}

/**
 * The natural logarithm of each number of a column to 30 digits; for the logarithm of a target without rounding to float64.
 * Not a number where a value is not above 0.
 */
export function logarithmColumn(values: DoubleColumn): DoubleColumn {
  const logarithms = createColumn(values.high.length);
  for (let row = 0; row < values.high.length; row++)
    setDouble(logarithms, row, logarithmDouble(doubleAt(values, row)));
  return logarithms;
}
