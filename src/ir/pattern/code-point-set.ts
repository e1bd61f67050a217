import type { CodePointRange } from "./pattern.ts";

const last = 0x10ffff;
/** Halves of surrogate pairs are no characters: no text holds one alone. */
const surrogates: CodePointRange = [0xd800, 0xdfff];

/** Ranges in ascending order, joined where they touch, without surrogates. */
export function unite(ranges: readonly CodePointRange[]): readonly CodePointRange[] {
  const sorted = ranges.flatMap(withoutSurrogates).sort(([left], [right]) => left - right);
  const joined: [number, number][] = [];
  for (const [from, to] of sorted) {
    const before = joined.at(-1);
    if (before && from <= before[1] + 1) before[1] = Math.max(before[1], to);
    else joined.push([from, to]);
  }
  return joined;
}

const withoutSurrogates = ([from, to]: CodePointRange): readonly CodePointRange[] =>
  (
    [
      [from, Math.min(to, surrogates[0] - 1)],
      [Math.max(from, surrogates[1] + 1), to],
    ] as const
  ).filter(([low, high]) => low <= high);

/** All code points that are in none of the ranges. */
export function complement(ranges: readonly CodePointRange[]): readonly CodePointRange[] {
  const gaps: CodePointRange[] = [];
  let from = 0;
  for (const [low, high] of unite(ranges)) {
    if (low > from) gaps.push([from, low - 1]);
    from = high + 1;
  }
  if (from <= last) gaps.push([from, last]);
  return unite(gaps);
}

const range = (from: string, to = from): CodePointRange => [from.codePointAt(0)!, to.codePointAt(0)!];

/** The sets that have a letter. `\s` is space, tab, line feed, vertical tab, form feed, carriage return. */
export const namedSets: Readonly<Record<string, readonly CodePointRange[]>> = {
  d: [range("0", "9")],
  w: [range("0", "9"), range("A", "Z"), range("_"), range("a", "z")],
  s: [range("\t", "\r"), range(" ")],
  D: complement([range("0", "9")]),
  W: complement([range("0", "9"), range("A", "Z"), range("_"), range("a", "z")]),
  S: complement([range("\t", "\r"), range(" ")]),
};

/** What `.` takes: everything but a line feed. */
export const anyButLineFeed = complement([range("\n")]);

/** True when a code point is in one of ascending ranges. */
export function isInSet(ranges: readonly CodePointRange[], point: number): boolean {
  let low = 0;
  let high = ranges.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const [from, to] = ranges[middle]!;
    if (point < from) high = middle - 1;
    else if (point > to) low = middle + 1;
    else return true;
  }
  return false;
}
