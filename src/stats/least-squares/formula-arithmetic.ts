import { exponential, naturalLogarithm } from "../../base/index.ts";
import { decimalToDouble, type Decimal } from "./decimal.ts";
import {
  addDoubles,
  divideDoubles,
  fromNumber,
  multiplyDoubles,
  negateDouble,
  oneDouble,
  squareRootDouble,
  subtractDoubles,
  wholePowerDouble,
  zeroDouble,
  type DoubleDouble,
} from "../double-double.ts";
import {
  arctangentDouble,
  exponentialDouble,
  logarithmDouble,
  piDouble,
  plainSineAndCosine,
  sineAndCosine,
} from "./double-elementary.ts";

/** The arithmetic that a formula is evaluated in. */
export interface FormulaArithmetic<T> {
  readonly zero: T;
  readonly one: T;
  readonly pi: T;
  readonly isZero: (a: T) => boolean;
  readonly fromDecimal: (value: Decimal) => T;
  readonly add: (a: T, b: T) => T;
  readonly subtract: (a: T, b: T) => T;
  readonly multiply: (a: T, b: T) => T;
  readonly divide: (a: T, b: T) => T;
  readonly negate: (a: T) => T;
  readonly exp: (a: T) => T;
  readonly log: (a: T) => T;
  readonly sin: (a: T) => T;
  readonly cos: (a: T) => T;
  readonly arctan: (a: T) => T;
  readonly sqrt: (a: T) => T;
  /** To a whole power. */
  readonly wholePower: (a: T, power: number) => T;
  /** The number, where it is whole and small enough to be multiplied out. */
  readonly wholeOf: (a: T) => number | undefined;
}

const mostWhole = 64;
const wholeNumber = (value: number): number | undefined =>
  Number.isInteger(value) && Math.abs(value) <= mostWhole ? value : undefined;

/** Float64; the functions are our own, so that every machine takes the same steps. */
export const plainArithmetic: FormulaArithmetic<number> = {
  zero: 0,
  one: 1,
  pi: Math.PI,
  isZero: (a) => a === 0,
  fromDecimal: ({ digits, exponent }) => Number(`${digits}e${exponent}`),
  add: (a, b) => a + b,
  subtract: (a, b) => a - b,
  multiply: (a, b) => a * b,
  divide: (a, b) => a / b,
  negate: (a) => -a,
  exp: exponential,
  log: naturalLogarithm,
  sin: (a) => plainSineAndCosine(a).sine,
  cos: (a) => plainSineAndCosine(a).cosine,
  arctan: (a) => arctangentDouble(fromNumber(a)).high,
  sqrt: (a) => Math.sqrt(a),
  wholePower: (a, power) => {
    let [result, base] = [1, a];
    for (let rest = Math.abs(power); rest > 0; rest >>= 1) {
      if (rest & 1) result *= base;
      base *= base;
    }
    return power < 0 ? 1 / result : result;
  },
  wholeOf: wholeNumber,
};

/** Double-double numbers. */
export const preciseArithmetic: FormulaArithmetic<DoubleDouble> = {
  zero: zeroDouble,
  one: oneDouble,
  pi: piDouble,
  isZero: (a) => a.high === 0,
  fromDecimal: decimalToDouble,
  add: addDoubles,
  subtract: subtractDoubles,
  multiply: multiplyDoubles,
  divide: divideDoubles,
  negate: negateDouble,
  exp: exponentialDouble,
  log: logarithmDouble,
  sin: (a) => sineAndCosine(a).sine,
  cos: (a) => sineAndCosine(a).cosine,
  arctan: arctangentDouble,
  sqrt: (a) => (a.high < 0 ? fromNumber(Number.NaN) : squareRootDouble(a)),
  wholePower: wholePowerDouble,
  wholeOf: ({ high, low }) => (low === 0 ? wholeNumber(high) : undefined),
};
