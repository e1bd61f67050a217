import type { CategoryBins } from "./feature-bins.ts";
import { binWidth, type Histogram } from "./histogram.ts";
import { leafScore, type Split, type SplitLimits, type Sums } from "./split.ts";

interface Found {
  gain: number;
  bins: readonly number[];
}

interface Level extends Sums {
  readonly bin: number;
}

/**
 * The best set of levels for the left side. Few levels: one against the rest. More: levels in the order of gradient by
 * hessian, where the best set is one end of the row (Fisher, "On Grouping for Maximum Homogeneity", 1958; LightGBM's limits
 * keep rare levels from leading). A missing value counts as a level. Undefined when nothing gains more than `minGain`.
 */
export function findCategorySplit(
  histogram: Histogram,
  feature: number,
  bins: CategoryBins,
  total: Sums,
  limits: SplitLimits,
  minGain: number,
): Split | undefined {
  const levels = readLevels(histogram, bins);
  const isOneAgainstRest = bins.levels.length <= limits.maxCatToOnehot;
  const lambda = limits.lambdaL2 + (isOneAgainstRest ? 0 : limits.catL2);
  const found: Found = { gain: minGain, bins: [] };
  if (isOneAgainstRest) findOneLevel(levels, total, limits, found);
  else findLevelSet(levels, total, limits, lambda, found);
  if (found.bins.length === 0) return undefined;
  const goesLeft = new Uint8Array(256);
  for (const bin of found.bins) goesLeft[bin] = 1;
  const left = levels
    .filter(({ bin }) => goesLeft[bin] === 1)
    .reduce((sum, level) => addSums(sum, level), { gradient: 0, hessian: 0, count: 0 });
  return { feature, gain: found.gain, goesLeft, thresholdBin: -1, lambda, left, right: rest(total, left) };
}

const addSums = (left: Sums, right: Sums): Sums => ({
  gradient: left.gradient + right.gradient,
  hessian: left.hessian + right.hessian,
  count: left.count + right.count,
});

const rest = (total: Sums, part: Sums): Sums => ({
  gradient: total.gradient - part.gradient,
  hessian: total.hessian - part.hessian,
  count: total.count - part.count,
});

/** Levels with rows in this leaf, and missing as one of them; the bin of all other levels always stays on the right. */
function readLevels(histogram: Histogram, bins: CategoryBins): readonly Level[] {
  const levels: Level[] = [];
  for (let bin = 0; bin < bins.binCount; bin++) {
    const at = bin * binWidth;
    if (bin === bins.levels.length || histogram[at + 2] === 0) continue;
    levels.push({ bin, gradient: histogram[at]!, hessian: histogram[at + 1]!, count: histogram[at + 2]! });
  }
  return levels;
}

/** The gain of a split into `left` and the rest, above the leaf as it is. */
function gainOf(left: Sums, total: Sums, limits: SplitLimits, lambda: number): number {
  const { gradientUnit, hessianUnit, lambdaL2 } = limits;
  const right = rest(total, left);
  return (
    leafScore(left.gradient * gradientUnit, left.hessian * hessianUnit, lambda) +
    leafScore(right.gradient * gradientUnit, right.hessian * hessianUnit, lambda) -
    leafScore(total.gradient * gradientUnit, total.hessian * hessianUnit, lambdaL2)
  );
}

const isBigEnough = ({ count, hessian }: Sums, limits: SplitLimits): boolean =>
  count >= limits.minDataInLeaf && hessian > 0 && hessian * limits.hessianUnit >= limits.minSumHessianInLeaf;

function findOneLevel(levels: readonly Level[], total: Sums, limits: SplitLimits, found: Found): void {
  for (const level of levels) {
    if (!isBigEnough(level, limits) || !isBigEnough(rest(total, level), limits)) continue;
    const gain = gainOf(level, total, limits, limits.lambdaL2);
    if (gain > found.gain) Object.assign(found, { gain, bins: [level.bin] });
  }
}

function findLevelSet(
  levels: readonly Level[],
  total: Sums,
  limits: SplitLimits,
  lambda: number,
  found: Found,
): void {
  const ratio = ({ gradient, hessian }: Level): number =>
    (gradient * limits.gradientUnit) / (hessian * limits.hessianUnit + limits.catSmooth);
  const ordered = levels
    .filter(({ count }) => count >= limits.catSmooth)
    .map((level) => ({ level, ratio: ratio(level) }))
    .sort((left, right) => left.ratio - right.ratio || left.level.bin - right.level.bin)
    .map(({ level }) => level);
  const most = Math.min(limits.maxCatThreshold, Math.floor((ordered.length + 1) / 2));
  for (const row of [ordered, ordered.toReversed()]) {
    let left: Sums = { gradient: 0, hessian: 0, count: 0 };
    let groupCount = 0;
    for (let taken = 0; taken < most; taken++) {
      left = addSums(left, row[taken]!);
      groupCount += row[taken]!.count;
      const right = rest(total, left);
      if (!isBigEnough(right, limits) || right.count < limits.minDataPerGroup) break;
      if (!isBigEnough(left, limits) || groupCount < limits.minDataPerGroup) continue;
      groupCount = 0;
      const gain = gainOf(left, total, limits, lambda);
      if (gain > found.gain)
        Object.assign(found, { gain, bins: row.slice(0, taken + 1).map(({ bin }) => bin) });
    }
  }
}
