import type { NumberFormatName } from "../../schema/index.ts";
import type { BooleanColumn } from "./boolean-column.ts";
import type { BaseColumn, ExtremeColumn, FillableColumn, OrderedColumn } from "./column.ts";
import type { DayColumn } from "./day-column.ts";
import type { InstantColumn } from "./instant-column.ts";
import type { NumberColumn } from "./number-column.ts";
import type { TextLists, TextTokens } from "./text-lists.ts";
import type { TextPatterns } from "./text-patterns.ts";
import type { TextEditing, TextSimilarity } from "./text-editing.ts";

type Same = TextColumn | string;

/** A column of text, measured and compared by code point. */
export interface TextColumn
  extends
    BaseColumn<"Text", Same>,
    FillableColumn<TextColumn, Same>,
    OrderedColumn<Same, string>,
    ExtremeColumn<TextColumn, Same>,
    TextEditing,
    TextSimilarity,
    TextPatterns,
    TextLists,
    TextTokens {
  /** The number of code points. */
  length(): NumberColumn<"Int">;
  /** A to Z as a to z. */
  lower(): TextColumn;
  /** a to z as A to Z. */
  upper(): TextColumn;
  /** Without spaces, tabs and line ends at both ends. */
  trim(): TextColumn;
  /** The texts one after the other. */
  concat(...others: readonly [Same, ...Same[]]): TextColumn;
  /** True when the other stands in it. */
  contains(other: Same): BooleanColumn;
  /** True when it begins with the other. */
  startsWith(other: Same): BooleanColumn;
  /** True when it ends with the other. */
  endsWith(other: Same): BooleanColumn;
  /** Where the other first stands in it, from 1; 0 when nowhere. */
  position(other: Same): NumberColumn<"Int">;
  /** With every `search` replaced. */
  replace(search: Same, replacement: Same): TextColumn;
  /** `count` code points from place `start`; the first place is 1. */
  substring(start: number, count: number): TextColumn;
  /** Part `part` (from 1) of the text cut at every separator; empty when there is no such part. */
  splitPart(separator: string, part: number): TextColumn;
  /** A bucket from 0 to `buckets` - 1 by the text's MD5. */
  hashBucket(buckets: number): NumberColumn<"Int">;
  /** A whole number from 0 to 2⁵² - 1 by the MD5 of the seed and the text. */
  hashInt(seed: number): NumberColumn<"Int">;
  /** A number from 0 to below 1 by the MD5 of the seed and the text: for splits and samples by key. */
  hashUnit(seed: number): NumberColumn<"Float">;
  /** The decimal number it holds; missing when it is none. */
  parseFloat(): NumberColumn<"Float">;
  /**
   * The number it holds, written as `format` writes 1234.56; missing when it is none.
   * @example
   * column("price").parseFloatAs("1.234,56")
   */
  parseFloatAs(format: NumberFormatName): NumberColumn<"Float">;
  /** The whole number it holds; missing when it is none. */
  parseInt(): NumberColumn<"Int">;
  /** true/t/yes/y or false/f/no/n in any case; missing for other text. */
  parseBoolean(): BooleanColumn;
  /** The day it holds as YYYY-MM-DD; missing when it is none. */
  parseDay(): DayColumn;
  /**
   * The day it holds by a pattern; missing when it does not fit. Tokens: YYYY, MM or M, MMM or MMMM (names), DD or D; what is no
   * letter stands for itself.
   * @example
   * column("born").parseDayAs("DD.MM.YYYY")
   */
  parseDayAs(pattern: string): DayColumn;
  /**
   * The instant it holds by a pattern, in UTC; missing when it does not fit. Tokens of `parseDayAs()`, and hh or h (0 to 23, or 1 to 12 beside A: AM or PM), mm, ss, SSS,
   * and T and Z, which stand for themselves.
   * @example
   * column("seen").parseInstantAs("M/D/YYYY h:mm")
   */
  parseInstantAs(pattern: string): InstantColumn;
  /** The instant it holds as YYYY-MM-DD[T ]hh:mm[:ss[.fff]][Z], in UTC; missing when it is none. */
  parseInstant(): InstantColumn;
}
