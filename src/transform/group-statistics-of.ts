import type { NumberVector } from "../schema/index.ts";
import type { GroupStatistics } from "./aggregate.ts";
import { groupSums, type GroupCodes } from "./group-rows.ts";
import { exactDeviation, exactMean, numberRange } from "./number-summary.ts";

/** What the numbers of each value, and of the missing one, are like; in the order of `groupSums`. */
export function groupStatistics(groups: GroupCodes, of: NumberVector): readonly GroupStatistics[] {
  const numbers = numbersByGroup(groups, of.values);
  const places = new Map(groups.values.map((value, at) => [value, at]));
  return groupOrder(groups, of).map((value) => {
    const own = numbers[value === null ? groups.values.length : places.get(value)!]!;
    const range = numberRange(own);
    return {
      value,
      count: range.count,
      mean: exactMean(own, range)!,
      min: range.min,
      max: range.max,
      deviation: exactDeviation(own, range) ?? (range.count < 2 ? 0 : Number.MAX_VALUE),
    };
  });
}

/** The values that have a number, the most frequent first, ties by value, the missing one last among its equals. */
const groupOrder = (groups: GroupCodes, { values, type }: NumberVector) =>
  groupSums(groups, {
    kind: "numbers",
    type,
    values: values.map((value) => (Number.isNaN(value) ? value : 0)),
  }).map(({ value }) => value);

/** The numbers of each group, missing ones left out; those of the missing value last. */
function numbersByGroup({ codes, values }: GroupCodes, numbers: Float64Array): readonly Float64Array[] {
  const counts = new Uint32Array(values.length + 1);
  const groupAt = (row: number): number => (codes[row]! < 0 ? values.length : codes[row]!);
  for (let row = 0; row < codes.length; row++) if (!Number.isNaN(numbers[row]!)) counts[groupAt(row)]!++;
  const parts = Array.from(counts, (count) => new Float64Array(count));
  const filled = new Uint32Array(counts.length);
  for (let row = 0; row < codes.length; row++) {
    if (Number.isNaN(numbers[row]!)) continue;
    const group = groupAt(row);
    parts[group]![filled[group]!++] = numbers[row]!;
  }
  return parts;
}
