import { failNotFinite, shortestDecimals } from "./decimal.ts";
import type { DoubleColumn } from "./double-column.ts";

/**
 * NumberColumn as float64, of which each stands for its shortest decimal (`shortestDecimals`), or as double-double numbers, which
 * are taken as they are (from texts by `decimalColumn`, or computed from such columns).
 */
export type NumberColumn = Float64Array | DoubleColumn;

/** Whether numbers are float64. */
export const isPlain = (values: NumberColumn): values is Float64Array => values instanceof Float64Array;

/** How many numbers there are. */
export const countOf = (values: NumberColumn): number =>
  isPlain(values) ? values.length : values.high.length;

/** The numbers as a double-double column; a value that is not finite is refused (T2801). The column may share memory with them. */
export function asColumn(values: NumberColumn, name: string): DoubleColumn {
  if (isPlain(values)) return shortestDecimals(values, name);
  for (let row = 0; row < values.high.length; row++)
    if (!Number.isFinite(values.high[row]!) || !Number.isFinite(values.low[row]!))
      failNotFinite(values.high[row]!, row, name);
  return values;
}

/** The greatest size of a number of a column. */
export function greatestSize(values: Float64Array): number {
  let greatest = 0;
  for (let row = 0; row < values.length; row++) greatest = Math.max(greatest, Math.abs(values[row]!));
  return greatest;
}

/** A power of two that brings a size to between 1/2 and 1, or 1 for the size 0. Its inverse is a float64 too. */
export function powerToOne(size: number): number {
  let power = 1;
  if (size === 0) return power;
  let rest = size;
  for (; rest >= 1 && power > 2 ** -1000; rest /= 2) power /= 2;
  for (; rest < 0.5 && power < 2 ** 1000; rest *= 2) power *= 2;
  return power;
}

/** A copy of a column times a power of two, exact. */
export const scaledCopy = ({ high, low }: DoubleColumn, power: number): DoubleColumn => ({
  high: high.map((value) => value * power),
  low: low.map((value) => value * power),
});
