import type { FeatureBins } from "./feature-bins.ts";
import type { LeafState } from "./leaf-state.ts";
import type { Split } from "./split.ts";

/** The rows that a leaf can hold: for each feature that was asked about, 1 for each bin that is left. */
export type LeafBox = ReadonlyMap<number, Uint8Array>;

/** The boxes of both sides of a split. */
export function partBox(box: LeafBox, { feature, goesLeft }: Split, binCount: number): [LeafBox, LeafBox] {
  const before = box.get(feature);
  const side = (wanted: 0 | 1): LeafBox => {
    const bins = new Uint8Array(binCount);
    for (let bin = 0; bin < binCount; bin++)
      bins[bin] = goesLeft[bin] === wanted && (before === undefined || before[bin] === 1) ? 1 : 0;
    return new Map(box).set(feature, bins);
  };
  return [side(1), side(0)];
}

/**
 * 1 where a row can pass from the first box to the second by a rise of one monotone feature with the answer (so the second's
 * value may not be lower), -1 the other way round, 0 where no single step leads from one to the other.
 */
function orderOf(
  first: LeafBox,
  second: LeafBox,
  bins: readonly FeatureBins[],
  monotone: Int8Array,
): -1 | 0 | 1 {
  let order: -1 | 0 | 1 = 0;
  for (const [feature, one] of first) {
    const other = second.get(feature);
    if (other === undefined || one.some((has, bin) => has === 1 && other[bin] === 1)) continue;
    if (order !== 0 || monotone[feature] === 0) return 0;
    const { missingBin } = bins[feature]!;
    const [low, high] = [one.subarray(0, missingBin), other.subarray(0, missingBin)];
    // Values have an order among themselves; missing has none.
    if (low.indexOf(1) < 0 || high.indexOf(1) < 0) return 0;
    order = low.indexOf(1) < high.indexOf(1) === monotone[feature]! > 0 ? 1 : -1;
  }
  return order;
}

/** The bounds of a leaf beside a new one: its own, or tighter ones where the two are in order. */
export function boundBeside(
  state: LeafState,
  box: LeafBox,
  beside: { readonly state: LeafState; readonly box: LeafBox },
  bins: readonly FeatureBins[],
  monotone: Int8Array,
): LeafState {
  const order = orderOf(box, beside.box, bins, monotone);
  const { output } = beside.state;
  if (order > 0 && output < state.high) return { ...state, high: output };
  if (order < 0 && output > state.low) return { ...state, low: output };
  return state;
}
