import { mixBits } from "../../base/index.ts";
import type { CategoryBins } from "./feature-bins.ts";
import { binWidth, type Histogram } from "./histogram.ts";
import type { LeafState } from "./leaf-state.ts";
import { leafGain, leafValue } from "./leaf-value.ts";
import { sortBins } from "./sort-bins.ts";
import { isPlain, leafScore, type Split, type SplitLimits } from "./split.ts";

/** A leaf's sums of one category, and what a split of it must keep to. */
interface Search {
  readonly histogram: Histogram;
  readonly bins: CategoryBins;
  readonly leaf: LeafState;
  readonly limits: SplitLimits;
  readonly plain: boolean;
  /** The penalty for the values of both sides. */
  readonly lambda: number;
  readonly score: number;
  gain: number;
  /** The left side: so many bins from the front of the row, or (below 0) from its end; 0 while nothing is found. */
  taken: number;
}

/** One search at a time, so its room is kept: the levels with rows in the leaf, from the front, and each bin's ratio. */
const row = new Int32Array(256);
const ratios = new Float64Array(256);

/**
 * The best set of levels for the left side. Few levels: one against the rest. More: levels in the order of gradient by
 * hessian, where the best set is one end of the row (Fisher, "On Grouping for Maximum Homogeneity", 1958; LightGBM's limits
 * keep rare levels from leading). A missing value counts as a level. Undefined when nothing gains more than `minGain` over the
 * leaf's own `score`.
 */
export function findCategorySplit(
  histogram: Histogram,
  feature: number,
  bins: CategoryBins,
  leaf: LeafState,
  limits: SplitLimits,
  score: number,
  minGain: number,
): Split | undefined {
  const isOneAgainstRest = bins.levels.length <= limits.maxCatToOnehot;
  const lambda = limits.lambdaL2 + (isOneAgainstRest ? 0 : limits.catL2);
  const plain = isPlain(limits);
  const search: Search = { histogram, bins, leaf, limits, plain, lambda, score, gain: minGain, taken: 0 };
  const drawn = limits.extraTrees ? mixBits(leaf.seed + feature) : -1;
  const taken = isOneAgainstRest ? findOneLevel(search, drawn) : findLevelSet(search, drawn);
  return taken.length === 0 ? undefined : describeSplit(search, feature, taken);
}

/** Puts the levels with at least so many rows here into the row; the bin of all other levels always stays on the right. */
function readLevels({ histogram, bins }: Search, leastCount: number): number {
  let count = 0;
  for (let bin = 0; bin < bins.binCount; bin++) {
    const rows = histogram[bin * binWidth + 2]!;
    if (bin !== bins.levels.length && rows > 0 && rows >= leastCount) row[count++] = bin;
  }
  return count;
}

const isBigEnough = (count: number, hessian: number, limits: SplitLimits): boolean =>
  count >= limits.minDataInLeaf && hessian > 0 && hessian * limits.hessianUnit >= limits.minSumHessianInLeaf;

/** The gain of a split into a left side and the rest, above the leaf as it is. */
function gainOf(gradient: number, hessian: number, count: number, search: Search): number {
  const { leaf, limits, lambda, score } = search;
  const { gradientUnit, hessianUnit, lambdaL1 } = limits;
  const leftGradient = gradient * gradientUnit;
  const leftHessian = hessian * hessianUnit;
  const rightGradient = (leaf.sums.gradient - gradient) * gradientUnit;
  const rightHessian = (leaf.sums.hessian - hessian) * hessianUnit;
  if (search.plain)
    return (
      leafScore(leftGradient, leftHessian, lambda) + leafScore(rightGradient, rightHessian, lambda) - score
    );
  const left = leafValue(leftGradient, leftHessian, count, lambda, limits, leaf);
  const right = leafValue(rightGradient, rightHessian, leaf.sums.count - count, lambda, limits, leaf);
  return (
    leafGain(leftGradient, leftHessian, lambda, lambdaL1, left) +
    leafGain(rightGradient, rightHessian, lambda, lambdaL1, right) -
    score
  );
}

/** The best level, or the drawn one, against the rest. */
function findOneLevel(search: Search, drawn: number): Int32Array {
  const { histogram, limits, leaf } = search;
  const levelCount = readLevels(search, 0);
  const only = drawn < 0 || levelCount === 0 ? -1 : drawn % levelCount;
  let best = -1;
  for (let at = 0; at < levelCount; at++) {
    if (only >= 0 && at !== only) continue;
    const place = row[at]! * binWidth;
    const [gradient, hessian, count] = [histogram[place]!, histogram[place + 1]!, histogram[place + 2]!];
    if (!isBigEnough(count, hessian, limits)) continue;
    if (!isBigEnough(leaf.sums.count - count, leaf.sums.hessian - hessian, limits)) continue;
    const gain = gainOf(gradient, hessian, count, search);
    if (!(gain > search.gain)) continue;
    search.gain = gain;
    best = at;
  }
  return best < 0 ? row.subarray(0, 0) : row.subarray(best, best + 1);
}

/** The best end of the row of levels, or a drawn one. */
function findLevelSet(search: Search, drawn: number): Int32Array {
  const { histogram, limits } = search;
  const levelCount = readLevels(search, limits.catSmooth);
  for (let at = 0; at < levelCount; at++) {
    const bin = row[at]!;
    const curvature = histogram[bin * binWidth + 1]! * limits.hessianUnit + limits.catSmooth;
    ratios[bin] = curvature > 0 ? (histogram[bin * binWidth]! * limits.gradientUnit) / curvature : 0;
  }
  sortBins(row, levelCount, ratios);
  const most = Math.min(limits.maxCatThreshold, Math.floor((levelCount + 1) / 2));
  const only = drawn < 0 || most === 0 ? 0 : 1 + (drawn % most);
  scanFrom(search, 0, 1, most, only);
  scanFrom(search, levelCount - 1, -1, most, only);
  const { taken } = search;
  return taken >= 0 ? row.subarray(0, taken) : row.subarray(levelCount + taken, levelCount);
}

/** Takes one more level into the left side at each step, from one end of the row. */
function scanFrom(search: Search, first: number, step: 1 | -1, most: number, only: number): void {
  const { histogram, limits, leaf } = search;
  let [gradient, hessian, count, groupCount] = [0, 0, 0, 0];
  for (let taken = 1; taken <= most; taken++) {
    const place = row[first + (taken - 1) * step]! * binWidth;
    gradient += histogram[place]!;
    hessian += histogram[place + 1]!;
    count += histogram[place + 2]!;
    groupCount += histogram[place + 2]!;
    const rest = leaf.sums.count - count;
    if (!isBigEnough(rest, leaf.sums.hessian - hessian, limits) || rest < limits.minDataPerGroup) return;
    if (!isBigEnough(count, hessian, limits) || groupCount < limits.minDataPerGroup) continue;
    groupCount = 0;
    if (only > 0 && taken !== only) continue;
    const gain = gainOf(gradient, hessian, count, search);
    if (!(gain > search.gain)) continue;
    search.gain = gain;
    search.taken = taken * step;
  }
}

function describeSplit({ histogram, leaf, lambda, gain }: Search, feature: number, taken: Int32Array): Split {
  const goesLeft = new Uint8Array(256);
  let [gradient, hessian, count] = [0, 0, 0];
  for (const bin of taken) {
    goesLeft[bin] = 1;
    gradient += histogram[bin * binWidth]!;
    hessian += histogram[bin * binWidth + 1]!;
    count += histogram[bin * binWidth + 2]!;
  }
  const { sums } = leaf;
  return {
    feature,
    gain,
    goesLeft,
    thresholdBin: -1,
    lambda,
    left: { gradient, hessian, count },
    right: { gradient: sums.gradient - gradient, hessian: sums.hessian - hessian, count: sums.count - count },
  };
}
