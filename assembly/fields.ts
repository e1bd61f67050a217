/**
 * Numbers out of text with delimiters. A decimal becomes the nearest float64 by D. Lemire's multiplication with a power of five of 128 bits
 * ("Number Parsing at a Gigabyte per Second", 2021); what that cannot decide is left to the caller. Addresses are in bytes.
 */

/** What a field is for: nothing, a number, a whole number, something that the caller reads. */
const ignored: i32 = 0;
const wholeNumber: i32 = 2;
const other: i32 = 3;

const lineFeed: i32 = 10;
const carriageReturn: i32 = 13;
const zero: i32 = 48;
/** The powers in the tables are those from 10^-300 to 10^300. */
const mostPower: i32 = 300;
const mostDigits: i32 = 19;
const mostWholeDigits: i32 = 15;

/** Where the powers of five stand (high and low half each), and behind them the powers of ten up to 10^22 as float64. */
let fives: usize = 0;
let tens: usize = 0;
let isKnown: bool = false;

export function start(place: usize): void {
  fives = place;
  tens = place + 16 * (2 * mostPower + 1);
}

/**
 * Reads the rows of a text that ends with a row. `plan` has for each of `width` fields four times its column plus what it is for; number n of
 * column c goes to `values` at c·room + n, with NaN for an empty field. `rows` gets where each row begins and ends. `odd` gets how many fields
 * the caller has to read, and from its fifth number on their row, column, begin and end. Returns the number of rows, or -1 where a
 * row is not plain: quotes, zero bytes, blank lines, other line ends, another number of fields, or too many odd fields.
 */
export function scan(
  text: usize,
  length: i32,
  delimiter: i32,
  quote: i32,
  width: i32,
  plan: usize,
  values: usize,
  room: i32,
  rows: usize,
  odd: usize,
  oddRoom: i32,
): i32 {
  let at: i32 = 0;
  let row: i32 = 0;
  let oddCount: i32 = 0;
  while (at < length) {
    const rowStart = at;
    let rowEnd = at;
    for (let field: i32 = 0; ; field++) {
      if (field == width) return -1;
      const begin = at;
      let code: i32 = lineFeed;
      for (; at < length; at++) {
        code = load<u8>(text + at);
        if (code == delimiter || code == lineFeed) break;
        if (code == carriageReturn) {
          if (at + 1 < length && load<u8>(text + at + 1) == lineFeed) break;
          return -1;
        }
        if (code == quote || code == 0) return -1;
      }
      if (at == length) code = lineFeed;
      const task = load<i32>(plan + ((<usize>field) << 2));
      const kind = task & 3;
      if (kind != ignored) {
        const slot = values + ((<usize>((task >> 2) * room + row)) << 3);
        if (kind != other && begin == at) store<f64>(slot, NaN);
        else {
          isKnown = false;
          if (kind != other) {
            const value = numberOf(text + begin, text + at, kind == wholeNumber);
            if (isKnown) store<f64>(slot, value);
          }
          if (!isKnown) {
            if (oddCount == oddRoom) return -1;
            oddCount++;
            const place = odd + ((<usize>oddCount) << 4);
            store<i32>(place, row);
            store<i32>(place + 4, task >> 2);
            store<i32>(place + 8, begin);
            store<i32>(place + 12, at);
          }
        }
      }
      if (code == delimiter) {
        at++;
        continue;
      }
      if (field != width - 1) return -1;
      rowEnd = at;
      at += code == carriageReturn ? 2 : 1;
      break;
    }
    const place = rows + ((<usize>row) << 3);
    store<i32>(place, rowStart);
    store<i32>(place + 4, rowEnd);
    row++;
  }
  store<i32>(odd, oddCount);
  return row;
}

/** The number that stands from `begin` to `end`; `isKnown` is left false where it is none, or not surely the nearest. */
function numberOf(begin: usize, end: usize, isWhole: bool): f64 {
  let at = begin;
  let code: i32 = load<u8>(at);
  const isNegative = code == 45;
  if (isNegative || code == 43) at++;
  let digits: u64 = 0;
  let count: i32 = 0;
  let written: i32 = 0;
  let behindPoint: i32 = 0;
  let hasPoint = false;
  for (; at < end; at++) {
    code = load<u8>(at);
    const digit = code - zero;
    if (<u32>digit <= 9) {
      written++;
      if (count > 0 || digit > 0) count++;
      if (count > mostDigits) return 0;
      digits = digits * 10 + digit;
      if (hasPoint) behindPoint++;
    } else if (code == 46 && !hasPoint) hasPoint = true;
    else break;
  }
  if (written == 0) return 0;
  if (isWhole && (hasPoint || at < end || count > mostWholeDigits)) return 0;
  let power: i32 = -behindPoint;
  if (at < end) {
    if ((code | 32) != 101) return 0;
    at++;
    if (at == end) return 0;
    code = load<u8>(at);
    const isBelow = code == 45;
    if (isBelow || code == 43) at++;
    const first = at;
    let exponent: i32 = 0;
    for (; at < end; at++) {
      const digit = <i32>load<u8>(at) - zero;
      if (<u32>digit > 9) return 0;
      exponent = exponent * 10 + digit;
      if (at - first > 3) return 0;
    }
    if (at == first) return 0;
    power += isBelow ? -exponent : exponent;
  }
  const value = nearest(digits, power);
  return isNegative && value != 0 ? -value : value;
}

/** The float64 that is nearest to digits·10^power. */
function nearest(digits: u64, power: i32): f64 {
  if (digits == 0) {
    isKnown = true;
    return 0;
  }
  if (digits <= 9007199254740992 && power >= -22 && power <= 22) {
    // Both are exact, so one rounding is the right one.
    isKnown = true;
    return power < 0
      ? <f64>digits / load<f64>(tens + ((<usize>-power) << 3))
      : <f64>digits * load<f64>(tens + ((<usize>power) << 3));
  }
  if (power < -mostPower || power > mostPower) return 0;
  const zeros = <i32>clz(digits);
  const shifted = digits << zeros;
  const five = fives + ((<usize>(power + mostPower)) << 4);
  multiply(shifted, load<u64>(five));
  let high = productHigh;
  let low = productLow;
  if ((high & 0x1ff) == 0x1ff) {
    // The low half of the power may decide.
    multiply(shifted, load<u64>(five + 8));
    low += productHigh;
    if (productHigh > low) high++;
  }
  if (low == u64.MAX_VALUE) return 0;
  const upper = <i32>(high >>> 63);
  const shift = <u64>(upper + 9);
  let mantissa = high >>> shift;
  let exponent = ((217706 * power) >> 16) + 63 + upper - zeros + 1023;
  if (exponent <= 0) return 0;
  // Halfway between two: to the even one.
  if (low <= 1 && power >= -4 && power <= 23 && (mantissa & 3) == 1 && mantissa << shift == high)
    mantissa &= ~1;
  mantissa += mantissa & 1;
  mantissa >>>= 1;
  if (mantissa >= (<u64>1) << 53) {
    mantissa = (<u64>1) << 52;
    exponent++;
  }
  if (exponent >= 2047) return 0;
  isKnown = true;
  return reinterpret<f64>((mantissa & ~((<u64>1) << 52)) | ((<u64>exponent) << 52));
}

let productHigh: u64 = 0;
let productLow: u64 = 0;

/** All 128 bits of a product. */
function multiply(left: u64, right: u64): void {
  const leftLow = left & 0xffffffff;
  const leftHigh = left >>> 32;
  const rightLow = right & 0xffffffff;
  const rightHigh = right >>> 32;
  const lows = leftLow * rightLow;
  const middle = leftHigh * rightLow + (lows >>> 32);
  const crossed = leftLow * rightHigh + (middle & 0xffffffff);
  productLow = (crossed << 32) | (lows & 0xffffffff);
  productHigh = leftHigh * rightHigh + (middle >>> 32) + (crossed >>> 32);
}
