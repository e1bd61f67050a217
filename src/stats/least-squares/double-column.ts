import { splitter, twoSum, type DoubleDouble } from "../double-double.ts";

/** A column of double-double numbers: value = high[row] + low[row]. */
export interface DoubleColumn {
  readonly high: Float64Array;
  readonly low: Float64Array;
}

/** A column of zeros. */
export const createColumn = (length: number): DoubleColumn => ({
  high: new Float64Array(length),
  low: new Float64Array(length),
});

/** Float64 numbers taken as exactly what they are. */
export const exactColumn = (values: Float64Array): DoubleColumn => ({
  high: values,
  low: new Float64Array(values.length),
});

/** The nearest float64 of each. */
export const roundedColumn = ({ high, low }: DoubleColumn): Float64Array =>
  high.map((value, row) => value + low[row]!);

/** One number of a column. */
export const doubleAt = ({ high, low }: DoubleColumn, row: number): DoubleDouble => ({
  high: high[row]!,
  low: low[row]!,
});

/** Replaces one number of a column. */
export function setDouble({ high, low }: DoubleColumn, row: number, value: DoubleDouble): void {
  high[row] = value.high;
  low[row] = value.low;
}

/** The sum of all numbers, with an error of about n · 2^-106 of the sum of their sizes. */
export function sumOfColumn({ high, low }: DoubleColumn): DoubleDouble {
  let sum = 0;
  let rest = 0;
  for (let row = 0; row < high.length; row++) {
    const value = high[row]!;
    const next = sum + value;
    const turned = next - sum;
    rest += sum - (next - turned) + (value - turned) + low[row]!;
    sum = next;
  }
  return twoSum(sum, rest);
}

/** Σ a·b, with an error of about n · 2^-106 of Σ|a·b| (Ogita, Rump & Oishi, "Accurate sum and dot product", 2005, Dot2). */
export function dotColumns(a: DoubleColumn, b: DoubleColumn): DoubleDouble {
  const { high: aHighs, low: aLows } = a;
  const { high: bHighs, low: bLows } = b;
  let sum = 0;
  let rest = 0;
  for (let row = 0; row < aHighs.length; row++) {
    const x = aHighs[row]!;
    const y = bHighs[row]!;
    const product = x * y;
    const xScaled = splitter * x;
    const xHigh = xScaled - (xScaled - x);
    const xLow = x - xHigh;
    const yScaled = splitter * y;
    const yHigh = yScaled - (yScaled - y);
    const yLow = y - yHigh;
    const error = xLow * yLow - (product - xHigh * yHigh - xLow * yHigh - xHigh * yLow);
    const next = sum + product;
    const turned = next - sum;
    rest += sum - (next - turned) + (product - turned) + (error + (x * bLows[row]! + aLows[row]! * y));
    sum = next;
  }
  return twoSum(sum, rest);
}

/** Subtracts factor · from of every number of `into`, in place. */
export function subtractMultiple(into: DoubleColumn, factor: DoubleDouble, from: DoubleColumn): void {
  const { high, low } = into;
  const { high: fromHigh, low: fromLow } = from;
  const f = factor.high;
  const fSmall = factor.low;
  const fScaled = splitter * f;
  const fHigh = fScaled - (fScaled - f);
  const fLow = f - fHigh;
  for (let row = 0; row < high.length; row++) {
    const y = fromHigh[row]!;
    const product = f * y;
    const yScaled = splitter * y;
    const yHigh = yScaled - (yScaled - y);
    const yLow = y - yHigh;
    const error = fLow * yLow - (product - fHigh * yHigh - fLow * yHigh - fHigh * yLow);
    const x = high[row]!;
    const next = x - product;
    const turned = next - x;
    const rest =
      x - (next - turned) - (product + turned) + (low[row]! - (error + (f * fromLow[row]! + fSmall * y)));
    const sum = next + rest;
    high[row] = sum;
    low[row] = rest - (sum - next);
  }
}

/** Multiplies every number by a factor, in place. */
export function multiplyColumn(column: DoubleColumn, factor: DoubleDouble): void {
  const { high, low } = column;
  const f = factor.high;
  const fSmall = factor.low;
  const fScaled = splitter * f;
  const fHigh = fScaled - (fScaled - f);
  const fLow = f - fHigh;
  for (let row = 0; row < high.length; row++) {
    const y = high[row]!;
    const product = f * y;
    const yScaled = splitter * y;
    const yHigh = yScaled - (yScaled - y);
    const yLow = y - yHigh;
    const rest =
      fLow * yLow - (product - fHigh * yHigh - fLow * yHigh - fHigh * yLow) + (f * low[row]! + fSmall * y);
    const sum = product + rest;
    high[row] = sum;
    low[row] = rest - (sum - product);
  }
}

/**
 * The products row by row, as a new column: powers and interactions without rounding to float64.
 * @example
 * const square = productOfColumns(x, x);
 */
export function productOfColumns(a: DoubleColumn, b: DoubleColumn): DoubleColumn {
  const product = createColumn(a.high.length);
  for (let row = 0; row < a.high.length; row++) {
    const x = a.high[row]!;
    const y = b.high[row]!;
    const high = x * y;
    const xScaled = splitter * x;
    const xHigh = xScaled - (xScaled - x);
    const xLow = x - xHigh;
    const yScaled = splitter * y;
    const yHigh = yScaled - (yScaled - y);
    const yLow = y - yHigh;
    const rest =
      xLow * yLow -
      (high - xHigh * yHigh - xLow * yHigh - xHigh * yLow) +
      (x * b.low[row]! + a.low[row]! * y);
    product.high[row] = high + rest;
    product.low[row] = rest - (product.high[row]! - high);
  }
  return product;
}

/** x, x², … up to a degree, each without rounding to float64. */
export function powerColumns(x: DoubleColumn, degree: number): readonly DoubleColumn[] {
  const powers = [x];
  while (powers.length < degree) powers.push(productOfColumns(powers.at(-1)!, x));
  return powers;
}

/** The differences from one number, rounded to float64 at the end. */
export function differencesFrom({ high, low }: DoubleColumn, anchor: DoubleDouble): Float64Array {
  return high.map((value, row) => {
    const first = twoSum(value, -anchor.high);
    const second = twoSum(low[row]!, -anchor.low);
    return first.high + (first.low + second.high + second.low);
  });
}

/** The numbers of some rows, in their order. */
export const rowsOfColumn = (column: DoubleColumn, rows: ArrayLike<number>): DoubleColumn => ({
  high: Float64Array.from(rows, (row) => column.high[row]!),
  low: Float64Array.from(rows, (row) => column.low[row]!),
});
