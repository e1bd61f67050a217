import type { TextMatcher } from "./match-pattern.ts";
import type { ReplacementPart } from "./replacement.ts";

/** True when the pattern stands in the text. */
export const matchesIn = (matcher: TextMatcher): boolean => matcher.next(0) !== null;

/** What a group holds in the first match; empty for a group without part in it, null without a match. */
export function extractFrom(text: string, matcher: TextMatcher, group: number): string | null {
  const match = matcher.next(0);
  return match && groupText(text, match, group);
}

const groupText = (text: string, match: Int32Array, group: number): string => {
  const start = match[2 * group]!;
  const end = match[2 * group + 1]!;
  return start < 0 || end < 0 ? "" : text.slice(start, end);
};

/** Calls back with each match, the next one behind the end of the last. No match may be empty. */
function forEachMatch(matcher: TextMatcher, take: (match: Int32Array) => void): void {
  for (let match = matcher.next(0); match; match = matcher.next(match[1]!)) take(match);
}

/** How many matches stand in the text, one behind the other. */
export function countMatchesIn(matcher: TextMatcher): number {
  let count = 0;
  forEachMatch(matcher, () => count++);
  return count;
}

/** The text with every match replaced. */
export function replaceIn(text: string, matcher: TextMatcher, parts: readonly ReplacementPart[]): string {
  const pieces: string[] = [];
  let end = 0;
  forEachMatch(matcher, (match) => {
    pieces.push(text.slice(end, match[0]));
    for (const part of parts) pieces.push(typeof part === "string" ? part : groupText(text, match, part));
    end = match[1]!;
  });
  return pieces.join("") + text.slice(end);
}
