import type { Interval } from "../interval.ts";
import { checkNormal, independence, independentRows } from "./check-assumptions.ts";
import { effect, finishTest } from "./finish-test.ts";
import { equalVariances } from "./levene.ts";
import { distanceFrom, keepDigits, movedInterval } from "./keep-digits.ts";
import { readOptions, type DistanceOptions, type TestSettings } from "./options.ts";
import { failConstant, failSetting } from "./problems.ts";
import { readRows, readSample, type Numbers } from "./read-sample.ts";
import { standardizedDifference } from "./standardized-difference.ts";
import { summarize, type Summary } from "./summary.ts";
import { studentCritical, studentP } from "./tails.ts";
import type { Alternative, TestResult } from "./test-result.ts";
import { apartWords, showInterval, showNumber, sideOf, verdictOf } from "./words.ts";

/** Options of the t-tests. */
export interface MeanTestOptions extends DistanceOptions {
  /** The mean, or difference of means, that the hypothesis names; 0 unless told. */
  readonly against?: number;
}

/** A t statistic with its p-value and the interval around the estimate. */
interface StudentOutcome {
  readonly t: number;
  readonly pValue: number;
  readonly interval: Interval;
}

function studentOutcome(
  estimate: number,
  against: number,
  standardError: number,
  degrees: number,
  { alternative, level }: TestSettings,
): StudentOutcome {
  const t = (estimate - against) / standardError;
  return {
    t,
    pValue: studentP(t, degrees, alternative),
    interval: intervalAround(
      estimate,
      studentCritical(level, degrees, alternative) * standardError,
      alternative,
      level,
    ),
  };
}

/** An interval of this reach, open on the side that the alternative leaves open. */
const intervalAround = (
  estimate: number,
  reach: number,
  alternative: Alternative,
  level: number,
): Interval => ({
  level,
  low: alternative === "less" ? -Infinity : estimate - reach,
  high: alternative === "greater" ? Infinity : estimate + reach,
});

function readAgainst(against: unknown): number {
  return typeof against === "number" && Number.isFinite(against)
    ? against
    : failSetting("against", against, "a finite number");
}

/**
 * The one-sample t-test: is the mean of these values what `against` says? At least two values, not all equal. The interval
 * is that of the mean. Throws T2830 to T2835 and T2844 for bad input. Method: Student, "The Probable Error of a Mean",
 * Biometrika 6 (1908).
 * @example
 * oneSampleTTest([5.1, 4.9, 5.6, 5.2], { against: 5 }).effect.estimate // 5.2
 */
export function oneSampleTTest(values: Numbers, options: MeanTestOptions = {}): TestResult {
  const settings = readOptions(options, ["values"]);
  const against = readAgainst(options.against ?? 0);
  const { values: read, dropped } = readSample(values, settings.names[0]!, settings.missing, 2);
  const { columns, origin, anchor } = keepDigits([read], settings.origin);
  const sample = columns[0]!;
  const summary = summarize(sample, "values");
  if (summary.variance === 0) failConstant("values", "All values are equal");
  const degrees = summary.count - 1;
  const error = Math.sqrt(summary.variance / summary.count);
  const outcome = studentOutcome(summary.mean, distanceFrom(against, anchor), error, degrees, settings);
  const { t, pValue } = outcome;
  const mean = origin + summary.mean;
  const interval = movedInterval(outcome.interval, origin);
  const { measure } = settings;
  return finishTest(
    {
      test: "one-sample t-test",
      hypothesis: `the mean of ${measure} is ${showNumber(against)}`,
      alternative: settings.alternative,
      effect: effect("mean", mean, interval),
      moreEffects: [standardizedDifference(t, 1 / summary.count, degrees, settings.level, "mean")],
      statistic: { name: "t", value: t },
      degreesOfFreedom: [degrees],
      pValue,
      sizes: [{ name: settings.names[0]!, count: summary.count }],
      assumptions: [checkNormal("the values", sample, summary, "wilcoxonSignedRankTest"), independentRows],
      notes: [],
      sentence: `The mean of ${measure} is ${showNumber(mean)} (${showInterval(interval)}). ${verdictOf(pValue, settings.level, `difference from ${showNumber(against)}`)}${sideOf(settings.alternative)}`,
    },
    dropped,
  );
}

/**
 * The paired t-test: is the mean of the differences `first - second` what `against` says? Two arrays of equal length, one
 * pair in each place; a pair in which one is missing counts as missing. Throws T2830 to T2836 and T2844 for bad input.
 * Method: Student (1908).
 * @example
 * pairedTTest([10, 12, 9, 11], [8, 11, 9, 8]).effect.estimate // 1.5
 */
export function pairedTTest(first: Numbers, second: Numbers, options: MeanTestOptions = {}): TestResult {
  const settings = readOptions(options, ["first", "second"]);
  const against = readAgainst(options.against ?? 0);
  const rows = readRows([first, second], settings.names, settings.missing, 2);
  const { columns } = keepDigits(rows.columns, 0);
  const [left, right] = [columns[0]!, columns[1]!];
  const differences = left.map((value, at) => value - right[at]!);
  const summary = summarize(differences, "first - second");
  if (summary.variance === 0) failConstant("first - second", "All differences are equal");
  const degrees = summary.count - 1;
  const error = Math.sqrt(summary.variance / summary.count);
  const { t, pValue, interval } = studentOutcome(summary.mean, against, error, degrees, settings);
  const [a, b] = [settings.names[0]!, settings.names[1]!];
  return finishTest(
    {
      test: "paired t-test",
      hypothesis: `the mean difference of ${settings.measure} between ${a} and ${b} is ${showNumber(against)}`,
      alternative: settings.alternative,
      effect: effect(`mean difference (${a} - ${b})`, summary.mean, interval),
      moreEffects: [standardizedDifference(t, 1 / summary.count, degrees, settings.level, "mean difference")],
      statistic: { name: "t", value: t },
      degreesOfFreedom: [degrees],
      pValue,
      sizes: [{ name: "pairs", count: summary.count }],
      assumptions: [
        checkNormal("the differences", differences, summary, "wilcoxonSignedRankTest"),
        independence(
          "Look for several pairs of the same person or thing, and for neighbours in time or place.",
        ),
      ],
      notes: [],
      sentence: meansSentence(settings, summary.mean, interval, pValue, against, "in the same pair"),
    },
    rows.dropped,
  );
}

function meansSentence(
  { measure, names, level, alternative }: TestSettings,
  difference: number,
  interval: Interval,
  pValue: number,
  against: number,
  where = "",
): string {
  const [first, second] = names;
  const tested =
    against === 0 ? "difference of the means" : `difference of the means other than ${showNumber(against)}`;
  return `On average ${measure} is ${apartWords(difference, first!, second!)}${where && `, ${where}`} (difference ${showNumber(difference)}, ${showInterval(interval)}). ${verdictOf(pValue, level, tested)}${sideOf(alternative)}`;
}

interface TwoSamples {
  readonly settings: TestSettings;
  readonly samples: readonly [Float64Array, Float64Array];
  readonly summaries: readonly [Summary, Summary];
  readonly against: number;
  readonly dropped: number;
}

function readTwo(first: Numbers, second: Numbers, options: MeanTestOptions): TwoSamples {
  const settings = readOptions(options, ["first", "second"]);
  const left = readSample(first, settings.names[0]!, settings.missing, 2);
  const right = readSample(second, settings.names[1]!, settings.missing, 2);
  const { columns } = keepDigits([left.values, right.values], settings.origin);
  const samples = [columns[0]!, columns[1]!] as const;
  const summaries = [summarize(samples[0], "first"), summarize(samples[1], "second")] as const;
  if (summaries[0].variance === 0 && summaries[1].variance === 0)
    failConstant("first, second", "All values within each sample are equal");
  const against = readAgainst(options.against ?? 0);
  return {
    settings,
    samples,
    summaries,
    against,
    dropped: left.dropped + right.dropped,
  };
}

/**
 * Student's two-sample t-test: is the difference of the means, `first - second`, what `against` says, in populations with the
 * same variance? Take {@link welchTTest} unless the variances are known to be equal. Throws T2830 to T2835 and T2844 for bad
 * input. Method: Student (1908), Fisher (1925).
 */
export function studentTTest(first: Numbers, second: Numbers, options: MeanTestOptions = {}): TestResult {
  const two = readTwo(first, second, options);
  const [left, right] = two.summaries;
  const degrees = left.count + right.count - 2;
  const pooled = ((left.count - 1) * left.variance + (right.count - 1) * right.variance) / degrees;
  const error = Math.sqrt(pooled) * Math.sqrt(1 / left.count + 1 / right.count);
  return twoSampleResult(two, "Student's t-test", error, degrees, [
    equalVariances(two.samples, "welchTTest"),
  ]);
}

/**
 * Welch's t-test: is the difference of the means, `first - second`, what `against` says? It does not need equal variances.
 * At least two values in each sample. Throws T2830 to T2835 and T2844 for bad input. Method: B. L. Welch, "The Generalization
 * of Student's Problem when Several Different Population Variances are Involved", Biometrika 34 (1947).
 * @example
 * welchTTest([5, 6, 7, 8], [1, 2, 3, 9]).effect.estimate // 2.75
 */
export function welchTTest(first: Numbers, second: Numbers, options: MeanTestOptions = {}): TestResult {
  const two = readTwo(first, second, options);
  const [left, right] = two.summaries;
  const [a, b] = [left.variance / left.count, right.variance / right.count];
  // In shares of the whole, so that squares of very large or small variances stay in float64.
  const share = a / (a + b);
  const degrees = 1 / ((share * share) / (left.count - 1) + ((1 - share) * (1 - share)) / (right.count - 1));
  return twoSampleResult(two, "Welch's t-test", Math.sqrt(a + b), degrees, []);
}

function twoSampleResult(
  { settings, samples, summaries, against, dropped }: TwoSamples,
  test: string,
  error: number,
  degrees: number,
  checks: TestResult["assumptions"],
): TestResult {
  const [left, right] = summaries;
  const difference = left.mean - right.mean;
  const { t, pValue, interval } = studentOutcome(difference, against, error, degrees, settings);
  const [a, b] = [settings.names[0]!, settings.names[1]!];
  const pooled = Math.sqrt(
    ((left.count - 1) * left.variance + (right.count - 1) * right.variance) / (left.count + right.count - 2),
  );
  const share = 1 / left.count + 1 / right.count;
  const standard = (difference - against) / pooled / Math.sqrt(share);
  return finishTest(
    {
      test,
      hypothesis: `the mean of ${settings.measure} ${against === 0 ? `is the same in ${a} and ${b}` : `differs by ${showNumber(against)} between ${a} and ${b}`}`,
      alternative: settings.alternative,
      effect: effect(`difference of means (${a} - ${b})`, difference, interval),
      moreEffects: [
        standardizedDifference(
          standard,
          share,
          left.count + right.count - 2,
          settings.level,
          "difference of means",
        ),
      ],
      statistic: { name: "t", value: t },
      degreesOfFreedom: [degrees],
      pValue,
      sizes: [
        { name: a, count: left.count },
        { name: b, count: right.count },
      ],
      assumptions: [
        checkNormal(`the values of ${a}`, samples[0], left, "mannWhitneyTest"),
        checkNormal(`the values of ${b}`, samples[1], right, "mannWhitneyTest"),
        ...checks,
        independentRows,
      ],
      notes: [],
      sentence: meansSentence(settings, difference, interval, pValue, against),
    },
    dropped,
  );
}
