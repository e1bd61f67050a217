import type { DataType } from "../../schema/index.ts";
import type { Expr } from "../expr.ts";
import type { AnyColumn } from "./any-column.ts";
import type { BooleanColumn } from "./boolean-column.ts";
import type { DayColumn } from "./day-column.ts";
import type { InstantColumn } from "./instant-column.ts";
import type { NumberColumn, NumberType, TypeOfNumber } from "./number-column.ts";
import type { TextColumn } from "./text-column.ts";

/** The typed chain of each type. */
interface ColumnTypes {
  Boolean: BooleanColumn;
  Int: NumberColumn<"Int">;
  Float: NumberColumn<"Float">;
  Text: TextColumn;
  Day: DayColumn;
  Instant: InstantColumn;
}

/** The typed chain for a type: its methods are the operations that make sense for it. */
export type ColumnOf<Type extends DataType> = ColumnTypes[Type];

/** A chain of any type. */
export type Column = BooleanColumn | NumberColumn<NumberType> | TextColumn | DayColumn | InstantColumn;

/** What may stand for a constant: days and instants are ISO 8601 text. */
export type Constant = string | number | boolean;

/** What an operation takes: a column or a constant. */
export type Operand = Column | Constant;

/** What may stand beside `Value` in one answer: the same type, as a column or a constant. */
export type Fitting<Value> = Value extends number | NumberColumn<NumberType>
  ? number | NumberColumn<NumberType>
  : Value extends boolean | BooleanColumn
    ? boolean | BooleanColumn
    : Value extends TextColumn
      ? string | TextColumn
      : Value extends DayColumn
        ? string | DayColumn
        : Value extends InstantColumn
          ? string | InstantColumn
          : string | TextColumn | DayColumn | InstantColumn;

/** The chain of an answer that is one of several operands. */
export type ResultOf<Value> = [Extract<Value, AnyColumn>] extends [never]
  ? [Value] extends [number | NumberColumn<NumberType> | null]
    ? NumberColumn<TypeOfNumber<NonNullable<Value>>>
    : [Value] extends [boolean | BooleanColumn | null]
      ? BooleanColumn
      : [Value] extends [string | TextColumn | null]
        ? TextColumn
        : [Value] extends [string | DayColumn | null]
          ? DayColumn
          : [Value] extends [string | InstantColumn | null]
            ? InstantColumn
            : never
  : AnyColumn;

/** What the columns of all types offer. `Same` is a column or a constant of the same type. */
export interface BaseColumn<Type extends DataType, Same> {
  /** What the chain has built: plain frozen data. */
  readonly expr: Expr;
  readonly type: Type;
  /** True when both are equal. */
  equals(other: Same): BooleanColumn;
  /** True when they differ. */
  notEquals(other: Same): BooleanColumn;
  /** True when both are equal or both are missing; never missing itself. */
  isSame(other: Same): BooleanColumn;
  /** True when they differ or one of them is missing; never missing itself. */
  isDifferent(other: Same): BooleanColumn;
  /** How many of this and the others are there. */
  countPresent(...others: readonly [Same, ...Same[]]): NumberColumn<"Int">;
  /** How many of this and the others are missing. */
  countMissing(...others: readonly [Same, ...Same[]]): NumberColumn<"Int">;
  /** True when the value is missing. */
  isNull(): BooleanColumn;
  /** True when the value is there. */
  isNotNull(): BooleanColumn;
  /**
   * The value that a table gives; `otherwise` (missing unless given) for a value that is missing or not in the table.
   * @example
   * column("size").lookup({ small: 1, large: 10 }, 0)
   */
  lookup<Value extends Constant, Otherwise extends Fitting<Value> | null = null>(
    table: Readonly<Record<string, Value | null>>,
    otherwise?: Otherwise,
  ): ResultOf<Value | Otherwise>;
}

/** What columns offer whose operations keep their type. */
export interface FillableColumn<Self, Same> {
  /** The first value that is not missing. */
  coalesce(...others: readonly [Same, ...Same[]]): Self;
  /** Missing where both are equal. */
  nullIf(other: Same): Self;
}

/** What columns offer whose values have an order. */
export interface OrderedColumn<Same, Listed> {
  /** True when it is below the other. */
  less(other: Same): BooleanColumn;
  /** True when it is at or below the other. */
  lessOrEqual(other: Same): BooleanColumn;
  /** True when it is above the other. */
  greater(other: Same): BooleanColumn;
  /** True when it is at or above the other. */
  greaterOrEqual(other: Same): BooleanColumn;
  /** True when it equals one of the constants. */
  isIn(...list: readonly [Listed, ...Listed[]]): BooleanColumn;
  /** True when it equals none of the constants. */
  isNotIn(...list: readonly [Listed, ...Listed[]]): BooleanColumn;
  /** True when it is at or above `low` and at or below `high`. */
  between(low: Same, high: Same): BooleanColumn;
}

/** What columns offer whose values lie on a line: numbers, days and instants. */
export interface MeasuredColumn<Same, Listed> {
  /** How many of the edges are at or below it: 0 below all, n at or above all n. */
  bucket(...edges: readonly [Listed, ...Listed[]]): NumberColumn<"Int">;
  /** The place of the smallest of this (1) and the others (2, 3, …), missing ones passed over. */
  whichLeast(...others: readonly [Same, ...Same[]]): NumberColumn<"Int">;
  /** The place of the largest of this (1) and the others (2, 3, …), missing ones passed over. */
  whichGreatest(...others: readonly [Same, ...Same[]]): NumberColumn<"Int">;
}

/** A value kept between two others of its type. */
export interface ClampedColumn<Self, Same> {
  /** Itself, but `low` below that and `high` above that; missing when `low` is above `high`. */
  clamp(low: Same, high: Same): Self;
}

/** The smallest and largest of values that keep their type. */
export interface ExtremeColumn<Self, Same> {
  /** The smallest of the values that are there. */
  least(...others: readonly [Same, ...Same[]]): Self;
  /** The largest of the values that are there. */
  greatest(...others: readonly [Same, ...Same[]]): Self;
}
