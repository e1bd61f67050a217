import type { Interval } from "../interval.ts";
import { shortDecimals } from "../least-squares/decimal.ts";
import { differencesFrom, doubleAt } from "../least-squares/double-column.ts";
import { fromNumber, subtractDoubles, toNumber, twoSum, type DoubleDouble } from "../double-double.ts";

/** Columns as distances from one number. */
export interface Distances {
  /** What was taken off, as a float64 and as the decimal that it stands for. */
  readonly origin: number;
  readonly anchor: DoubleDouble;
  readonly columns: readonly Float64Array<ArrayBuffer>[];
}

/** From how many times their range on numbers are told by their distances: less costs no digit that anyone would miss. */
const farFromZero = 16;

/**
 * Whether numbers lie so close together, for their size, that float64 has few digits left for what they differ in; so do numbers
 * that are all equal, for their texts may differ.
 */
export function shareLeadingDigits(columns: readonly Float64Array[]): boolean {
  let [low, high] = [Infinity, -Infinity];
  for (const column of columns)
    for (let at = 0; at < column.length; at++) {
      const value = column[at]!;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  return high >= low && Math.max(-low, high) > farFromZero * (high - low);
}

/**
 * Numbers with common leading digits as distances from the first of them, each taken between the decimals that the numbers stand
 * for and rounded once: sums of their squares lose nothing to what is common. Others stay as they are. A value that is not 0 for
 * `origin` says that this was done before, from texts with more digits than float64 has.
 */
export function keepDigits(columns: readonly Float64Array<ArrayBuffer>[], origin: number): Distances {
  const first = columns[0]?.[0];
  if (origin !== 0 || first === undefined || !shareLeadingDigits(columns))
    return { origin, anchor: fromNumber(origin), columns };
  const anchor = doubleAt(shortDecimals(Float64Array.of(first)), 0);
  return {
    origin: first,
    anchor,
    columns: columns.map((column) => Float64Array.from(differencesFrom(shortDecimals(column), anchor))),
  };
}

/** The distance of a number, as the decimal that it stands for, from what was taken off. */
export function distanceFrom(value: number, anchor: DoubleDouble): number {
  const decimal = doubleAt(shortDecimals(Float64Array.of(value)), 0);
  return toNumber(subtractDoubles(decimal, anchor));
}

/** first - second, row by row, between the decimals that they stand for: 0.3 - 0.1 is 0.2, and equal to 0.5 - 0.3. */
export function decimalDifferences(first: Float64Array, second: Float64Array): Float64Array<ArrayBuffer> {
  const [left, right] = [shortDecimals(first), shortDecimals(second)];
  return Float64Array.from(left.high, (value, row) => {
    const high = twoSum(value, -right.high[row]!);
    // Beyond float64 there is no rest, and the caller refuses the infinity.
    if (!Number.isFinite(high.high)) return high.high;
    return high.high + (high.low + (left.low[row]! - right.low[row]!));
  });
}

/** An interval of distances from an origin as one of the values themselves. */
export const movedInterval = ({ level, low, high }: Interval, origin: number): Interval => ({
  level,
  low: origin + low,
  high: origin + high,
});
