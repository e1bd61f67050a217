import type { BooleanColumn } from "./boolean-column.ts";
import type { NumberColumn } from "./number-column.ts";
import type { TextColumn } from "./text-column.ts";

/**
 * What text columns offer for patterns: regular expressions of the part that means the same on every target
 * (docs/semantics.md, Patterns). A pattern is checked when the expression is built.
 */
export interface TextPatterns {
  /**
   * True when the pattern stands anywhere in it; `^` and `$` hold it to the start and the end.
   * @example
   * column("code").matches("^[A-Z]{2}\\d{3,5}$")
   */
  matches(pattern: string): BooleanColumn;
  /**
   * What the first match holds, or one of its groups; missing without a match.
   * @example
   * column("name").extract(", (\\w+)\\.", 1).equals("Mrs")
   */
  extract(...args: readonly [pattern: string] | readonly [pattern: string, group: number]): TextColumn;
  /** With every match replaced; `$1` stands for the first group, `$0` for the match, `$$` for a dollar sign. */
  replaceMatches(pattern: string, replacement: string): TextColumn;
  /** How often the pattern matches. */
  countMatches(pattern: string): NumberColumn<"Int">;
}
