import type { BaseColumn, FillableColumn } from "./column.ts";
import type { NumberColumn } from "./number-column.ts";
import type { TextColumn } from "./text-column.ts";

type Same = BooleanColumn | boolean;

/** A column of true and false. Logic is three-valued: a missing value is neither. */
export interface BooleanColumn extends BaseColumn<"Boolean", Same>, FillableColumn<BooleanColumn, Same> {
  /** False when one is false, else missing when one is missing, else true. */
  and(...others: readonly [Same, ...Same[]]): BooleanColumn;
  /** True when one is true, else missing when one is missing, else false. */
  or(...others: readonly [Same, ...Same[]]): BooleanColumn;
  /** True for false and false for true. */
  not(): BooleanColumn;
  /** True when one of the two is true and the other false. */
  xor(other: Same): BooleanColumn;
  /** True for true; false for false and for a missing value. */
  isTrue(): BooleanColumn;
  /** True for false; false for true and for a missing value. */
  isFalse(): BooleanColumn;
  /** How many of this and the others are true; a missing one is not. */
  countTrue(...others: readonly [Same, ...Same[]]): NumberColumn<"Int">;
  /** 1 for true and 0 for false. */
  toInt(): NumberColumn<"Int">;
  /** 1 for true and 0 for false. */
  toFloat(): NumberColumn<"Float">;
  /** `true` or `false`. */
  booleanToText(): TextColumn;
}
