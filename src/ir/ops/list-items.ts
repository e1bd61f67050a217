import { parseFloatText } from "../../schema/index.ts";
import { compareText } from "./logic.ts";

const isBlank = (unit: number): boolean => unit === 32 || unit === 9 || unit === 10 || unit === 13;

/** Without spaces, tabs and line ends at both ends. */
function trimmed(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isBlank(text.charCodeAt(start))) start++;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}

/** The items of a list that is a text with separators: the parts between them, trimmed, without the empty ones. */
export const listItems = (list: string, separator: string): readonly string[] =>
  list
    .split(separator)
    .map(trimmed)
    .filter((item) => item !== "");

/** The items that are numbers, in their order. */
export const numberItems = (items: readonly string[]): readonly number[] =>
  items.map(parseFloatText).filter((number) => number !== null);

/** Item n from 1, or from the end where n is negative; null when there is none. */
export const itemAt = (items: readonly string[], place: number): string | null =>
  items.at(place > 0 ? place - 1 : place) ?? null;

/** The sum of the items that are numbers, from the left; null when none is. */
export const sumOfItems = (items: readonly string[]): number | null => {
  const numbers = numberItems(items);
  return numbers.length === 0 ? null : numbers.reduce((sum, number) => sum + number, 0);
};

/** How many different items two lists have in common, and how many there are in all. */
export function commonItems(
  left: readonly string[],
  right: readonly string[],
): { readonly common: number; readonly all: number } {
  const [first, second] = [new Set(left), new Set(right)];
  let common = 0;
  for (const item of first) if (second.has(item)) common++;
  return { common, all: first.size + second.size - common };
}

/** Items in ascending order, by code point. */
export const sortedItems = (items: readonly string[]): readonly string[] => [...items].sort(compareText);
