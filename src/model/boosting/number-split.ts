import type { NumberBins } from "./feature-bins.ts";
import { binWidth, type Histogram } from "./histogram.ts";
import { leafScore, type Split, type SplitLimits, type Sums } from "./split.ts";

interface Found {
  gain: number;
  bin: number;
  missingLeft: boolean;
}

/**
 * The best threshold of a number, with rows of missing values on the left and on the right. Undefined when none gains more
 * than `minGain`. Of equal gains the first found stays: missing on the right, the lowest threshold.
 */
export function findNumberSplit(
  histogram: Histogram,
  feature: number,
  bins: NumberBins,
  total: Sums,
  limits: SplitLimits,
  minGain: number,
): Split | undefined {
  const found: Found = { gain: minGain, bin: -1, missingLeft: false };
  const missing = sumsAt(histogram, bins.missingBin);
  const none: Sums = { gradient: 0, hessian: 0, count: 0 };
  // With missing values, the last bin is a threshold too: all numbers left, missing right.
  const lastBin = bins.missingBin - (missing.count > 0 ? 0 : 1);
  scan(histogram, lastBin, none, total, limits, found, false);
  if (missing.count > 0) scan(histogram, bins.missingBin - 1, missing, total, limits, found, true);
  if (found.bin < 0) return undefined;
  return describeSplit(histogram, feature, bins, total, missing, found, limits.lambdaL2);
}

const sumsAt = (histogram: Histogram, bin: number): Sums => ({
  gradient: histogram[bin * binWidth]!,
  hessian: histogram[bin * binWidth + 1]!,
  count: histogram[bin * binWidth + 2]!,
});

function scan(
  histogram: Histogram,
  endBin: number,
  start: Sums,
  total: Sums,
  limits: SplitLimits,
  found: Found,
  missingLeft: boolean,
): void {
  const { minDataInLeaf, minSumHessianInLeaf, lambdaL2, gradientUnit, hessianUnit } = limits;
  const parent = leafScore(total.gradient * gradientUnit, total.hessian * hessianUnit, lambdaL2);
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
      parent;
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
