import { mixBits } from "../../base/index.ts";
import { leafValue } from "./leaf-value.ts";
import type { Split, SplitLimits, Sums } from "./split.ts";

/** A leaf as the search for its split sees it. */
export interface LeafState {
  readonly sums: Sums;
  /** Its value before the learning rate. */
  readonly output: number;
  /** Bounds that its value, and those of all that grows from it, keep to. */
  readonly low: number;
  readonly high: number;
  /** The groups of features that may go on below it; absent where all may. */
  readonly groups: readonly (readonly number[])[] | undefined;
  /** From the tree's seed and the path to the leaf, so that no draw depends on the order in which leaves are parted. */
  readonly seed: number;
}

const free = { low: -Infinity, high: Infinity, output: 0 };

/** The state of the first leaf. */
export function rootState(sums: Sums, limits: SplitLimits, seed: number): LeafState {
  const output = valueOf(sums, limits.lambdaL2, { ...limits, pathSmooth: 0 }, free);
  return { sums, output, low: -Infinity, high: Infinity, groups: limits.groups, seed };
}

const valueOf = (
  { gradient, hessian, count }: Sums,
  lambda: number,
  limits: SplitLimits,
  frame: Pick<LeafState, "low" | "high" | "output">,
): number =>
  leafValue(gradient * limits.gradientUnit, hessian * limits.hessianUnit, count, lambda, limits, frame);

/**
 * The states of both sides of a split. Where answers must rise with the feature that is asked about, the middle of both
 * values bounds the left side from above and the right side from below, for all that grows there: so each tree is monotone,
 * and a sum of monotone trees is, rounding included, for rounding is monotone. With loose bounds each side is bounded by
 * the other's value alone, and every new leaf bounds those that are in order with it (see leaf-boxes.ts).
 */
export function childStates(parent: LeafState, split: Split, limits: SplitLimits): [LeafState, LeafState] {
  let left = valueOf(split.left, split.lambda, limits, parent);
  let right = valueOf(split.right, split.lambda, limits, parent);
  const direction = limits.monotone?.[split.feature] ?? 0;
  const middle = left / 2 + right / 2;
  // Numbers of rows may have been estimates when the split was found, and smoothing goes by them.
  if (direction * (right - left) < 0) left = right = middle;
  const groups = parent.groups?.filter((group) => group.includes(split.feature));
  const { low, high, seed } = parent;
  const [lower, upper] = direction < 0 ? [right, left] : [left, right];
  const below = { low, high: direction === 0 ? high : Math.min(high, limits.looseBounds ? upper : middle) };
  const above = { low: direction === 0 ? low : Math.max(low, limits.looseBounds ? lower : middle), high };
  const side = (sums: Sums, output: number, bounds: typeof below, salt: number): LeafState => ({
    sums,
    output,
    ...bounds,
    groups,
    seed: mixBits(seed + salt),
  });
  return [
    side(split.left, left, direction < 0 ? above : below, 0x9e3779b1),
    side(split.right, right, direction < 0 ? below : above, 0x7f4a7c15),
  ];
}
