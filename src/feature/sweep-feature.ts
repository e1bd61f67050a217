import { isText } from "../schema/index.ts";
import type { EventBlock } from "./event-block.ts";
import type { FeatureColumn } from "./feature-column.ts";
import type { OrderedRows } from "./ordered-rows.ts";
import { createAccumulator } from "./state/create-accumulator.ts";
import { Lane } from "./state/lane.ts";
import type { PlannedFeature } from "./table-plan.ts";

// In a block the events stand in their order.
const compare = (left: number, right: number): number => left - right;

/** Computes one feature for the rows of the keys from `firstKey` to before `endKey`, going once through events and rows. */
export function sweepFeature(
  { feature, value, condition, window }: PlannedFeature,
  block: EventBlock,
  { rows, times, starts }: OrderedRows,
  [firstKey, endKey]: readonly [number, number],
  target: FeatureColumn,
): void {
  const column = value === null ? block.at : block.values[value]!;
  const lane = new Lane(
    createAccumulator(feature, { at: block.at, value: column, compare }),
    { enter: block.enter, byEnter: block.byEnter, ...block.leaves[window]! },
    condition === null ? null : block.values[condition]!,
  );
  const { values } = target;
  const keyCount = Math.min(endKey, starts.length - 1);
  let start = 0;
  let part = 0;
  for (let key = firstKey; key < keyCount; key++) {
    const end = block.keys[start] === key ? block.ends[part++]! : start;
    lane.begin(start, end);
    for (let at = starts[key]!; at < starts[key + 1]!; at++) values[rows[at]!] = lane.read(times[at]!);
    start = end;
  }
  if (value === null || !isText(feature.type)) return;
  const dictionary = block.dictionaries[value]!;
  for (let at = starts[firstKey]!; at < starts[keyCount]!; at++) {
    const row = rows[at]!;
    if (!Number.isNaN(values[row]!)) values[row] = target.numberOf(dictionary[values[row]!]!);
  }
}
