import type { BooleanColumn } from "./boolean-column.ts";
import type { NumberColumn } from "./number-column.ts";
import type { TextColumn } from "./text-column.ts";

/**
 * A text with separators, as a list: `column("tags").split(";")`. Its items are the parts between the separators, trimmed of spaces,
 * tabs and line ends, without the empty ones. A missing text is a missing list.
 */
export interface ListColumn {
  /** The text of the list, as it was. */
  readonly text: TextColumn;
  readonly separator: string;
  /** How many items it has. */
  length(): NumberColumn<"Int">;
  /** True when it has the item. */
  contains(item: TextColumn | string): BooleanColumn;
  /** Item n from 1, or from the end for a negative n; missing when there is none. */
  get(place: number): TextColumn;
  /** The first item; missing when there is none. */
  first(): TextColumn;
  /** The last item; missing when there is none. */
  last(): TextColumn;
  /** How many of its items equal this one. */
  count(item: TextColumn | string): NumberColumn<"Int">;
  /** The place of the first such item, from 1; 0 when there is none. */
  position(item: TextColumn | string): NumberColumn<"Int">;
  /** Without repeats, each item where it first stands. */
  distinct(): ListColumn;
  /** In ascending order by code point. */
  sort(): ListColumn;
  /** `count` items from place `from`; the first place is 1. */
  slice(from: number, count: number): ListColumn;
  /** As text, with the list's own separator or another between the items. */
  join(separator?: string): TextColumn;
  /** The sum of the items that are numbers; missing when none is. */
  sum(): NumberColumn<"Float">;
  /** The mean of the items that are numbers; missing when none is. */
  mean(): NumberColumn<"Float">;
  /** The smallest of the items that are numbers; missing when none is. */
  min(): NumberColumn<"Float">;
  /** The largest of the items that are numbers; missing when none is. */
  max(): NumberColumn<"Float">;
  /** How many different items both lists have. */
  overlap(other: ListColumn): NumberColumn<"Int">;
  /** The share of the different items of both lists that both have; missing when both are empty. */
  jaccard(other: ListColumn): NumberColumn<"Float">;
}

/** A list over a text column. Fails (T1203) where the separator is empty. */
export function listColumn(text: TextColumn, separator: string): ListColumn {
  // Asked once here, so that a wrong separator is told where it is given.
  text.listLength(separator);
  const listOf = (changed: TextColumn): ListColumn => listColumn(changed, separator);
  const own = (other: ListColumn): TextColumn =>
    other.separator === separator ? other.text : other.text.listJoin(other.separator, separator);
  return Object.freeze<ListColumn>({
    text,
    separator,
    length: () => text.listLength(separator),
    contains: (item) => text.listContains(item, separator),
    get: (place) => text.listItem(separator, place),
    first: () => text.listItem(separator, 1),
    last: () => text.listItem(separator, -1),
    count: (item) => text.listCount(item, separator),
    position: (item) => text.listPosition(item, separator),
    distinct: () => listOf(text.listDistinct(separator)),
    sort: () => listOf(text.listSort(separator)),
    slice: (from, count) => listOf(text.listSlice(separator, from, count)),
    join: (joiner = separator) => text.listJoin(separator, joiner),
    sum: () => text.listSum(separator),
    mean: () => text.listMean(separator),
    min: () => text.listMin(separator),
    max: () => text.listMax(separator),
    overlap: (other) => text.listOverlap(own(other), separator),
    jaccard: (other) => text.listJaccard(own(other), separator),
  });
}
