import { mixBits } from "../../base/index.ts";
import { findCategorySplit } from "./category-split.ts";
import type { LeafState } from "./leaf-state.ts";
import { leafGain } from "./leaf-value.ts";
import { findNumberSplit } from "./number-split.ts";
import { isPlain, leafScore, type Split, type SplitLimits } from "./split.ts";
import type { HistogramKey, TreeGround } from "./tree-ground.ts";

/** The best split of a leaf over the features that it may ask about, or undefined. Of equal gains the earlier feature wins. */
export function findSplit(
  ground: TreeGround,
  histogram: HistogramKey,
  features: readonly number[],
  leaf: LeafState,
  limits: SplitLimits,
): Split | undefined {
  const score = scoreAsItIs(leaf, limits);
  const leastGain = leastGainOf(leaf, score, limits);
  let best: Split | undefined;
  for (const feature of askable(features, leaf, limits)) {
    const kind = ground.bins[feature]!;
    const minGain = best ? best.gain : leastGain;
    const triples = ground.read(histogram, feature);
    const found =
      kind.kind === "number"
        ? findNumberSplit(triples, feature, kind, leaf, limits, score, minGain)
        : findCategorySplit(triples, feature, kind, leaf, limits, score, minGain);
    best = found ?? best;
  }
  return best;
}

/** The best splits of at most two leaves: where the ground can tell which feature has it, only that one is searched in full. */
export function findSplits(
  ground: TreeGround,
  leaves: readonly { readonly histogram: HistogramKey; readonly state: LeafState }[],
  features: readonly number[],
  limits: SplitLimits,
): readonly (Split | undefined)[] {
  const isUsual = isPlain(limits) && !limits.groups && limits.featureFractionBynode >= 1;
  const searched = leaves.map(({ histogram, state }) => {
    const score = scoreAsItIs(state, limits);
    return { histogram, sums: state.sums, score, leastGain: leastGainOf(state, score, limits) };
  });
  const best = isUsual ? ground.search?.(searched, limits) : undefined;
  return leaves.map(({ histogram, state }, at) => {
    const feature = best?.[at];
    if (feature === undefined) return findSplit(ground, histogram, features, state, limits);
    return feature < 0 ? undefined : findSplit(ground, histogram, [feature], state, limits);
  });
}

/** What a split must gain more than: a gain that is only the rounding of the leaf's own score is none. */
const leastGainOf = ({ sums }: LeafState, score: number, { minGainToSplit }: SplitLimits): number =>
  Math.max(minGainToSplit, sums.hessian > 0 ? Math.abs(score) * 1e-12 : 0);

/** How much the leaf lowers the loss (twice) as long as it is not parted. */
function scoreAsItIs({ sums, output }: LeafState, limits: SplitLimits): number {
  const gradient = sums.gradient * limits.gradientUnit;
  const hessian = sums.hessian * limits.hessianUnit;
  return isPlain(limits)
    ? leafScore(gradient, hessian, limits.lambdaL2)
    : leafGain(gradient, hessian, limits.lambdaL2, limits.lambdaL1, output);
}

/** The features that a leaf may ask about: those that share a group with all that were asked before, and of them the drawn ones. */
function askable(
  features: readonly number[],
  { groups, seed }: LeafState,
  { featureFractionBynode: fraction }: SplitLimits,
): readonly number[] {
  const allowed = groups
    ? features.filter((feature) => groups.some((group) => group.includes(feature)))
    : features;
  if (fraction >= 1 || allowed.length <= 1) return allowed;
  const count = Math.max(1, Math.round(fraction * allowed.length));
  return allowed
    .map((feature) => ({ feature, draw: mixBits(seed ^ mixBits(feature + 1)) }))
    .sort((one, other) => one.draw - other.draw || one.feature - other.feature)
    .slice(0, count)
    .map(({ feature }) => feature)
    .sort((one, other) => one - other);
}
