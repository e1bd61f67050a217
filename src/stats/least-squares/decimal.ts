import { failInput, showValue } from "../../base/index.ts";
import { createColumn, setDouble, type DoubleColumn } from "./double-column.ts";
import { fromNumber, twoProduct, type DoubleDouble } from "../double-double.ts";

/** A decimal number exactly: digits · 10^exponent. */
export interface Decimal {
  readonly digits: bigint;
  readonly exponent: number;
}

const pattern = /^\s*([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,6}))?\s*$/;
/** 10^k for the k that float64 holds exactly. */
const exactTens = Float64Array.from({ length: 23 }, (_, power) => Number(`1e${power}`));
/** Below the smallest float64 even of 340 digits. */
const leastExponent = -1000;

/**
 * The exact value of a decimal text such as `-12.50` or `1.3e-7`; undefined where the text is no such number or lies beyond
 * float64.
 */
export function parseDecimal(text: string): Decimal | undefined {
  const [, sign, whole = "", part = "", power = "0"] = pattern.exec(text) ?? [];
  if (sign === undefined || whole.length + part.length === 0 || !Number.isFinite(Number(text)))
    return undefined;
  const digits = BigInt(whole + part);
  const exponent = Number(power) - part.length;
  if (digits === 0n || exponent < leastExponent) return { digits: 0n, exponent: 0 };
  return { digits: sign === "-" ? -digits : digits, exponent };
}

/** a - b exactly. */
function subtractDecimals(a: Decimal, b: Decimal): Decimal {
  const exponent = Math.min(a.exponent, b.exponent);
  const raised = ({ digits, exponent: own }: Decimal): bigint => digits * 10n ** BigInt(own - exponent);
  return { digits: raised(a) - raised(b), exponent };
}

/** The nearest float64, and the nearest float64 of what is left: 32 digits of the decimal and more. */
export function decimalToDouble({ digits, exponent }: Decimal): DoubleDouble {
  const high = Number(`${digits}e${exponent}`);
  if (high === 0 || !Number.isFinite(high)) return fromNumber(high);
  const { mantissa, power } = binaryOf(high);
  // digits · 10^exponent - mantissa · 2^power over a common denominator.
  const upper = exponent > 0 ? digits * 10n ** BigInt(exponent) : digits;
  const tens = exponent < 0 ? 10n ** BigInt(-exponent) : 1n;
  const twos = power < 0 ? 2n ** BigInt(-power) : 1n;
  const rest = upper * twos - mantissa * (power > 0 ? 2n ** BigInt(power) : 1n) * tens;
  return { high, low: quotientOf(rest, tens * twos) };
}

/** A float64 as a whole number times a power of two. */
function binaryOf(value: number): { readonly mantissa: bigint; readonly power: number } {
  let power = 0;
  let mantissa = value;
  while (!Number.isInteger(mantissa)) {
    const step = Math.abs(mantissa) < 2 ** -500 ? 500 : 1;
    mantissa *= 2 ** step;
    power -= step;
  }
  return { mantissa: BigInt(mantissa), power };
}

/** upper / lower to the precision of a float64. */
function quotientOf(upper: bigint, lower: bigint): number {
  if (upper === 0n) return 0;
  const size = upper < 0n ? -upper : upper;
  const shift = Math.max(0, lower.toString(2).length - size.toString(2).length + 64);
  const quotient = Number((size << BigInt(shift)) / lower);
  const value = shift > 1000 ? quotient * 2 ** -1000 * 2 ** (1000 - shift) : quotient * 2 ** -shift;
  return upper < 0n ? -value : value;
}

/**
 * A column of decimal texts, exact to 32 digits. An empty text, or one that is no number, is refused (T2801): missing values
 * are for the caller to leave out.
 * @example
 * decimalColumn(["0.1"]).low[0] // -5.551115123125783e-18
 */
export function decimalColumn(texts: readonly string[], name = "values"): DoubleColumn {
  const column = createColumn(texts.length);
  for (let row = 0; row < texts.length; row++)
    setDouble(column, row, decimalToDouble(parsed(texts[row]!, row, name)));
  return column;
}

function parsed(text: string, row: number, name: string): Decimal {
  return (
    (typeof text === "string" ? parseDecimal(text) : undefined) ??
    failInput("T2801", `${name} has a text that is no number of the range of float64.`, {
      value: showValue(text),
      place: `${name}, row ${row + 1}`,
      cure: "Give decimal numbers such as -12.5 or 1.3e-7, and leave rows with missing values out.",
    })
  );
}

/** A column as the distance of each value from one number. */
export interface AnchoredColumn {
  /** The number that was subtracted: exactly this float64. */
  readonly origin: number;
  /** value - origin, rounded once; NaN where the text is null. */
  readonly offsets: Float64Array;
}

/**
 * Subtracts one number (the float64 nearest to the first value, unless `origin` is given) from all in exact decimal arithmetic and rounds
 * each difference once. Spread, correlation and slopes are the same for the offsets, and lose nothing to a large common part: the tests
 * take them with `origin` among their options. A text that is no number is refused (T2801); null is missing.
 * @example
 * Array.from(decimalAnchor(["10000000000000001.25", "10000000000000003.5"]).offsets) // [-0.75, 1.5]
 */
export function decimalAnchor(
  texts: readonly (string | null)[],
  name = "values",
  origin?: number,
): AnchoredColumn {
  if (!Array.isArray(texts))
    failInput("T2801", `${name} is no array of texts.`, {
      value: showValue(texts),
      place: name,
      cure: "Give an array of decimal numbers as texts, with null where one is missing.",
    });
  return distancesOf(texts, name, origin ?? Number(texts.find((text) => text !== null) ?? 0));
}

function distancesOf(texts: readonly (string | null)[], name: string, origin: number): AnchoredColumn {
  const anchor = exactDecimal(origin);
  const offsets = Float64Array.from(texts, (text, row) => {
    if (text === null) return Number.NaN;
    const { digits, exponent } = subtractDecimals(parsed(text, row, name), anchor);
    return Number(`${digits}e${exponent}`);
  });
  return { origin, offsets };
}

/** A float64 as the decimal that it is, to the last digit. */
function exactDecimal(value: number): Decimal {
  if (!Number.isFinite(value)) return { digits: 0n, exponent: 0 };
  const { mantissa, power } = binaryOf(value);
  return power < 0
    ? { digits: mantissa * 5n ** BigInt(-power), exponent: power }
    : { digits: mantissa * 2n ** BigInt(power), exponent: 0 };
}

/**
 * Float64 numbers, each as the shortest decimal that reads back as it. Where a file had at most 15 digits that is what the
 * file had, and the digits that a float64 loses (0.1 is no float64) are there again; with 16 or 17 digits it is within half
 * a unit of the float64, as is the float64 itself. NaN and the infinities are refused (T2801).
 * @example
 * shortestDecimals(Float64Array.of(0.1)).low[0] // -5.551115123125783e-18
 */
export const shortestDecimals = (values: Float64Array, name = "values"): DoubleColumn =>
  decimalsOf(values, name, shortestRest);

/**
 * As `shortestDecimals`, but a float64 of more than 15 digits is taken as exactly what it is: such numbers come out of
 * computations, where no decimal was meant, and are read much more quickly so.
 */
export const shortDecimals = (values: Float64Array, name = "values"): DoubleColumn =>
  decimalsOf(values, name, () => 0);

function decimalsOf(values: Float64Array, name: string, restOfLong: (value: number) => number): DoubleColumn {
  const low = new Float64Array(values.length);
  let places = 1;
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    if (!Number.isFinite(value)) failNotFinite(value, row, name);
    if (Number.isInteger(value) && Math.abs(value) <= Number.MAX_SAFE_INTEGER) continue;
    // The neighbours of a column mostly have as many places, so these are tried first.
    if (!isWholeAt(value, places)) places = placesOf(value);
    low[row] = places === 0 ? restOfLong(value) : restAt(value, places);
    if (places === 0) places = 1;
  }
  return { high: values, low };
}

/** Whether value · 10^places is a whole number of at most 15 digits, to the last bit of the value. */
function isWholeAt(value: number, places: number): boolean {
  const whole = Math.round(value * exactTens[places]!);
  return Math.abs(whole) < 1e15 && value === whole / exactTens[places]!;
}

/** The least number of decimal places with which the value is a decimal of at most 15 digits; 0 if there is none. */
function placesOf(value: number): number {
  for (let places = 1; places < exactTens.length; places++) {
    if (Math.abs(value) * exactTens[places]! >= 1e15) return 0;
    if (isWholeAt(value, places)) return places;
  }
  return 0;
}

function restAt(value: number, places: number): number {
  const tens = exactTens[places]!;
  const product = twoProduct(value, tens);
  return (Math.round(value * tens) - product.high - product.low) / tens;
}

/** The shortest decimal minus the value, for decimals of more than 15 digits, and large or small ones. */
function shortestRest(value: number): number {
  const size = Math.abs(value);
  const text = String(size);
  const dot = text.indexOf(".");
  const places = text.length - 1 - dot;
  if (dot < 0 || places >= exactTens.length || text.includes("e")) {
    const { high, low } = decimalToDouble(parseDecimal(text)!);
    return high === size ? Math.sign(value) * low : 0;
  }
  // The digits in two parts that float64 holds, and the value in their unit: all but the last difference is exact.
  const digits = text.slice(0, dot) + text.slice(dot + 1);
  const tens = exactTens[places]!;
  const whole = twoProduct(Number(digits.slice(0, -9)), 1e9);
  const product = twoProduct(size, tens);
  const apart = whole.high - product.high + (whole.low + Number(digits.slice(-9))) - product.low;
  return (Math.sign(value) * apart) / tens;
}

/** Refuses a value that is not finite. */
export function failNotFinite(value: number, row: number, name: string): never {
  failInput("T2801", `${name} has a value that is not finite.`, {
    value: String(value),
    place: `${name}, row ${row + 1}`,
    cure: "Leave rows with missing or infinite values out first.",
  });
}
