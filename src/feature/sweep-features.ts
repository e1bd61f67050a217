import { isText } from "../schema/index.ts";
import type { EventBlock } from "./event-block.ts";
import type { FeatureColumn } from "./feature-column.ts";
import type { OrderedRows } from "./ordered-rows.ts";
import { createAccumulator } from "./state/create-accumulator.ts";
import { Lane } from "./state/lane.ts";
import type { FeatureGroup, PlannedFeature, TablePlan } from "./table-plan.ts";

// In a block the events stand in their order.
const compare = (left: number, right: number): number => left - right;

/** A feature of the rows in the order of `OrderedRows`: so one value after the other is written, and each where it is needed next. */
export interface OrderedFeature {
  readonly values: Float64Array;
  /** Where they go in the end. */
  readonly column: FeatureColumn;
}

/**
 * Computes features for the rows of the keys from `firstKey` to before `endKey`, going once through the events and rows of each key
 * for each of them: what one feature reads is still at hand for the next.
 */
export function sweepFeatures(
  plan: TablePlan,
  block: EventBlock,
  { times, starts }: OrderedRows,
  [firstKey, endKey]: readonly [number, number],
  targets: readonly OrderedFeature[],
): void {
  const { features, groups } = plan;
  const lanes = groups.map((group) => laneOf(features, group, block));
  const columns = groups.map(({ members }) => members.map((member) => targets[member]!.values));
  const keyCount = Math.min(endKey, starts.length - 1);
  let start = 0;
  let part = 0;
  for (let key = firstKey; key < keyCount; key++) {
    const end = block.keys[start] === key ? block.ends[part++]! : start;
    for (let at = 0; at < lanes.length; at++)
      sweepKey(lanes[at]!, start, end, times, starts[key]!, starts[key + 1]!, columns[at]!);
    start = end;
  }
  for (const [at, { feature, value }] of features.entries()) {
    if (value === null || !isText(feature.type)) continue;
    const { values, column } = targets[at]!;
    translateTexts(values.subarray(starts[firstKey], starts[keyCount]), block.dictionaries[value]!, column);
  }
}

function laneOf(
  features: readonly PlannedFeature[],
  { window, condition, members }: FeatureGroup,
  block: EventBlock,
): Lane {
  const accumulators = members.map((member) => {
    const { feature, value } = features[member]!;
    const column = value === null ? block.at : block.values[value]!;
    return createAccumulator(feature, { at: block.at, value: column, compare });
  });
  return new Lane(
    accumulators,
    { enter: block.enter, byEnter: block.byEnter, ...block.leaves[window]! },
    condition === null ? null : block.values[condition]!,
  );
}

function sweepKey(
  lane: Lane,
  start: number,
  end: number,
  times: Float64Array,
  firstRow: number,
  endRow: number,
  columns: readonly Float64Array[],
): void {
  const { accumulators } = lane;
  lane.begin(start, end);
  for (let at = firstRow; at < endRow; at++) {
    const time = times[at]!;
    lane.advance(time);
    for (let each = 0; each < accumulators.length; each++)
      columns[each]![at] = accumulators[each]!.read(time);
  }
}

/** Numbers of the block's dictionary become those of the feature's own. */
function translateTexts(values: Float64Array, dictionary: readonly string[], column: FeatureColumn): void {
  for (let at = 0; at < values.length; at++)
    if (!Number.isNaN(values[at]!)) values[at] = column.numberOf(dictionary[values[at]!]!);
}
