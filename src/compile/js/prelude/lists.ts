import {
  bucketsOf,
  characterNgramsOf,
  commonItems,
  itemAt,
  listItems,
  ngramsOf,
  numberItems,
  sortedItems,
  stopWords,
  sumOfItems,
  tokenizeText,
} from "../../../ir/index.ts";

/**
 * The list that was cut last, and how often it has each item. Several hundred features of a vocabulary ask one row's list
 * one after the other; without this each would cut it again.
 */
let lastList = "";
let lastSeparator = "";
let lastItems: readonly string[] = [];
let lastCounts: Map<string, number> | undefined;

function itemsOf(list: string, separator: string): readonly string[] {
  if (list === lastList && separator === lastSeparator) return lastItems;
  lastItems = listItems(list, separator);
  lastList = list;
  lastSeparator = separator;
  lastCounts = undefined;
  return lastItems;
}

function countsOf(list: string, separator: string): ReadonlyMap<string, number> {
  const items = itemsOf(list, separator);
  if (lastCounts) return lastCounts;
  const counts = new Map<string, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  lastCounts = counts;
  return counts;
}

const numberOrNaN = (value: number | null): number => value ?? Number.NaN;
const stops: ReadonlySet<string> = new Set(stopWords);
const joined = (items: readonly string[]): string => items.join(" ");

function extremeOf(list: string, separator: string, pick: (...numbers: number[]) => number): number {
  let best = Number.NaN;
  for (const number of numberItems(itemsOf(list, separator)))
    best = Number.isNaN(best) ? number : pick(best, number);
  return best;
}

/** Functions on lists that are there. */
export const listPrelude = {
  listLengthOf: (list: string, separator: string): number => itemsOf(list, separator).length,
  listItemOf: (list: string, separator: string, place: number): string | null =>
    itemAt(itemsOf(list, separator), place),
  listSliceOf: (list: string, separator: string, from: number, count: number): string =>
    itemsOf(list, separator)
      .slice(from - 1, from - 1 + count)
      .join(separator),
  listDistinctOf: (list: string, separator: string): string =>
    [...countsOf(list, separator).keys()].join(separator),
  listSortOf: (list: string, separator: string): string =>
    sortedItems(itemsOf(list, separator)).join(separator),
  listJoinOf: (list: string, separator: string, joiner: string): string =>
    itemsOf(list, separator).join(joiner),
  listSumOf: (list: string, separator: string): number => numberOrNaN(sumOfItems(itemsOf(list, separator))),
  listMeanOf: (list: string, separator: string): number => {
    const items = itemsOf(list, separator);
    return numberOrNaN(sumOfItems(items)) / numberItems(items).length;
  },
  listMinOf: (list: string, separator: string): number => extremeOf(list, separator, Math.min),
  listMaxOf: (list: string, separator: string): number => extremeOf(list, separator, Math.max),
  listContainsItem: (list: string, item: string, separator: string): number =>
    countsOf(list, separator).has(item) ? 1 : 0,
  listCountItem: (list: string, item: string, separator: string): number =>
    countsOf(list, separator).get(item) ?? 0,
  listPositionOf: (list: string, item: string, separator: string): number =>
    itemsOf(list, separator).indexOf(item) + 1,
  listOverlapOf: (list: string, other: string, separator: string): number =>
    commonItems(itemsOf(list, separator), listItems(other, separator)).common,
  listJaccardOf: (list: string, other: string, separator: string): number => {
    const { common, all } = commonItems(itemsOf(list, separator), listItems(other, separator));
    return common / all;
  },
  tokenizeText,
  withoutStopWords: (list: string): string => joined(itemsOf(list, " ").filter((word) => !stops.has(word))),
  withoutWords: (list: string, ...words: readonly string[]): string =>
    joined(itemsOf(list, " ").filter((word) => !words.includes(word))),
  wordNgramsOf: (list: string, from: number, to: number): string =>
    joined(ngramsOf(itemsOf(list, " "), from, to)),
  characterNgramsIn: (text: string, from: number, to: number): string =>
    joined(characterNgramsOf(text, from, to)),
  hashTokensOf: (list: string, buckets: number): string => joined(bucketsOf(itemsOf(list, " "), buckets)),
} as const;
