import { exactSum } from "../exact-sum.ts";
import { shapiroWilkPValue, shapiroWilkWeights } from "../distributions/index.ts";
import { effect, finishTest } from "./finish-test.ts";
import { readOptionsOfAllSides, type TestOptions } from "./options.ts";
import { failConstant, failRange } from "./problems.ts";
import { readSample, type Numbers } from "./read-sample.ts";
import type { TestResult } from "./test-result.ts";
import { pValueWords } from "../p-value-text.ts";
import { showNumber } from "./words.ts";

/** How many values the approximation was made for. */
export const mostForShapiroWilk = 5000;

/**
 * The Shapiro-Wilk test of normality, for 3 to 5000 values. The statistic W is the squared correlation of the sorted values
 * with what a normal sample is expected to be: 1 for a perfect fit. Throws T2830 to T2835 for bad input, T2834 for equal
 * values, T2845 for more than 5000. Method: P. Royston, "Remark AS R94: A Remark on Algorithm AS 181: The W-test for
 * Normality", Applied Statistics 44 (1995).
 * @example
 * shapiroWilkTest([148, 154, 158, 160, 161, 162, 166, 170, 182, 195, 236]).statistic.name // "W"
 */
export function shapiroWilkTest(values: Numbers, options: TestOptions = {}): TestResult {
  const settings = readOptionsOfAllSides(options, ["values"]);
  const { values: sample, dropped } = readSample(values, settings.names[0]!, settings.missing, 3);
  if (sample.length > mostForShapiroWilk)
    failRange("values", sample.length, `at most ${mostForShapiroWilk} values (see andersonDarlingTest)`);
  const sorted = sample.sort();
  if (sorted[0] === sorted[sorted.length - 1]) failConstant("values", "All values are equal");
  const { w, pValue } = shapiroWilk(sorted);
  return finishTest(
    {
      test: "Shapiro-Wilk test",
      hypothesis: `${settings.measure} is normally distributed`,
      alternative: "two-sided",
      effect: effect("W (1 is a perfect fit to a normal distribution)", w),
      moreEffects: [],
      statistic: { name: "W", value: w },
      degreesOfFreedom: [],
      pValue,
      sizes: [{ name: settings.names[0]!, count: sorted.length }],
      assumptions: [],
      notes: [],
      sentence:
        pValue < 1 - settings.level
          ? `The values of ${settings.measure} do not look like a normal sample (W = ${showNumber(w)}, ${pValueWords(pValue)}).`
          : `Nothing speaks against a normal distribution of ${settings.measure} (W = ${showNumber(w)}, ${pValueWords(pValue)}).`,
    },
    dropped,
  );
}

/** W and its p-value for sorted numbers, 3 to 5000 of them, that are not all equal. */
export function shapiroWilk(sorted: Float64Array): { readonly w: number; readonly pValue: number } {
  const count = sorted.length;
  const weights = shapiroWilkWeights(count);
  const range = sorted[count - 1]! - sorted[0]!;
  // The smallest numbers are lifted first, for one over their range is no number.
  const lift = range < 2 ** -1000 ? 2 ** 500 : 1;
  const scale = Number.isFinite(range) ? 1 / (range * lift) : 2 ** -1000;
  const scaled = sorted.map((value) => (value - (Number.isFinite(range) ? sorted[0]! : 0)) * lift * scale);
  const mean = exactSum(scaled) / count;
  let weightSquares = 0;
  let squares = 0;
  let products = 0;
  for (let at = 0; at < count; at++) {
    const weight = weights[at]!;
    const deviation = scaled[at]! - mean;
    weightSquares += weight * weight;
    squares += deviation * deviation;
    products += weight * deviation;
  }
  const size = Math.sqrt(weightSquares * squares);
  const rest = Math.max(0, ((size - products) * (size + products)) / (weightSquares * squares));
  return { w: 1 - rest, pValue: shapiroWilkPValue(1 - rest, count, rest) };
}
