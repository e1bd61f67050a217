import { exponential, naturalLogarithm } from "../../base/index.ts";
import { exactSum } from "../exact-sum.ts";
import { normalQuantile, normalUpper } from "../distributions/index.ts";
import { effect, finishTest } from "./finish-test.ts";
import { readOptions, type TestOptions } from "./options.ts";
import { failConstant, failRange } from "./problems.ts";
import { readSample, type Numbers } from "./read-sample.ts";
import type { TestResult } from "./test-result.ts";
import { showNumber, showP } from "./words.ts";

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
  const settings = readOptions(options, ["values"]);
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
          ? `The values of ${settings.measure} do not look like a normal sample (W = ${showNumber(w)}, ${showP(pValue)}).`
          : `Nothing speaks against a normal distribution of ${settings.measure} (W = ${showNumber(w)}, ${showP(pValue)}).`,
    },
    dropped,
  );
}

/** W and its p-value for sorted numbers, 3 to 5000 of them, that are not all equal. */
export function shapiroWilk(sorted: Float64Array): { readonly w: number; readonly pValue: number } {
  const count = sorted.length;
  const weights = weightsFor(count);
  const range = sorted[count - 1]! - sorted[0]!;
  const scale = Number.isFinite(range) ? 1 / range : 2 ** -1000;
  const scaled = sorted.map((value) => (value - (Number.isFinite(range) ? sorted[0]! : 0)) * scale);
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
  return { w: 1 - rest, pValue: shapiroWilkTail(rest, count) };
}

const polynomial = (coefficients: readonly number[], x: number): number =>
  coefficients.reduceRight((sum, one) => sum * x + one, 0);

/** The weights of the sorted values, antisymmetric; those of the outermost by Royston's polynomials. */
function weightsFor(count: number): Float64Array {
  const weights = new Float64Array(count);
  const set = (at: number, weight: number): void => {
    weights[at] = -weight;
    weights[count - 1 - at] = weight;
  };
  if (count === 3) {
    set(0, Math.sqrt(0.5));
    return weights;
  }
  const half = Math.floor(count / 2);
  const scores = Array.from({ length: half }, (_, at) => normalQuantile((at + 0.625) / (count + 0.25)));
  const sum = 2 * scores.reduce((total, score) => total + score * score, 0);
  const [first, second] = [scores[0]!, scores[1]!];
  const root = 1 / Math.sqrt(count);
  const outer =
    polynomial([0, 0.221157, -0.147981, -2.07119, 4.434685, -2.706056], root) - first / Math.sqrt(sum);
  const next =
    polynomial([0, 0.042981, -0.293762, -1.752461, 5.682633, -3.582633], root) - second / Math.sqrt(sum);
  const hasNext = count > 5;
  const factor = hasNext
    ? Math.sqrt((sum - 2 * first * first - 2 * second * second) / (1 - 2 * outer * outer - 2 * next * next))
    : Math.sqrt((sum - 2 * first * first) / (1 - 2 * outer * outer));
  for (let at = 0; at < half; at++)
    set(at, at === 0 ? outer : at === 1 && hasNext ? next : -scores[at]! / factor);
  return weights;
}

/** The p-value of 1 - W. */
function shapiroWilkTail(rest: number, count: number): number {
  if (rest === 0) return 1;
  if (count === 3) return Math.max(0, 1 - (6 / Math.PI) * smallArcsine(Math.sqrt(Math.min(0.25, rest))));
  const log = naturalLogarithm(rest);
  const logCount = naturalLogarithm(count);
  if (count > 11) {
    const mean = polynomial([-1.5861, -0.31082, -0.083751, 0.0038915], logCount);
    const deviation = exponential(polynomial([-0.4803, -0.082676, 0.0030302], logCount));
    return normalUpper((log - mean) / deviation);
  }
  const gamma = polynomial([-2.273, 0.459], count);
  if (log >= gamma) return 1e-99;
  const mean = polynomial([0.544, -0.39978, 0.025054, -6.714e-4], count);
  const deviation = exponential(polynomial([1.3822, -0.77857, 0.062767, -0.0020322], count));
  return normalUpper((-naturalLogarithm(gamma - log) - mean) / deviation);
}

/** The arcsine of a number from 0 to 0.5, by its power series. */
function smallArcsine(x: number): number {
  let term = x;
  let sum = x;
  for (let odd = 1; odd < 80; odd += 2) {
    term *= (x * x * odd) / (odd + 1);
    sum += term / (odd + 2);
  }
  return sum;
}
