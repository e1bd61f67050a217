import { exponential, logarithmOfOnePlus, naturalLogarithm } from "../../base/index.ts";
import { kendallInversions } from "../distributions/index.ts";
import { correlationCoefficient } from "./correlation-coefficient.ts";
import type { Interval } from "../interval.ts";
import { checkNormal, independentRows } from "./check-assumptions.ts";
import { effect, finishTest } from "./finish-test.ts";
import { keepDigits } from "./keep-digits.ts";
import { kendallCounts } from "./kendall.ts";
import { pFromTails, readMethod, type RankTestOptions } from "./mann-whitney.ts";
import { readOptions, type TestOptions, type TestSettings } from "./options.ts";
import { failConstant } from "./problems.ts";
import { rankValues } from "./ranks.ts";
import { readRows, type Numbers } from "./read-sample.ts";
import { spearmanTails } from "./spearman-tails.ts";
import { summarize } from "./summary.ts";
import { normalCritical, normalP, studentP, tailsAt } from "./tails.ts";
import type { Alternative, AssumptionCheck, Effect, TestResult } from "./test-result.ts";
import { showInterval, showNumber, sideOf, verdictOf } from "./words.ts";

interface Pairs {
  readonly settings: TestSettings;
  readonly x: Float64Array<ArrayBuffer>;
  readonly y: Float64Array<ArrayBuffer>;
  readonly dropped: number;
}

function readPairs(first: Numbers, second: Numbers, options: TestOptions, least: number): Pairs {
  const settings = readOptions(options, ["first", "second"]);
  const { columns, dropped } = readRows([first, second], settings.names, settings.missing, least);
  const [x, y] = [columns[0]!, columns[1]!];
  for (const [values, place] of [
    [x, "first"],
    [y, "second"],
  ] as const)
    if (values.every((value) => value === values[0])) failConstant(place, "All values are equal");
  return { settings, x, y, dropped };
}

/** The inverse hyperbolic tangent, by logarithms that keep small numbers whole. */
const inverseTangent = (r: number): number => {
  const size = Math.abs(r);
  const value =
    size < 0.3
      ? logarithmOfOnePlus((2 * size) / (1 - size)) / 2
      : naturalLogarithm((1 + size) / (1 - size)) / 2;
  return r < 0 ? -value : value;
};

const hyperbolicTangent = (z: number): number => {
  const e = exponential(-2 * Math.abs(z));
  const value = (1 - e) / (1 + e);
  return z < 0 ? -value : value;
};

/** Fisher's z interval: the correlation is stretched to where its error is nearly normal, with this standard error. */
function stretchedInterval(
  r: number,
  error: number,
  level: number,
  alternative: Alternative,
): Interval | undefined {
  if (!Number.isFinite(error) || Math.abs(r) === 1) return undefined;
  const z = inverseTangent(r);
  const reach = normalCritical(level, alternative) * error;
  return {
    level,
    low: alternative === "less" ? -1 : hyperbolicTangent(z - reach),
    high: alternative === "greater" ? 1 : hyperbolicTangent(z + reach),
  };
}

interface CorrelationOutcome {
  readonly name: string;
  readonly test: string;
  readonly main: Effect;
  readonly statistic: TestResult["statistic"];
  readonly degrees: readonly number[];
  readonly pValue: number;
  readonly assumptions: readonly AssumptionCheck[];
  readonly notes: readonly string[];
  readonly what: string;
}

function correlationResult({ settings, x, dropped }: Pairs, outcome: CorrelationOutcome): TestResult {
  const [a, b] = settings.names;
  const { main, pValue } = outcome;
  const trend =
    main.estimate === 0
      ? `${b} tends neither to rise nor to fall`
      : `${b} tends to ${main.estimate < 0 ? "fall" : "rise"}`;
  return finishTest(
    {
      test: outcome.test,
      hypothesis: `${a} and ${b} are not correlated`,
      alternative: settings.alternative,
      effect: main,
      moreEffects: [],
      statistic: outcome.statistic,
      degreesOfFreedom: outcome.degrees,
      pValue,
      sizes: [{ name: "pairs", count: x.length }],
      assumptions: outcome.assumptions,
      notes: outcome.notes,
      sentence: `${outcome.what} of ${a} and ${b} is ${showNumber(main.estimate)}${main.interval ? ` (${showInterval(main.interval)})` : ""}: where ${a} is higher, ${trend}. ${verdictOf(pValue, settings.level, "correlation")}${sideOf(settings.alternative)}`,
    },
    dropped,
  );
}

const noInterval = "An interval is not known here: too few pairs, or a perfect correlation.";

/**
 * Pearson's correlation of two columns, tested against 0. At least three pairs. The interval is Fisher's z (four pairs and
 * more). Throws T2830 to T2836 for bad input. Methods: K. Pearson (1895); R. A. Fisher, "On the Probable Error of a
 * Coefficient of Correlation" (1921).
 * @example
 * pearsonCorrelation([1, 2, 3, 4], [2, 1, 4, 3]).effect.estimate // 0.6
 */
export function pearsonCorrelation(first: Numbers, second: Numbers, options: TestOptions = {}): TestResult {
  const pairs = readPairs(first, second, options, 3);
  const { settings } = pairs;
  const x = keepDigits([pairs.x], 0).columns[0]!;
  const y = keepDigits([pairs.y], 0).columns[0]!;
  const r = correlationCoefficient(x, y);
  const degrees = x.length - 2;
  const rest = (1 - r) * (1 + r);
  const t = rest === 0 ? Math.sign(r) * Number.MAX_VALUE : r * Math.sqrt(degrees / rest);
  const interval = stretchedInterval(r, 1 / Math.sqrt(x.length - 3), settings.level, settings.alternative);
  return correlationResult(pairs, {
    name: "r",
    test: "Pearson correlation",
    main: effect("Pearson's r", r, interval),
    statistic: { name: "t", value: t },
    degrees: [degrees],
    pValue: studentP(t, degrees, settings.alternative),
    assumptions: [
      checkNormal(`the values of ${settings.names[0]}`, x, summarize(x, "first"), "spearmanCorrelation"),
      checkNormal(`the values of ${settings.names[1]}`, y, summarize(y, "second"), "spearmanCorrelation"),
      {
        assumption: "the relation is a straight line",
        verdict: "unchecked",
        detail: "Look at the points in a chart: one far off, or a curve, changes r much.",
        alternative: "spearmanCorrelation",
      },
      independentRows,
    ],
    notes: [
      ...(interval ? [] : [noInterval]),
      ...(rest === 0 ? ["The points lie on a line, so t has no bound."] : []),
    ],
    what: "The linear correlation",
  });
}

/**
 * Spearman's rank correlation, tested against 0: does one column rise with the other, in whatever way? Exact up to 9 pairs,
 * ties included; beyond that Student's t. The interval is Bonett & Wright's (2000). Throws T2830 to T2836 for bad input.
 * Methods: C. Spearman (1904); D. G. Bonett & T. A. Wright, Psychometrika 65 (2000).
 * @example
 * spearmanCorrelation([1, 2, 3, 4], [1, 4, 9, 16]).effect.estimate // 1
 */
export function spearmanCorrelation(first: Numbers, second: Numbers, options: TestOptions = {}): TestResult {
  const pairs = readPairs(first, second, options, 3);
  const { x, y, settings } = pairs;
  const [a, b] = [rankValues(x), rankValues(y)];
  const r = correlationCoefficient(a.ranks, b.ranks);
  const degrees = x.length - 2;
  const rest = (1 - r) * (1 + r);
  const t = rest === 0 ? Math.sign(r) * Number.MAX_VALUE : r * Math.sqrt(degrees / rest);
  const exact = x.length <= 9 ? spearmanTails(a.ranks, b.ranks) : null;
  const error = Math.sqrt((1 + (r * r) / 2) / (x.length - 3));
  const interval = stretchedInterval(r, error, settings.level, settings.alternative);
  return correlationResult(pairs, {
    name: "rho",
    test: "Spearman correlation",
    main: effect("Spearman's rho", r, interval),
    statistic: { name: "t", value: t },
    degrees: exact ? [] : [degrees],
    pValue: exact ? pFromTails(exact, settings.alternative) : studentP(t, degrees, settings.alternative),
    assumptions: [monotone, independentRows],
    notes: [
      exact ? "p from all orders of the values." : "p from Student's t.",
      ...(interval ? [] : [noInterval]),
    ],
    what: "The rank correlation",
  });
}

const monotone: AssumptionCheck = {
  assumption: "the relation goes one way",
  verdict: "unchecked",
  detail: "Look at the points in a chart: a relation that rises and falls again has no rank correlation.",
  alternative: undefined,
};

/**
 * Kendall's rank correlation tau-b, tested against 0: by how much do pairs of rows in the same order outweigh those in the
 * opposite? Exact without ties up to 80 rows; beyond that, and with ties, the normal approximation with the variance for ties.
 * The interval is by Fisher's z with the variance of Fieller, Hartley & Pearson (1957). Throws T2830 to T2836 for bad input.
 * Methods: M. G. Kendall, "Rank Correlation Methods" (1970); W. R. Knight, JASA 61 (1966) for counting.
 * @example
 * kendallCorrelation([1, 2, 3, 4], [1, 2, 4, 3]).effect.name // "Kendall's tau-b"
 */
export function kendallCorrelation(
  first: Numbers,
  second: Numbers,
  options: RankTestOptions = {},
): TestResult {
  const pairs = readPairs(first, second, options, 3);
  const { x, y, settings } = pairs;
  const counts = kendallCounts(x, y);
  const count = x.length;
  const whole = (count * (count - 1)) / 2;
  // Rounding may take a perfect correlation beyond 1.
  const ratio = counts.score / (Math.sqrt(whole - counts.x.pairs) * Math.sqrt(whole - counts.y.pairs));
  const tau = Math.abs(ratio) > 1 - 1e-15 ? Math.sign(ratio) : ratio;
  const hasTies = counts.x.pairs > 0 || counts.y.pairs > 0;
  const isExact = !hasTies && readMethod(options.method, count);
  const z = kendallZ(counts, count);
  const error = Math.sqrt(0.437 / (count - 4));
  const interval =
    count > 4 ? stretchedInterval(tau, error, settings.level, settings.alternative) : undefined;
  const exact = isExact ? tailsAt(kendallInversions(count), (whole + counts.score) / 2) : null;
  return correlationResult(pairs, {
    name: "tau",
    test: "Kendall correlation",
    main: effect("Kendall's tau-b", tau, interval),
    statistic: { name: "z", value: z },
    degrees: [],
    pValue: exact ? pFromTails(exact, settings.alternative) : normalP(z, settings.alternative),
    assumptions: [monotone, independentRows],
    notes: [
      exact ? "p from the exact distribution." : "p from the normal approximation.",
      ...(interval ? [] : [noInterval]),
    ],
    what: "The rank correlation (tau-b)",
  });
}

/** The score over its standard deviation under independence, given the ties (Kendall 1970, chapter 4). */
function kendallZ({ score, x, y }: ReturnType<typeof kendallCounts>, count: number): number {
  const base = count * (count - 1) * (2 * count + 5);
  const variance =
    (base - x.weighted - y.weighted) / 18 +
    (2 * x.pairs * 2 * y.pairs) / (2 * count * (count - 1)) +
    (x.triples * y.triples) / (9 * count * (count - 1) * (count - 2));
  return score / Math.sqrt(variance);
}
