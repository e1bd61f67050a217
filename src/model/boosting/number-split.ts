import { mixBits } from "../../base/index.ts";
import type { NumberBins } from "./feature-bins.ts";
import { binWidth, type Histogram } from "./histogram.ts";
import type { LeafState } from "./leaf-state.ts";
import { leafGain, leafValue } from "./leaf-value.ts";
import { isPlain, leafScore, type Split, type SplitLimits, type Sums } from "./split.ts";

/** The best threshold so far, and the bins among which one is looked for. */
interface Found {
  gain: number;
  bin: number;
  missingLeft: boolean;
  readonly fromBin: number;
  readonly toBin: number;
}

/**
 * The best threshold of a number, with rows of missing values on the left and on the right. Undefined when none gains more
 * than `minGain` over the leaf's own `score`. Of equal gains the first found stays: missing on the right, the lowest threshold.
 */
export function findNumberSplit(
  histogram: Histogram,
  feature: number,
  bins: NumberBins,
  leaf: LeafState,
  limits: SplitLimits,
  score: number,
  minGain: number,
): Split | undefined {
  const missing = sumsAt(histogram, bins.missingBin);
  const none: Sums = { gradient: 0, hessian: 0, count: 0 };
  // With missing values, the last bin is a threshold too: all numbers left, missing right.
  const lastBin = bins.missingBin - (missing.count > 0 ? 0 : 1);
  const drawn = limits.extraTrees ? drawBin(histogram, lastBin, mixBits(leaf.seed + feature)) : -1;
  const range = limits.extraTrees ? { fromBin: drawn, toBin: drawn } : { fromBin: 0, toBin: lastBin };
  const found: Found = { gain: minGain, bin: -1, missingLeft: false, ...range };
  const scan = isPlain(limits) ? scanPlain : scanWithValues;
  scan(histogram, lastBin, none, feature, leaf, limits, score, found, false);
  if (missing.count > 0)
    scan(histogram, bins.missingBin - 1, missing, feature, leaf, limits, score, found, true);
  return found.bin < 0
    ? undefined
    : describeSplit(histogram, feature, bins, leaf.sums, missing, found, limits.lambdaL2);
}

const sumsAt = (histogram: Histogram, bin: number): Sums => ({
  gradient: histogram[bin * binWidth]!,
  hessian: histogram[bin * binWidth + 1]!,
  count: histogram[bin * binWidth + 2]!,
});

/** A bin with rows on both sides of its upper edge (each as likely), or -1. */
function drawBin(histogram: Histogram, endBin: number, draw: number): number {
  let first = 0;
  while (first < endBin && histogram[first * binWidth + 2] === 0) first++;
  let last = endBin;
  while (last > first && histogram[last * binWidth + 2] === 0) last--;
  return last > first ? first + (draw % (last - first)) : -1;
}

/** The search where a leaf's score is G² / (H + λ). */
function scanPlain(
  histogram: Histogram,
  endBin: number,
  start: Sums,
  _feature: number,
  { sums: total }: LeafState,
  limits: SplitLimits,
  score: number,
  found: Found,
  missingLeft: boolean,
): void {
  const { minDataInLeaf, minSumHessianInLeaf, lambdaL2, gradientUnit, hessianUnit } = limits;
  let { gradient, hessian, count } = start;
  for (let bin = 0; bin < endBin; bin++) {
    const at = bin * binWidth;
    gradient += histogram[at]!;
    hessian += histogram[at + 1]!;
    count += histogram[at + 2]!;
    if (count < minDataInLeaf || histogram[at + 2] === 0) continue;
    if (total.count - count < minDataInLeaf) break;
    const leftHessian = hessian * hessianUnit;
    const rightHessian = (total.hessian - hessian) * hessianUnit;
    if (leftHessian < minSumHessianInLeaf || leftHessian <= 0) continue;
    if (rightHessian < minSumHessianInLeaf || rightHessian <= 0) break;
    const gain =
      leafScore(gradient * gradientUnit, leftHessian, lambdaL2) +
      leafScore((total.gradient - gradient) * gradientUnit, rightHessian, lambdaL2) -
      score;
    if (gain > found.gain) {
      found.gain = gain;
      found.bin = bin;
      found.missingLeft = missingLeft;
    }
  }
}

/** The search where values have more limits: both values first, then what they gain. */
function scanWithValues(
  histogram: Histogram,
  endBin: number,
  start: Sums,
  feature: number,
  leaf: LeafState,
  limits: SplitLimits,
  score: number,
  found: Found,
  missingLeft: boolean,
): void {
  const { minDataInLeaf, minSumHessianInLeaf, lambdaL1, lambdaL2, gradientUnit, hessianUnit } = limits;
  const direction = limits.monotone?.[feature] ?? 0;
  const total = leaf.sums;
  let { gradient, hessian, count } = start;
  for (let bin = 0; bin < endBin && bin <= found.toBin; bin++) {
    const at = bin * binWidth;
    gradient += histogram[at]!;
    hessian += histogram[at + 1]!;
    count += histogram[at + 2]!;
    if (bin < found.fromBin || count < minDataInLeaf) continue;
    if (histogram[at + 2] === 0 && !limits.extraTrees) continue;
    if (total.count - count < minDataInLeaf) break;
    const leftHessian = hessian * hessianUnit;
    const rightHessian = (total.hessian - hessian) * hessianUnit;
    if (leftHessian < minSumHessianInLeaf || leftHessian <= 0) continue;
    if (rightHessian < minSumHessianInLeaf || rightHessian <= 0) break;
    const leftGradient = gradient * gradientUnit;
    const rightGradient = (total.gradient - gradient) * gradientUnit;
    const left = leafValue(leftGradient, leftHessian, count, lambdaL2, limits, leaf);
    const right = leafValue(rightGradient, rightHessian, total.count - count, lambdaL2, limits, leaf);
    if (direction * (right - left) < 0) continue;
    const gain =
      leafGain(leftGradient, leftHessian, lambdaL2, lambdaL1, left) +
      leafGain(rightGradient, rightHessian, lambdaL2, lambdaL1, right) -
      score;
    if (gain > found.gain) {
      found.gain = gain;
      found.bin = bin;
      found.missingLeft = missingLeft;
    }
  }
}

function describeSplit(
  histogram: Histogram,
  feature: number,
  bins: NumberBins,
  total: Sums,
  missing: Sums,
  { gain, bin: thresholdBin, missingLeft }: Found,
  lambda: number,
): Split {
  let { gradient, hessian, count } = missingLeft ? missing : { gradient: 0, hessian: 0, count: 0 };
  for (let bin = 0; bin <= thresholdBin; bin++) {
    const sums = sumsAt(histogram, bin);
    gradient += sums.gradient;
    hessian += sums.hessian;
    count += sums.count;
  }
  const goesLeft = new Uint8Array(256);
  goesLeft.fill(1, 0, thresholdBin + 1);
  // Where training had no missing value here, one goes with the greater part, measured by the hessians (so by weights too).
  const follows = missing.count > 0 ? missingLeft : hessian >= total.hessian - hessian;
  goesLeft[bins.missingBin] = follows ? 1 : 0;
  return {
    feature,
    gain,
    goesLeft,
    thresholdBin,
    lambda,
    left: { gradient, hessian, count },
    right: {
      gradient: total.gradient - gradient,
      hessian: total.hessian - hessian,
      count: total.count - count,
    },
  };
}
