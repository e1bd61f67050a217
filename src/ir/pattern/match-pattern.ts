import { isInSet, namedSets } from "./code-point-set.ts";
import { compilePattern, type PatternProgram } from "./compile-pattern.ts";
import type { Pattern, PatternPlace } from "./pattern.ts";

/** Where a match and its groups begin and end, in code units: `[2n]` and `[2n + 1]` for group n; -1 for a group without part in it. */
type Match = Int32Array;

/** Finds the matches of a pattern in one text. */
export interface TextMatcher {
  /** The first match that begins at a place or behind it, or null. */
  next(from: number): Match | null;
}

/** Makes a matcher for each text. */
export function createMatcher(pattern: Pattern): (text: string) => TextMatcher {
  const program = compilePattern(pattern);
  return (text) => matcherOf(program, text);
}

/**
 * Backtracking that never tries the same step at the same place twice, so its time grows with the text's length times
 * the pattern's size, over all matches of a text together: where a step failed once, it fails from every start. What one
 * match went through is not needed again, since the next one begins behind it.
 */
function matcherOf(program: PatternProgram, text: string): TextMatcher {
  const { meetingCount, slotCount } = program;
  const tried = new Uint32Array(Math.ceil(((text.length + 1) * meetingCount) / 32));
  const slots = new Int32Array(slotCount);
  const state: Search = { program, text, tried, slots, stack: [] };
  return {
    next(from) {
      for (let start = from; start <= text.length; start += unitsAt(text, start)) {
        slots.fill(-1);
        const end = run(state, start);
        if (end < 0) continue;
        const match = slots.slice();
        match[0] = start;
        match[1] = end;
        return match;
      }
      return null;
    },
  };
}

interface Search {
  readonly program: PatternProgram;
  readonly text: string;
  /** One bit for each meeting step and place. */
  readonly tried: Uint32Array;
  readonly slots: Int32Array;
  /** Pairs: a step and a place to go on from, or -1 - slot and the value that the slot had. */
  readonly stack: number[];
}

/** Runs from the first step at a place; the end of the match, or -1. */
function run(search: Search, start: number): number {
  const { text, slots, stack } = search;
  const { steps } = search.program;
  stack.length = 0;
  stack.push(0, start);
  while (stack.length > 0) {
    let at = stack.pop()!;
    let step = stack.pop()!;
    if (step < 0) {
      slots[-1 - step] = at;
      continue;
    }
    while (!wasTried(search, step, at)) {
      const now = steps[step]!;
      if (now.kind === "done") return at;
      if (now.kind === "take") {
        if (at >= text.length) break;
        const point = text.codePointAt(at)!;
        if (point < now.low || point > now.high) break;
        if (now.ranges.length > 1 && !isInSet(now.ranges, point)) break;
        at += point > 0xffff ? 2 : 1;
        step++;
      } else if (now.kind === "split") {
        if (canStart(search, now.second, at)) stack.push(now.second, at);
        step = now.first;
      } else if (now.kind === "jump") {
        step = now.to;
      } else if (now.kind === "place") {
        if (!isAtPlace(now.at, text, at)) break;
        step++;
      } else {
        stack.push(-1 - now.slot, slots[now.slot]!);
        slots[now.slot] = at;
        step++;
      }
    }
  }
  return -1;
}

/** True when a meeting step was tried at a place before; it is noted. */
function wasTried({ program: { meetings, meetingCount }, tried }: Search, step: number, at: number): boolean {
  const meeting = meetings[step]!;
  if (meeting < 0) return false;
  const bit = at * meetingCount + meeting;
  const word = Math.floor(bit / 32);
  const mask = 1 << (bit % 32);
  if ((tried[word]! & mask) !== 0) return true;
  tried[word] = tried[word]! | mask;
  return false;
}

/** False when a step takes a code point that does not come next, so that it need not be kept for later. */
function canStart({ program: { steps }, text }: Search, step: number, at: number): boolean {
  const next = steps[step]!;
  return next.kind !== "take" || (at < text.length && isInSet(next.ranges, text.codePointAt(at)!));
}

const isWord = (text: string, at: number): boolean =>
  at >= 0 && at < text.length && isInSet(namedSets["w"]!, text.charCodeAt(at));

function isAtPlace(place: PatternPlace, text: string, at: number): boolean {
  if (place === "start") return at === 0;
  if (place === "end") return at === text.length;
  return isWord(text, at - 1) !== isWord(text, at);
}

const unitsAt = (text: string, at: number): number =>
  at < text.length && text.codePointAt(at)! > 0xffff ? 2 : 1;
