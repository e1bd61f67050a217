import {
  countMatchesIn,
  extractFrom,
  javascriptReplacement,
  matchesIn,
  parseReplacement,
  replaceIn,
} from "../../../ir/index.ts";
import type { PatternMatcher } from "../pattern-matcher.ts";

function matchesPattern(text: string, pattern: PatternMatcher): number {
  const native = pattern.native(text.length);
  return (native ? text.search(native) >= 0 : matchesIn(pattern.ours(text))) ? 1 : 0;
}

function extractPattern(text: string, pattern: PatternMatcher, group: number): string | null {
  const native = pattern.native(text.length);
  if (!native) return extractFrom(text, pattern.ours(text), group);
  native.lastIndex = 0;
  const found = native.exec(text);
  return found && (found[group] ?? "");
}

function replacePattern(text: string, pattern: PatternMatcher, replacement: string): string {
  const parts = parseReplacement(replacement) ?? [];
  const native = pattern.native(text.length);
  return native
    ? text.replace(native, javascriptReplacement(parts))
    : replaceIn(text, pattern.ours(text), parts);
}

function countPattern(text: string, pattern: PatternMatcher): number {
  const native = pattern.native(text.length);
  return native ? (text.match(native)?.length ?? 0) : countMatchesIn(pattern.ours(text));
}

/** Functions of patterns on text that is there. */
export const patternPrelude = { matchesPattern, extractPattern, replacePattern, countPattern } as const;
