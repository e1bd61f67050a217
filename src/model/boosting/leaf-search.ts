import { findCategorySplit } from "./category-split.ts";
import { findNumberSplit } from "./number-split.ts";
import { leafScore, type Split, type SplitLimits, type Sums } from "./split.ts";
import type { HistogramKey, TreeGround } from "./tree-ground.ts";

/** The best split of a leaf over the given features, or undefined. Of equal gains the earlier feature wins. */
export function findSplit(
  ground: TreeGround,
  histogram: HistogramKey,
  features: readonly number[],
  sums: Sums,
  limits: SplitLimits,
): Split | undefined {
  const { gradient, hessian } = sums;
  const score = leafScore(gradient * limits.gradientUnit, hessian * limits.hessianUnit, limits.lambdaL2);
  // A gain that is only the rounding of the leaf's own score is none.
  const leastGain = Math.max(limits.minGainToSplit, hessian > 0 ? score * 1e-12 : 0);
  let best: Split | undefined;
  for (const feature of features) {
    const kind = ground.bins[feature]!;
    const minGain = best ? best.gain : leastGain;
    const triples = ground.read(histogram, feature);
    const found =
      kind.kind === "number"
        ? findNumberSplit(triples, feature, kind, sums, limits, minGain)
        : findCategorySplit(triples, feature, kind, sums, limits, minGain);
    best = found ?? best;
  }
  return best;
}

/** -G / (H + λ), the step of Newton's method. */
export function leafOutput(
  { gradient, hessian }: Sums,
  lambda: number,
  { gradientUnit, hessianUnit }: SplitLimits,
): number {
  const curvature = hessian * hessianUnit + lambda;
  return curvature > 0 ? -(gradient * gradientUnit) / curvature : 0;
}
