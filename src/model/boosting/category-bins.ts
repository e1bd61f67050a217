import { failInput } from "../../base/index.ts";
import type { CategoryFeature } from "../trainer.ts";

/** At most 254 levels get a bin; with one bin for the others and one for missing that makes 256. */
export const maxLevels = 254;
/** Levels that can be counted: a gigabyte of counts. */
const mostLevels = 2 ** 28;

/** The rows of each level. Fails with T2612 where there are more levels than can be counted. */
export function countLevels({ name, codes, levelCount }: CategoryFeature): Uint32Array {
  if (levelCount > mostLevels)
    failInput("T2612", `The category ${JSON.stringify(name)} has ${levelCount} levels`, {
      place: name,
      cure: `At most ${mostLevels} can be counted. Number the levels without gaps, or put rare ones together.`,
    });
  const counts = new Uint32Array(levelCount);
  for (let row = 0; row < codes.length; row++) if (codes[row]! >= 0) counts[codes[row]!]!++;
  return counts;
}

/**
 * The levels that get a bin of their own: the most frequent, of equal ones those of lower codes, in the order of their codes.
 * T2612 where there are more levels than can be counted.
 */
export function learnCategoryBins(feature: CategoryFeature): readonly number[] {
  const counts = countLevels(feature);
  const ordered = counts.length > maxLevels ? counts.slice().sort() : undefined;
  // As many rows as the last level that has a bin.
  const least = ordered ? Math.max(1, ordered[ordered.length - maxLevels]!) : 1;
  let above = 0;
  for (let level = 0; level < counts.length; level++) if (counts[level]! > least) above++;
  let room = maxLevels - above;
  const levels: number[] = [];
  for (let level = 0; level < counts.length; level++) {
    const count = counts[level]!;
    if (count > least || (count === least && room-- > 0)) levels.push(level);
  }
  return levels;
}

/** Writes the bin of each code: that of its level, the one of all other levels, or the last for a missing one. */
export function applyCategoryBins(levels: readonly number[], codes: Int32Array, target: Uint8Array): void {
  const others = levels.length;
  const known = (levels.at(-1) ?? -1) + 1;
  const binOfLevel = new Uint8Array(known).fill(others);
  for (const [bin, level] of levels.entries()) binOfLevel[level] = bin;
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row]!;
    target[row] = code < 0 ? others + 1 : code < known ? binOfLevel[code]! : others;
  }
}
