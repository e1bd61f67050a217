import type { BooleanColumn } from "./boolean-column.ts";
import type { ListColumn } from "./list-column.ts";
import type { NumberColumn } from "./number-column.ts";
import type { TextColumn } from "./text-column.ts";

type Same = TextColumn | string;

/** What text columns offer as lists. `split` gives a list with shorter names for all of these. */
export interface TextLists {
  /**
   * The text as a list of the parts between separators, trimmed, without the empty ones.
   * @example
   * column("tags").split(";").contains("urgent")
   */
  split(separator: string): ListColumn;
  /** How many items the list has. */
  listLength(separator: string): NumberColumn<"Int">;
  /** Item n from 1, or from the end for a negative n; missing when there is none. */
  listItem(separator: string, place: number): TextColumn;
  /** `count` items from place `from`, as a list. */
  listSlice(separator: string, from: number, count: number): TextColumn;
  /** The list without repeats. */
  listDistinct(separator: string): TextColumn;
  /** The list in ascending order. */
  listSort(separator: string): TextColumn;
  /** The items with another text between them. */
  listJoin(separator: string, joiner: string): TextColumn;
  /** The sum of the items that are numbers. */
  listSum(separator: string): NumberColumn<"Float">;
  /** The mean of the items that are numbers. */
  listMean(separator: string): NumberColumn<"Float">;
  /** The smallest of the items that are numbers. */
  listMin(separator: string): NumberColumn<"Float">;
  /** The largest of the items that are numbers. */
  listMax(separator: string): NumberColumn<"Float">;
  /** True when it has the item. */
  listContains(item: Same, separator: string): BooleanColumn;
  /** How many items equal this one. */
  listCount(item: Same, separator: string): NumberColumn<"Int">;
  /** The place of the first such item, from 1; 0 when there is none. */
  listPosition(item: Same, separator: string): NumberColumn<"Int">;
  /** How many different items both lists have. */
  listOverlap(other: Same, separator: string): NumberColumn<"Int">;
  /** The share of the different items that both lists have. */
  listJaccard(other: Same, separator: string): NumberColumn<"Float">;
}

/** What text columns offer to take words apart. Lists of words have a space between the words. */
export interface TextTokens {
  /**
   * The words in lower case (A to Z), as a list with spaces.
   * @example
   * column("review").tokenize().removeStopWords().wordNgrams(1, 2).listCount("very_good", " ")
   */
  tokenize(): TextColumn;
  /** A list of words without the common English ones; negations stay. */
  removeStopWords(): TextColumn;
  /** A list of words without these. */
  removeWords(...words: readonly [string, ...string[]]): TextColumn;
  /** All runs of `from` to `to` words (1 to 5), with `_` between the words of a run. */
  wordNgrams(from: number, to: number): TextColumn;
  /** All runs of `from` to `to` code points (1 to 10), with `_` for blanks. */
  characterNgrams(from: number, to: number): TextColumn;
  /** A list of words as the numbers of their buckets, 0 to `buckets` - 1. */
  hashTokens(buckets: number): TextColumn;
}
