import { parsePattern } from "../pattern/parse-pattern.ts";
import { javascriptPattern, re2Pattern } from "../pattern/write-pattern.ts";
import { hashBucketOf, lowerAscii } from "./text.ts";

/**
 * What stands between words: in ASCII everything but letters and digits; above it the spaces, punctuation marks and signs
 * of these blocks: Latin-1, General Punctuation, currency signs, arrows, mathematical operators, box drawing, CJK and
 * full-width punctuation. Every other code point above U+007F is part of a word.
 */
const betweenWords = parsePattern(
  "[\\x00-/:-@\\[-`{-\\u00a9\\u00ab-\\u00b4\\u00b6-\\u00b9\\u00bb-\\u00bf\\u00d7\\u00f7\\u1680\\u2000-\\u206f" +
    "\\u20a0-\\u20cf\\u2190-\\u22ff\\u2500-\\u25ff\\u2e00-\\u2e7f\\u3000-\\u3003\\u3008-\\u3011\\u3014-\\u301f" +
    "\\ufeff\\uff01-\\uff0f\\uff1a-\\uff20\\uff3b-\\uff40\\uff5b-\\uff65\\ufffc\\ufffd]+",
);
const separatorRuns = new RegExp(javascriptPattern(betweenWords), "gu");

/** The same for RE2. */
export const betweenWordsRe2: string = re2Pattern(betweenWords);

/** The words of a text in lower case (A to Z), one space between them. */
export const tokenizeText = (text: string): string =>
  lowerAscii(text).split(separatorRuns).filter(Boolean).join(" ");

/** All runs of `from` to `to` items with `_` between their items, the short ones first. */
export function ngramsOf(items: readonly string[], from: number, to: number): readonly string[] {
  const grams: string[] = [];
  for (let size = from; size <= to; size++)
    for (let at = 0; at + size <= items.length; at++) grams.push(items.slice(at, at + size).join("_"));
  return grams;
}

/** All runs of `from` to `to` code points, the short ones first; a run of blanks counts as one `_`. */
export function characterNgramsOf(text: string, from: number, to: number): readonly string[] {
  const letters = Array.from(
    text
      .split(/[ \t\n\r]+/)
      .filter(Boolean)
      .join("_"),
  );
  const grams: string[] = [];
  for (let size = from; size <= to; size++)
    for (let at = 0; at + size <= letters.length; at++) grams.push(letters.slice(at, at + size).join(""));
  return grams;
}

/** Each item as the number of its bucket (`hashBucket`). */
export const bucketsOf = (items: readonly string[], buckets: number): readonly string[] =>
  items.map((item) => String(hashBucketOf(item, buckets)));
