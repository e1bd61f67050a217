import type { TreeArrays } from "./scoring-parts.ts";

/** Masks of 32 leaves in a block. */
export const masksInBlock = 16;

/** An input as it is asked about: by thresholds, or by lists of categories. */
export interface Channel {
  readonly place: number;
  readonly input: number;
  readonly isList: boolean;
  /** The different thresholds or categories, ascending. */
  readonly numbers: Float64Array;
}

/** A node within its block. */
export interface PlacedNode {
  readonly node: number;
  /** The bits of its left leaves are `from` to `middle`, those of its right leaves `middle` to `to`. */
  readonly from: number;
  readonly middle: number;
  readonly to: number;
}

/** The lines of a channel in a block of trees. */
export const linesOf = (forest: TreeArrays, channel: Channel, group: readonly PlacedNode[]): Lines =>
  channel.isList ? listLines(forest, channel, group) : thresholdLines(forest, channel, group);

/** The masks of each line: the leaves of all trees but those that a node of the group leads away from. */
export function writeLines(
  { lineCount, goesLeft }: Lines,
  group: readonly PlacedNode[],
  blank: Uint32Array,
): Uint32Array {
  const masks = new Uint32Array(masksInBlock * lineCount);
  for (let line = 0; line < lineCount; line++) {
    const start = masksInBlock * line;
    masks.set(blank, start);
    for (let place = 0; place < group.length; place++) {
      const { from, middle, to } = group[place]!;
      if (goesLeft(place, line)) fillBits(masks, 32 * start + middle, 32 * start + to, false);
      else fillBits(masks, 32 * start + from, 32 * start + middle, false);
    }
  }
  return masks;
}

/** Sets or clears a range of bits. */
export function fillBits(masks: Uint32Array, from: number, to: number, set: boolean): void {
  for (let at = from; at < to;) {
    const end = Math.min(to, (at | 31) + 1);
    const bits = (end - at === 32 ? -1 : (1 << (end - at)) - 1) << (at & 31);
    masks[at >> 5] = set ? masks[at >> 5]! | bits : masks[at >> 5]! & ~bits;
    at = end;
  }
}

/** How the codes of a channel fall together in a block. */
export interface Lines {
  /** The line of each code; the last code means missing. */
  readonly lineOf: Uint8Array;
  readonly lineCount: number;
  /** Whether a node of the group sends a line to the left. */
  readonly goesLeft: (place: number, line: number) => boolean;
}

/** Numbers between two thresholds of the block are alike; the last line is that of a missing value. */
function thresholdLines(forest: TreeArrays, { numbers }: Channel, group: readonly PlacedNode[]): Lines {
  const own = Float64Array.from(new Set(group.map(({ node }) => forest.threshold[node]!))).sort();
  const lineOf = new Uint8Array(numbers.length + 2);
  let line = 0;
  for (let code = 0; code <= numbers.length; code++) {
    lineOf[code] = line;
    // Code c + 1 is behind threshold c.
    if (line < own.length && numbers[code] === own[line]) line++;
  }
  const missing = own.length + 1;
  lineOf[numbers.length + 1] = missing;
  const lineOfThreshold = new Map([...own].map((threshold, at) => [threshold, at]));
  const places = group.map(({ node }) => lineOfThreshold.get(forest.threshold[node]!)!);
  const missingLeft = group.map(({ node }) => forest.missingLeft[node] === 1);
  return {
    lineOf,
    lineCount: missing + 1,
    goesLeft: (place, at) => (at === missing ? missingLeft[place]! : at <= places[place]!),
  };
}

/** Categories that are in the same lists of the block are alike; line 0 is in none; the last line is that of a missing value. */
function listLines(forest: TreeArrays, { numbers }: Channel, group: readonly PlacedNode[]): Lines {
  const holders = new Map<number, number[]>();
  for (const [place, { node }] of group.entries())
    for (const category of forest.categories[node] ?? []) {
      const known = holders.get(category);
      if (known) known.push(place);
      else holders.set(category, [place]);
    }
  const lines = new Map<string, number>([["", 0]]);
  const members = [new Set<number>()];
  const lineOf = new Uint8Array(numbers.length + 2);
  for (const [at, category] of numbers.entries()) {
    const places = holders.get(category) ?? [];
    const key = places.join(",");
    let line = lines.get(key);
    if (line === undefined) {
      line = members.push(new Set(places)) - 1;
      lines.set(key, line);
    }
    lineOf[at + 1] = line;
  }
  const missing = members.length;
  lineOf[numbers.length + 1] = missing;
  const missingLeft = group.map(({ node }) => forest.missingLeft[node] === 1);
  return {
    lineOf,
    lineCount: missing + 1,
    goesLeft: (place, at) => (at === missing ? missingLeft[place]! : members[at]!.has(place)),
  };
}
