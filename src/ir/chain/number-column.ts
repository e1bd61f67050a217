import type { AnyColumn } from "./any-column.ts";
import type { BooleanColumn } from "./boolean-column.ts";
import type { BaseColumn, MeasuredColumn, OrderedColumn } from "./column.ts";
import type { DayColumn } from "./day-column.ts";
import type { InstantColumn } from "./instant-column.ts";
import type { TextColumn } from "./text-column.ts";

/** The two types of numbers. */
export type NumberType = "Int" | "Float";

/** A number, as a column or a constant. */
type NumberOperand = number | NumberColumn<NumberType>;

type NumberOperands = readonly [NumberOperand, ...NumberOperand[]];

type IntOperand = number | NumberColumn<"Int">;

/** The type of a number operand: Int for a whole constant, Float for another. */
export type TypeOfNumber<Operand> = Operand extends AnyColumn
  ? NumberType
  : Operand extends NumberColumn<infer Type>
    ? Type
    : Operand extends number
      ? number extends Operand
        ? NumberType
        : `${Operand}` extends `${bigint}`
          ? "Int"
          : "Float"
      : never;

/** Int when both are Int, else Float. */
type Wider<Left extends NumberType, Right extends NumberType> = Left extends "Float" ? "Float" : Right;

type Joined<Type extends NumberType, Operand> = NumberColumn<Wider<Type, TypeOfNumber<Operand>>>;

/** A column of numbers. Results beyond the type, and results that do not exist (division by 0), are missing. */
export interface NumberColumn<Type extends NumberType>
  extends
    BaseColumn<Type, NumberOperand>,
    OrderedColumn<NumberOperand, number>,
    MeasuredColumn<NumberOperand, number> {
  /** The sum. */
  add<Other extends NumberOperand>(other: Other): Joined<Type, Other>;
  /** The difference. */
  subtract<Other extends NumberOperand>(other: Other): Joined<Type, Other>;
  /** The product. */
  multiply<Other extends NumberOperand>(other: Other): Joined<Type, Other>;
  /** The remainder of the division, with the sign of this number; missing when the other is 0. */
  modulo<Other extends NumberOperand>(other: Other): Joined<Type, Other>;
  /** How often the other goes into this, rounded down; missing when the other is 0. */
  floorDivide(this: NumberColumn<"Int">, other: IntOperand): NumberColumn<"Int">;
  /** The remainder of `floorDivide`, with the sign of the other; missing when the other is 0. */
  floorModulo<Other extends NumberOperand>(other: Other): Joined<Type, Other>;
  /** The quotient as Float; missing when the other is 0. */
  divide(other: NumberOperand): NumberColumn<"Float">;
  /** This number to the power of the other. */
  power(other: NumberOperand): NumberColumn<"Float">;
  /** The square root of this² + other². */
  hypot(other: NumberOperand): NumberColumn<"Float">;
  /** The angle in radians of the point with this as y and the other as x. */
  atan2(other: NumberOperand): NumberColumn<"Float">;
  /** The number with the other sign. */
  negate(): NumberColumn<Type>;
  /** The size, without the sign. */
  abs(): NumberColumn<Type>;
  /** -1, 0 or 1. */
  sign(): NumberColumn<Type>;
  /** The nearest whole number, half away from zero. */
  round(): NumberColumn<Type>;
  /** The nearest whole number, half to the even one. */
  roundHalfEven(): NumberColumn<Type>;
  /** Rounded to so many decimal places (0 to 15), half away from zero. */
  roundTo(digits: number): NumberColumn<"Float">;
  /** Rounded down to so many decimal places (0 to 15). */
  floorTo(digits: number): NumberColumn<"Float">;
  /** Rounded up to so many decimal places (0 to 15). */
  ceilingTo(digits: number): NumberColumn<"Float">;
  /** The nearest multiple of a step, half away from zero; missing when the step is 0. */
  roundToMultiple<Step extends NumberOperand>(step: Step): Joined<Type, Step>;
  /** The multiple of a step at or below; missing when the step is 0. */
  floorToMultiple<Step extends NumberOperand>(step: Step): Joined<Type, Step>;
  /** The next whole number at or below. */
  floor(): NumberColumn<Type>;
  /** The next whole number at or above. */
  ceiling(): NumberColumn<Type>;
  /** Without the fraction. */
  truncate(): NumberColumn<Type>;
  /** What `truncate` takes away. */
  fraction(): NumberColumn<"Float">;
  /** Itself, but `low` below that and `high` above that; missing when `low` is above `high`. */
  clamp<Low extends NumberOperand, High extends NumberOperand>(
    low: Low,
    high: High,
  ): NumberColumn<Wider<Wider<Type, TypeOfNumber<Low>>, TypeOfNumber<High>>>;
  /** Which of `count` intervals of one width holds it, from 1; 0 below `low` and `count` + 1 at or above `high`. */
  widthBucket(low: NumberOperand, high: NumberOperand, count: number): NumberColumn<"Int">;
  /** True when it is no further from the other than the tolerance. */
  isClose(other: NumberOperand, tolerance: number): BooleanColumn;
  /** The sum of this and the others, missing ones passed over. */
  sumOf<Others extends NumberOperands>(...others: Others): Joined<Type, Others[number]>;
  /** The mean of this and the others, missing ones passed over. */
  meanOf(...others: NumberOperands): NumberColumn<"Float">;
  /** The largest less the smallest of this and the others, missing ones passed over. */
  rangeOf<Others extends NumberOperands>(...others: Others): Joined<Type, Others[number]>;
  /** The square root; missing below 0. */
  sqrt(): NumberColumn<"Float">;
  /** The cube root. */
  cbrt(): NumberColumn<"Float">;
  /** This times this. */
  square(): NumberColumn<Type>;
  /** e to the power of this number. */
  exp(): NumberColumn<"Float">;
  /** e to the power of this number, minus 1, exact for small numbers too. */
  expm1(): NumberColumn<"Float">;
  /** The natural logarithm; missing at 0 and below. */
  ln(): NumberColumn<"Float">;
  /** The logarithm to base 2; missing at 0 and below. */
  log2(): NumberColumn<"Float">;
  /** The logarithm to base 10; missing at 0 and below. */
  log10(): NumberColumn<"Float">;
  /** ln(1 + this); missing at -1 and below. */
  log1p(): NumberColumn<"Float">;
  /** The sine of an angle in radians; missing beyond ±10⁶. */
  sin(): NumberColumn<"Float">;
  /** The cosine of an angle in radians; missing beyond ±10⁶. */
  cos(): NumberColumn<"Float">;
  /** The tangent of an angle in radians; missing beyond ±10⁶. */
  tan(): NumberColumn<"Float">;
  /** The angle in radians with this sine; missing outside -1 to 1. */
  asin(): NumberColumn<"Float">;
  /** The angle in radians with this cosine; missing outside -1 to 1. */
  acos(): NumberColumn<"Float">;
  /** The angle in radians with this tangent. */
  atan(): NumberColumn<"Float">;
  /** An angle in radians as degrees. */
  degrees(): NumberColumn<"Float">;
  /** An angle in degrees as radians. */
  radians(): NumberColumn<"Float">;
  /** The hyperbolic sine. */
  sinh(): NumberColumn<"Float">;
  /** The hyperbolic cosine. */
  cosh(): NumberColumn<"Float">;
  /** The hyperbolic tangent. */
  tanh(): NumberColumn<"Float">;
  /** 1 / (1 + e⁻ˣ): a score to a probability. */
  sigmoid(): NumberColumn<"Float">;
  /** ln(x / (1 - x)): a probability to a score; missing outside 0 to 1. */
  logit(): NumberColumn<"Float">;
  /** ln(1 + eˣ): a smooth step from 0 to x. */
  softplus(): NumberColumn<"Float">;
  /**
   * The great-circle distance in metres from the place with this latitude to another, all in degrees.
   * @example
   * column("latitude").haversine(column("longitude"), 48.8566, 2.3522)
   */
  haversine(
    longitude: NumberOperand,
    toLatitude: NumberOperand,
    toLongitude: NumberOperand,
  ): NumberColumn<"Float">;
  /** The direction in degrees, clockwise from north, from the place with this latitude to another, all in degrees. */
  bearing(
    longitude: NumberOperand,
    toLatitude: NumberOperand,
    toLongitude: NumberOperand,
  ): NumberColumn<"Float">;
  /** The first value that is not missing. */
  coalesce<Others extends NumberOperands>(...others: Others): Joined<Type, Others[number]>;
  /** Missing where both are equal. */
  nullIf<Other extends NumberOperand>(other: Other): Joined<Type, Other>;
  /** The smallest of the values that are there. */
  least<Others extends NumberOperands>(...others: Others): Joined<Type, Others[number]>;
  /** The largest of the values that are there. */
  greatest<Others extends NumberOperands>(...others: Others): Joined<Type, Others[number]>;
  /** As Float. */
  toFloat(): NumberColumn<"Float">;
  /** As Int, without the fraction; missing beyond ±(2^53-1). */
  toInt(): NumberColumn<"Int">;
  /** The instant so many seconds after 1970-01-01T00:00Z, to the nearest millisecond. */
  fromEpochSeconds(): InstantColumn;
  /** The instant so many milliseconds after 1970-01-01T00:00Z. */
  fromEpochMilliseconds(this: NumberColumn<"Int">): InstantColumn;
  /** With so many decimals (0 to 15): `2.50`; missing where the digits would not be exact. */
  floatToText(decimals: number): TextColumn;
  /** 1 as true and 0 as false; missing for other numbers. */
  toBoolean(this: NumberColumn<"Int">): BooleanColumn;
  /** A whole number in decimal digits. */
  intToText(this: NumberColumn<"Int">): TextColumn;
  /** The day of this year, a month and a day of the month; missing when there is none. */
  makeDay(this: NumberColumn<"Int">, month: IntOperand, day: IntOperand): DayColumn;
}
