import type { DataType, Value } from "../../schema/index.ts";
import type { OpDefinition } from "./definition.ts";
import { commonItems, itemAt, listItems, numberItems, sortedItems, sumOfItems } from "./list-items.ts";

const nulls = "propagate" as const;

/** An operation on the items of (list, separator, constants…). */
const ofItems = (
  title: string,
  result: DataType,
  compute: (items: readonly string[], separator: string, ...rest: readonly Value[]) => Value,
  further: readonly DataType[] = [],
) => ({
  family: "lists" as const,
  nulls,
  title,
  signatures: [{ args: ["Text", "Text", ...further] as readonly DataType[], result }],
  literalFrom: 1,
  checkLiteral: (value: Value, index: number) =>
    index === 1
      ? checkSeparator(value)
      : further.length === 0
        ? undefined
        : checkPlace(value, index, further),
  evaluate: (list?: Value, separator?: Value, ...rest: readonly Value[]) =>
    compute(listItems(String(list), String(separator)), String(separator), ...rest),
});

/** An operation on (list, other text, separator). */
const withOther = (
  title: string,
  result: DataType,
  compute: (items: readonly string[], other: string, separator: string) => Value,
) => ({
  family: "lists" as const,
  nulls,
  title,
  signatures: [{ args: ["Text", "Text", "Text"] as readonly DataType[], result }],
  literalFrom: 2,
  checkLiteral: checkSeparator,
  evaluate: (list?: Value, other?: Value, separator?: Value) =>
    compute(listItems(String(list), String(separator)), String(other), String(separator)),
});

const checkSeparator = (value: Value): string | undefined =>
  value === "" ? "the separator must not be empty" : undefined;

/** A place is never 0; the first of two must be 1 or more, the second, a count, 0 or more. */
function checkPlace(value: Value, index: number, further: readonly DataType[]): string | undefined {
  if (further[0] !== "Int") return undefined;
  if (further.length === 1) return value === 0 ? "the place must not be 0" : undefined;
  const least = index === 2 ? 1 : 0;
  return Number(value) >= least
    ? undefined
    : index === 2
      ? "the place must be 1 or more"
      : "the count must be 0 or more";
}

const extreme = (items: readonly string[], pick: (...numbers: number[]) => number): Value => {
  const numbers = numberItems(items);
  return numbers.length === 0 ? null : numbers.reduce((best, number) => pick(best, number));
};

/**
 * Lists are texts with a separator (docs/decisions/0009-lists-are-text.md). Their items are the parts between separators, trimmed of
 * spaces, tabs and line ends, without the empty ones.
 */
export const lists = {
  listLength: ofItems("How many items the list has.", "Int", (items) => items.length),
  listItem: ofItems(
    "Item n, from 1, or from the end for a negative n; null when there is none.",
    "Text",
    (items, _, place) => itemAt(items, Number(place)),
    ["Int"],
  ),
  listSlice: ofItems(
    "The items from a place (the first is 1) and how many of them, as a list.",
    "Text",
    (items, separator, from, count) =>
      items.slice(Number(from) - 1, Number(from) - 1 + Number(count)).join(separator),
    ["Int", "Int"],
  ),
  listDistinct: ofItems(
    "The list without its repeats, each item where it first stands.",
    "Text",
    (items, separator) => [...new Set(items)].join(separator),
  ),
  listSort: ofItems("The items in ascending order by code point, as a list.", "Text", (items, separator) =>
    sortedItems(items).join(separator),
  ),
  listJoin: ofItems(
    "The items with another text between them.",
    "Text",
    (items, _, joiner) => items.join(String(joiner)),
    ["Text"],
  ),
  listSum: ofItems(
    "The sum of the items that are numbers, from the left; null when none is.",
    "Float",
    sumOfItems,
  ),
  listMean: ofItems("The mean of the items that are numbers; null when none is.", "Float", (items) => {
    const sum = sumOfItems(items);
    return sum === null ? null : sum / numberItems(items).length;
  }),
  listMin: ofItems("The smallest of the items that are numbers; null when none is.", "Float", (items) =>
    extreme(items, Math.min),
  ),
  listMax: ofItems("The largest of the items that are numbers; null when none is.", "Float", (items) =>
    extreme(items, Math.max),
  ),
  listContains: withOther("True when b is an item of the list.", "Boolean", (items, item) =>
    items.includes(item),
  ),
  listCount: withOther(
    "How many items of the list equal b.",
    "Int",
    (items, item) => items.filter((one) => one === item).length,
  ),
  listPosition: withOther(
    "The place of the first item that equals b, from 1; 0 when none does.",
    "Int",
    (items, item) => items.indexOf(item) + 1,
  ),
  listOverlap: withOther(
    "How many different items two lists have in common.",
    "Int",
    (items, other, separator) => commonItems(items, listItems(other, separator)).common,
  ),
  listJaccard: withOther(
    "The share of the different items of two lists that both have, 0 to 1; null when both are empty.",
    "Float",
    (items, other, separator) => {
      const { common, all } = commonItems(items, listItems(other, separator));
      return all === 0 ? null : common / all;
    },
  ),
} satisfies Record<string, OpDefinition>;
