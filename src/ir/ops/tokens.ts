import type { DataType, Value } from "../../schema/index.ts";
import type { OpDefinition } from "./definition.ts";
import { listItems } from "./list-items.ts";
import { stopWords } from "./stop-words.ts";
import { bucketsOf, characterNgramsOf, ngramsOf, tokenizeText } from "./token-list.ts";

const family = "lists" as const;
const nulls = "propagate" as const;

const stops: ReadonlySet<string> = new Set(stopWords);
const tokensOf = (list: Value | undefined): readonly string[] => listItems(String(list), " ");
const joined = (items: readonly string[]): string => items.join(" ");

const sizes: readonly DataType[] = ["Text", "Int", "Int"];

/** Sizes of runs: 1 to `most`, the first not above the second. */
const checkSizes =
  (most: number) =>
  (value: Value, index: number, constants: readonly Value[]): string | undefined => {
    const size = Number(value);
    if (size < 1 || size > most) return `the size must be 1 to ${most}`;
    const first = constants[1];
    return index === 2 && typeof first === "number" && first > size
      ? "the second size must not be below the first"
      : undefined;
  };

/** Words of a text as a list with spaces between. */
export const tokens = {
  tokenize: {
    family,
    nulls,
    title:
      "The words of a text as a list with spaces: runs of letters, digits and of what is above U+007F and no punctuation; A to Z as a to z.",
    signatures: [{ args: ["Text"], result: "Text" }],
    evaluate: (a) => tokenizeText(String(a)),
  },
  removeStopWords: {
    family,
    nulls,
    title: "The list of words without the common English ones of a fixed list; negations stay.",
    signatures: [{ args: ["Text"], result: "Text" }],
    evaluate: (list) => joined(tokensOf(list).filter((word) => !stops.has(word))),
  },
  removeWords: {
    family,
    nulls,
    title: "The list of words without these constants.",
    signatures: [{ args: ["Text", "Text"], rest: "Text", result: "Text" }],
    literalFrom: 1,
    evaluate: (list, ...words) => joined(tokensOf(list).filter((word) => !words.includes(word))),
  },
  wordNgrams: {
    family,
    nulls,
    title:
      "All runs of n to m words (1 to 5) as a list, with _ between the words of a run; the short runs first.",
    signatures: [{ args: sizes, result: "Text" }],
    literalFrom: 1,
    checkLiteral: checkSizes(5),
    evaluate: (list, from, to) => joined(ngramsOf(tokensOf(list), Number(from), Number(to))),
  },
  characterNgrams: {
    family,
    nulls,
    title:
      "All runs of n to m code points (1 to 10) as a list, a run of blanks as one _; the short runs first.",
    signatures: [{ args: sizes, result: "Text" }],
    literalFrom: 1,
    checkLiteral: checkSizes(10),
    evaluate: (a, from, to) => joined(characterNgramsOf(String(a), Number(from), Number(to))),
  },
  hashTokens: {
    family,
    nulls,
    title: "The list of words as the numbers of their buckets, 0 to n - 1, each as hashBucket gives it.",
    signatures: [{ args: ["Text", "Int"], result: "Text" }],
    literalFrom: 1,
    checkLiteral: (value) =>
      Number(value) >= 1 && Number(value) <= 4294967295
        ? undefined
        : "the number of buckets must be 1 to 2^32-1",
    evaluate: (list, buckets) => joined(bucketsOf(tokensOf(list), Number(buckets))),
  },
} satisfies Record<string, OpDefinition>;
