import { independentRows } from "./check-assumptions.ts";
import { effect, finishTest, withinUnit } from "./finish-test.ts";
import { kolmogorovUpper, oneSidedUpper, pathsUpper, steppedUpper } from "./kolmogorov-tails.ts";
import { readOptions, type TestOptions, type TestSettings } from "./options.ts";
import { failRange, failSetting } from "./problems.ts";
import { readSample, type Numbers } from "./read-sample.ts";
import { normalP } from "./tails.ts";
import type { Alternative, AssumptionCheck, TestResult } from "./test-result.ts";
import { showNumber, sideOf, verdictOf } from "./words.ts";

/** Beyond so many pairs of places the limit distribution is taken. */
const mostPlaces = 4_000_000;

/**
 * The two-sample Kolmogorov-Smirnov test: do both samples come from the same distribution, whatever it is? The effect is D,
 * the largest distance between the shares of values up to a point. `alternative: "greater"` asks whether the share of `first`
 * lies above (so that its values are smaller). Exact, with ties, up to 4 million pairs of values; the limit of Smirnov (1939)
 * beyond. Throws T2830 to T2835 for bad input. Method of the exact p-value: G. Schröer & D. Trenkler, "Exact and Randomization
 * Distributions of Kolmogorov-Smirnov Tests Two or Three Samples" (1995).
 * @example
 * kolmogorovSmirnovTest([1, 2, 3], [4, 5, 6]).effect.estimate // 1
 */
export function kolmogorovSmirnovTest(
  first: Numbers,
  second: Numbers,
  options: TestOptions = {},
): TestResult {
  const settings = readOptions(options, ["first", "second"]);
  const left = readSample(first, settings.names[0]!, settings.missing);
  const right = readSample(second, settings.names[1]!, settings.missing);
  const [a, b] = [left.values.sort(), right.values.sort()];
  const [m, n] = [a.length, b.length];
  const { above, below, at, isStep } = compareSteps(a, b);
  const { alternative } = settings;
  const steps = alternative === "greater" ? above : alternative === "less" ? below : Math.max(above, below);
  const d = steps / m / n;
  const isExact = m * n <= mostPlaces;
  const pValue = isExact
    ? pathsUpper(m, n, steps, alternative, isStep)
    : steppedUpper(d * Math.sqrt((m / (m + n)) * n), alternative);
  const [one, other] = [settings.names[0]!, settings.names[1]!];
  return finishTest(
    {
      test: "two-sample Kolmogorov-Smirnov test",
      hypothesis: `${settings.measure} has the same distribution in ${one} and ${other}`,
      alternative,
      effect: effect("D (largest distance between the shares of values up to a point)", d),
      moreEffects: [],
      statistic: { name: "D", value: d },
      degreesOfFreedom: [],
      pValue,
      sizes: [
        { name: one, count: m },
        { name: other, count: n },
      ],
      assumptions: [independentRows],
      notes: [isExact ? "p from all orders of the values." : "p from the limit for large samples."],
      sentence: `The shares of ${settings.measure} up to a point differ most at ${showNumber(at)}, by ${showNumber(d)}. ${verdictOf(pValue, settings.level, "difference of the distributions")}${sideOf(alternative)}`,
    },
    left.dropped + right.dropped,
  );
}

interface Steps {
  /** The largest i·n - j·m, where i of the first and j of the second sample are up to a point; and the largest negative of it. */
  readonly above: number;
  readonly below: number;
  /** The point of the largest distance. */
  readonly at: number;
  /** Whether a value ends at place i + j of the joint order: 0 within ties. */
  readonly isStep: Uint8Array;
}

function compareSteps(a: Float64Array, b: Float64Array): Steps {
  const [m, n] = [a.length, b.length];
  const isStep = new Uint8Array(m + n + 1);
  let [above, below, at, i, j] = [0, 0, a[0]!, 0, 0];
  while (i < m || j < n) {
    const value = i < m && (j === n || a[i]! <= b[j]!) ? a[i]! : b[j]!;
    while (i < m && a[i] === value) i++;
    while (j < n && b[j] === value) j++;
    isStep[i + j] = 1;
    const distance = i * n - j * m;
    if (Math.abs(distance) > Math.max(above, below)) at = value;
    above = Math.max(above, distance);
    below = Math.max(below, -distance);
  }
  return { above, below, at, isStep };
}

/** What a sample is compared with: a normal distribution that was known before, or any cumulative distribution function. */
export interface KnownDistribution {
  readonly mean?: number;
  readonly deviation?: number;
  /** P(X ≤ x) of the distribution; instead of `mean` and `deviation`. */
  readonly cumulative?: (x: number) => number;
}

/**
 * The one-sample Kolmogorov-Smirnov test: do the values come from this distribution? It must be known without looking at
 * the values; where its mean and deviation are estimated from them, take {@link shapiroWilkTest} or {@link andersonDarlingTest}.
 * Throws T2830 to T2835 and T2845 for bad input. Methods: A. N. Kolmogorov (1933); exact: G. Marsaglia, W. W. Tsang & J. Wang
 * (2003); one-sided: Z. W. Birnbaum & F. H. Tingey (1951).
 */
export function kolmogorovSmirnovOneSampleTest(
  values: Numbers,
  options: TestOptions & KnownDistribution = {},
): TestResult {
  const settings = readOptions(options, ["values"]);
  const cumulative = readDistribution(options);
  const { values: sample, dropped } = readSample(values, settings.names[0]!, settings.missing);
  const sorted = sample.sort();
  const count = sorted.length;
  let [above, below] = [0, 0];
  for (let at = 0; at < count; at++) {
    const share = cumulative(sorted[at]!);
    if (!(share >= 0 && share <= 1)) failRange("cumulative", share, "a function with values from 0 to 1");
    above = Math.max(above, (at + 1) / count - share);
    below = Math.max(below, share - at / count);
  }
  const { alternative } = settings;
  const d = alternative === "greater" ? above : alternative === "less" ? below : Math.max(above, below);
  const pValue = alternative === "two-sided" ? kolmogorovUpper(d, count) : oneSidedUpper(d, count);
  return finishTest(oneSampleResult(settings, d, pValue, count, tiesOf(sorted)), dropped);
}

function oneSampleResult(
  settings: TestSettings,
  d: number,
  pValue: number,
  count: number,
  ties: AssumptionCheck,
): TestResult {
  return {
    test: "one-sample Kolmogorov-Smirnov test",
    hypothesis: `${settings.measure} has the given distribution`,
    alternative: settings.alternative,
    effect: effect("D (largest distance between the shares of values up to a point)", withinUnit(d)),
    moreEffects: [],
    statistic: { name: "D", value: d },
    degreesOfFreedom: [],
    pValue,
    sizes: [{ name: settings.names[0]!, count }],
    assumptions: [
      ties,
      {
        assumption: "the distribution was known without these values",
        verdict: "unchecked",
        detail: "With a mean or deviation that was estimated from them, the p-value is far too large.",
        alternative: "shapiroWilkTest or andersonDarlingTest",
      },
      independentRows,
    ],
    notes: [],
    sentence: `The shares of ${settings.measure} up to a point differ from the given distribution by ${showNumber(d)} at most. ${verdictOf(pValue, settings.level, "difference from it")}${sideOf(settings.alternative)}`,
  };
}

function tiesOf(sorted: Float64Array): AssumptionCheck {
  let tied = 0;
  for (let at = 1; at < sorted.length; at++) if (sorted[at] === sorted[at - 1]) tied++;
  return {
    assumption: "the values are continuous",
    verdict: tied === 0 ? "holds" : tied < sorted.length / 10 ? "doubtful" : "violated",
    detail:
      tied === 0
        ? "No two values are equal."
        : `${tied} values equal the one before them, so p is too large.`,
    alternative: tied === 0 ? undefined : "goodnessOfFitTest",
  };
}

function readDistribution({ mean = 0, deviation = 1, cumulative }: KnownDistribution): (x: number) => number {
  if (cumulative !== undefined)
    return typeof cumulative === "function"
      ? cumulative
      : failSetting("cumulative", cumulative, "a function of one number");
  if (!Number.isFinite(mean)) failSetting("mean", mean, "a finite number");
  if (!(Number.isFinite(deviation) && deviation > 0)) failSetting("deviation", deviation, "a number above 0");
  const side: Alternative = "less";
  return (x) => normalP((x - mean) / deviation, side);
}
