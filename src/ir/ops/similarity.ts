import { onTexts, type OpDefinition } from "./definition.ts";

const family = "text" as const;
const nulls = "propagate" as const;
const twoTexts = ["Text", "Text"] as const;

/** Texts that are compared letter by letter have at most so many code points, so that a comparison stays quick. */
export const longestCompared = 1000;

/**
 * Different code points that two compared texts may have in common: engines that compare bytes are given one byte for
 * each of them.
 */
export const mostCommonLetters = 120;

/** Two texts as code points, or null where they are beyond what is compared. */
function comparable(a: string, b: string): readonly [readonly string[], readonly string[]] | null {
  const [left, right] = [Array.from(a), Array.from(b)];
  if (left.length > longestCompared || right.length > longestCompared) return null;
  const letters = new Set(left);
  const common = new Set(right.filter((letter) => letters.has(letter)));
  return common.size > mostCommonLetters ? null : [left, right];
}

/**
 * The fewest insertions, deletions and replacements of one code point that make b of a (Levenshtein, "Binary codes capable
 * of correcting deletions, insertions, and reversals", 1966; by the algorithm of Wagner and Fischer, 1974).
 */
export function editDistanceOf(a: string, b: string): number | null {
  const texts = comparable(a, b);
  if (!texts) return null;
  const [left, right] = texts;
  let above = Array.from({ length: right.length + 1 }, (_, at) => at);
  for (const [row, letter] of left.entries()) {
    const below = [row + 1];
    for (const [at, other] of right.entries())
      below.push(Math.min(above[at + 1]! + 1, below[at]! + 1, above[at]! + (letter === other ? 0 : 1)));
    above = below;
  }
  return above[right.length]!;
}

/**
 * Jaro-Winkler similarity (Winkler, "String comparator metrics and enhanced decision rules in the Fellegi-Sunter model of
 * record linkage", 1990). With m letters that agree within a reach of ⌊longest / 2⌋ - 1 and t half transpositions, halved and
 * cut: j = (m/|a| + m/|b| + (m - t)/m) / 3; above 0.7 the result is j + p · 0.1 · (1 - j) for p common first letters, 4 at most.
 */
export function jaroWinklerOf(a: string, b: string): number | null {
  const texts = comparable(a, b);
  if (!texts) return null;
  if (a === b) return 1;
  const [left, right] = texts;
  const { inLeft, inRight } = agreeingLetters(left, right);
  const agreeing = inLeft.length;
  if (agreeing === 0) return 0;
  const displaced = inLeft.filter((letter, at) => letter !== inRight[at]).length;
  const kept = agreeing - Math.floor(displaced / 2);
  const jaro = (agreeing / left.length + agreeing / right.length + kept / agreeing) / 3;
  return jaro > 0.7 ? Math.min(1, jaro + commonStart(left, right) * 0.1 * (1 - jaro)) : jaro;
}

/** The letters that have a partner near their place in the other text, in the order of each text. */
function agreeingLetters(left: readonly string[], right: readonly string[]) {
  const reach = Math.max(0, Math.floor(Math.max(left.length, right.length) / 2) - 1);
  const taken = new Set<number>();
  const inLeft = left.filter((letter, place) => {
    for (let at = Math.max(0, place - reach); at < Math.min(right.length, place + reach + 1); at++) {
      if (taken.has(at) || right[at] !== letter) continue;
      taken.add(at);
      return true;
    }
    return false;
  });
  return { inLeft, inRight: right.filter((_, at) => taken.has(at)) };
}

function commonStart(left: readonly string[], right: readonly string[]): number {
  let count = 0;
  while (count < 4 && count < left.length && left[count] === right[count]) count++;
  return count;
}

/** All runs of three code points of a text with two spaces before and one behind. */
function trigramsOf(text: string): ReadonlySet<string> {
  const letters = Array.from(`  ${text} `);
  return new Set(letters.slice(2).map((letter, at) => `${letters[at]!}${letters[at + 1]!}${letter}`));
}

/** The share of the trigrams of two texts that both have (Jaccard). */
export function trigramSimilarityOf(a: string, b: string): number {
  const [left, right] = [trigramsOf(a), trigramsOf(b)];
  let common = 0;
  for (const trigram of left) if (right.has(trigram)) common++;
  return common / (left.size + right.size - common);
}

const limits = `null when one has more than ${longestCompared} code points, or both have more than ${mostCommonLetters} different ones in common`;

/** How alike two texts are, by code point. */
export const similarity = {
  editDistance: {
    family,
    nulls,
    title: `The fewest insertions, deletions and replacements of one code point that make b of a (Levenshtein); ${limits}.`,
    signatures: [{ args: twoTexts, result: "Int" }],
    evaluate: onTexts((a, b) => editDistanceOf(a, b)),
  },
  jaroWinkler: {
    family,
    nulls,
    title: `The Jaro-Winkler similarity, from 0 to 1 for equal texts: for names; ${limits}.`,
    signatures: [{ args: twoTexts, result: "Float" }],
    evaluate: onTexts((a, b) => jaroWinklerOf(a, b)),
  },
  trigramSimilarity: {
    family,
    nulls,
    title:
      "The share of the different runs of three code points that both texts have, with two spaces before each text and one behind: 0 to 1.",
    signatures: [{ args: twoTexts, result: "Float" }],
    evaluate: onTexts((a, b) => trigramSimilarityOf(a, b)),
  },
} satisfies Record<string, OpDefinition>;
