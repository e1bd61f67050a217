import type { BooleanColumn } from "./boolean-column.ts";
import type { NumberColumn } from "./number-column.ts";
import type { TextColumn } from "./text-column.ts";

type Same = TextColumn | string;

/** What text columns offer to clean text and to cut it. Blanks are space, tab, line feed and carriage return. */
export interface TextEditing {
  /** Without blanks at the start. */
  trimStart(): TextColumn;
  /** Without blanks at the end. */
  trimEnd(): TextColumn;
  /** Trimmed, with one space for each run of blanks inside. */
  normalizeSpaces(): TextColumn;
  /**
   * Filled at the start with one character up to a length (0 to 1000); a longer text stays.
   * @example
   * column("zip").padStart(5, "0")
   */
  padStart(length: number, fill: string): TextColumn;
  /** Filled at the end with one character up to a length (0 to 1000); a longer text stays. */
  padEnd(length: number, fill: string): TextColumn;
  /** The first `count` code points. */
  left(count: number): TextColumn;
  /** The last `count` code points. */
  right(count: number): TextColumn;
  /** What stands before the first separator; the whole text when there is none. */
  textBefore(separator: string): TextColumn;
  /**
   * What stands after the first separator; empty when there is none.
   * @example
   * column("email").textAfter("@")
   */
  textAfter(separator: string): TextColumn;
  /** How often the part stands in it, without overlap. */
  countOf(part: Same): NumberColumn<"Int">;
  /** True when one of the constants stands in it. */
  containsAny(...parts: readonly [string, ...string[]]): BooleanColumn;
  /** True when it holds nothing but blanks. */
  isBlank(): BooleanColumn;
  /** The first letter as upper, the others as lower case; a to z only. */
  capitalize(): TextColumn;
  /** Latin letters without their marks: `Élan` as `Elan`. */
  removeAccents(): TextColumn;
  /** The digits 0 to 9 alone. */
  digitsOnly(): TextColumn;
  /** Lower-case letters and digits with hyphens between: `Zürich, Süd` as `zurich-sud`. */
  slug(): TextColumn;
  /** The MD5 of its UTF-8 bytes in 32 hexadecimal digits. */
  hashText(): TextColumn;
}

/** How alike two texts are. Missing where a text has more than 1000 code points. */
export interface TextSimilarity {
  /** The fewest insertions, deletions and replacements of one code point between the two (Levenshtein). */
  editDistance(other: Same): NumberColumn<"Int">;
  /** Jaro-Winkler similarity, 0 to 1: for names. */
  jaroWinkler(other: Same): NumberColumn<"Float">;
  /** The share of runs of three code points that both have, 0 to 1: for longer texts. */
  trigramSimilarity(other: Same): NumberColumn<"Float">;
}
