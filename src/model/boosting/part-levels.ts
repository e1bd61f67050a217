import type { CategoryFeature, Feature, TrainingSet } from "../trainer.ts";
import { maxLevels } from "./category-bins.ts";

/** Parts that one category is seen in at most. */
const mostParts = 16;

/**
 * Shows a category of more levels than have a bin as several of the same name, each with other levels in its bins and all the
 * rest as others: so a tree can ask about a rare level too. Levels with fewer rows than the search would look at have none.
 */
export const partLevels = (set: TrainingSet, catSmooth: number): TrainingSet => ({
  ...set,
  features: set.features.flatMap((feature) => partFeature(feature, Math.max(2, catSmooth))),
});

function partFeature(feature: Feature, leastRows: number): readonly Feature[] {
  if (feature.kind === "number" || feature.levelCount <= maxLevels) return [feature];
  const levels = frequentLevels(feature, leastRows);
  if (levels.length <= maxLevels) return [feature];
  const parts = Math.min(mostParts, Math.ceil(levels.length / maxLevels));
  return Array.from({ length: parts }, (_, part) => ({
    ...feature,
    binned: Array.from(levels.subarray(part * maxLevels, (part + 1) * maxLevels).toSorted()),
  }));
}

/** The levels with at least so many rows, the most frequent first, of equal ones the lower code. */
function frequentLevels({ codes, levelCount }: CategoryFeature, leastRows: number): Uint32Array {
  const counts = new Uint32Array(levelCount);
  for (const code of codes) if (code >= 0) counts[code]! += 1;
  return Uint32Array.from(counts.keys())
    .filter((level) => counts[level]! >= leastRows)
    .sort((one, other) => counts[other]! - counts[one]! || one - other);
}
