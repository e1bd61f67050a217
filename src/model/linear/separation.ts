import type { TrainingSet } from "../trainer.ts";
import type { Design } from "./design.ts";

/** The features that tell the classes apart alone: the ranges of their values by class do not overlap. */
export function separatingFeatures({ target }: TrainingSet, design: Design): readonly string[] {
  return design.names.filter((_, at) => rangesAreApart(design.columns[at]!, target));
}

function rangesAreApart(values: Float64Array, target: Float64Array): boolean {
  const ranges = new Map<number, { low: number; high: number }>();
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    const range = ranges.get(target[row]!);
    if (!range) ranges.set(target[row]!, { low: value, high: value });
    else {
      range.low = Math.min(range.low, value);
      range.high = Math.max(range.high, value);
    }
  }
  const sorted = [...ranges.values()].sort((left, right) => left.low - right.low);
  return sorted.every((range, at) => at === 0 || sorted[at - 1]!.high < range.low);
}
