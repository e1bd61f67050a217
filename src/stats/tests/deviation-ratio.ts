import { exponential, naturalLogarithm } from "../../base/index.ts";
import type { Interval } from "../interval.ts";
import { summarize } from "./summary.ts";
import { normalCritical } from "./tails.ts";

/**
 * The interval of the ratio of two standard deviations, first over second (D. G. Bonett, "Robust Confidence Interval for a Ratio of
 * Standard Deviations", Applied Psychological Measurement 30, 2006): the logarithms of the variances differ nearly normally, with a spread
 * that the common kurtosis says. For several comparisons the level holds for all of them (Bonferroni). Undefined for samples of less
 * than five, or without spread.
 */
export function deviationRatioInterval(
  first: Float64Array,
  second: Float64Array,
  level: number,
  comparisons = 1,
): Interval | undefined {
  const [m, n] = [first.length, second.length];
  if (m < 5 || n < 5) return undefined;
  const [left, right] = [summarize(first, "first").variance, summarize(second, "second").variance];
  if (!(left > 0 && right > 0)) return undefined;
  const kurtosis = pooledKurtosis(first, second);
  const error = Math.sqrt((kurtosis - (m - 3) / m) / (m - 1) + (kurtosis - (n - 3) / n) / (n - 1));
  const z = normalCritical(1 - (1 - level) / comparisons, "two-sided");
  // For unequal counts the smaller one counts for more: Bonett's factor, which is of no use where it is not near 1.
  const factor = naturalLogarithm(m / (m - z) / (n / (n - z)));
  const middle = naturalLogarithm(left) - naturalLogarithm(right) + (m > 2 * z && n > 2 * z ? factor : 0);
  return {
    level,
    low: exponential((middle - z * error) / 2),
    high: exponential((middle + z * error) / 2),
  };
}

/** The kurtosis of both samples together, around means without the outermost values, which keeps it from being too small. */
function pooledKurtosis(first: Float64Array, second: Float64Array): number {
  let [fourth, squares] = [0, 0];
  for (const values of [first, second]) {
    const trimmed = trimmedMean(values);
    const mean = values.reduce((sum, value) => sum + value / values.length, 0);
    for (let at = 0; at < values.length; at++) {
      const distance = values[at]! - trimmed;
      fourth += distance * distance * distance * distance;
      squares += (values[at]! - mean) * (values[at]! - mean);
    }
  }
  return ((first.length + second.length) * fourth) / (squares * squares);
}

/** The mean without the outermost values on both sides, a share of 1 / (2 √(n - 4)) on each. */
function trimmedMean(values: Float64Array): number {
  const count = values.length;
  const share = 1 / (2 * Math.sqrt(count - 4));
  const cut = Math.min(Math.floor(share * count), Math.floor((count - 1) / 2));
  const kept = values
    .slice()
    .sort()
    .subarray(cut, count - cut);
  return kept.reduce((sum, value) => sum + value / kept.length, 0);
}
