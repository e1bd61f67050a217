import { exponential, naturalLogarithm } from "../../base/index.ts";
import type { Interval } from "../interval.ts";
import { binomialP, exactProportionInterval } from "./binomial.ts";
import { independence } from "./check-assumptions.ts";
import { effect, finishTest, withinUnit } from "./finish-test.ts";
import { miettinenNurminenInterval } from "./miettinen-nurminen.ts";
import { oddsRatioEffect } from "./odds-ratio.ts";
import { readOptions, type TestOptions } from "./options.ts";
import { failConstant, failProportion, failSetting } from "./problems.ts";
import { normalCritical, normalP } from "./tails.ts";
import type { Alternative, AssumptionCheck, Effect, TestResult } from "./test-result.ts";
import { showInterval, showNumber, showPercent, sideOf, verdictOf } from "./words.ts";

/** Successes among trials: conversions among visitors. */
export interface Proportion {
  readonly successes: number;
  readonly trials: number;
}

function readProportion(given: unknown, place: string): Proportion {
  const { successes, trials } = (given ?? {}) as Partial<Proportion>;
  const isFine =
    Number.isSafeInteger(successes) &&
    Number.isSafeInteger(trials) &&
    (successes as number) >= 0 &&
    (trials as number) >= 1 &&
    (successes as number) <= (trials as number);
  return isFine ? (given as Proportion) : failProportion(place, given);
}

const trialsApart = independence(
  "Each trial must be counted once. Look for several rows of the same person or thing.",
);

/** Wilson's score interval, open on the side that the alternative leaves open (E. B. Wilson, JASA 22, 1927). */
function scoreInterval({ successes, trials }: Proportion, level: number, alternative: Alternative): Interval {
  const z = normalCritical(level, alternative);
  const share = successes / trials;
  const shrink = 1 + (z * z) / trials;
  const centre = (share + (z * z) / (2 * trials)) / shrink;
  const reach = (z / shrink) * Math.sqrt((share * (1 - share)) / trials + (z * z) / (4 * trials * trials));
  return {
    level,
    low: alternative === "less" || successes === 0 ? 0 : withinUnit(centre - reach),
    high: alternative === "greater" || successes === trials ? 1 : withinUnit(centre + reach),
  };
}

/**
 * The exact binomial test of one proportion: is it what `against` says (0.5 unless told)? The interval is Wilson's score
 * interval, or with `interval: "exact"` that of Clopper & Pearson. Throws T2835 and T2841 for bad input.
 * @example
 * oneProportionTest({ successes: 9, trials: 10 }).effect.estimate // 0.9
 */
export function oneProportionTest(
  proportion: Proportion,
  options: TestOptions & { readonly against?: number; readonly interval?: "wilson" | "exact" } = {},
): TestResult {
  const settings = readOptions(options, ["values"]);
  const read = readProportion(proportion, "proportion");
  const against = options.against ?? 0.5;
  if (!(typeof against === "number" && against > 0 && against < 1))
    failSetting("against", against, "a number between 0 and 1");
  const kind = options.interval ?? "wilson";
  if (kind !== "wilson" && kind !== "exact") failSetting("interval", kind, '"wilson" or "exact"');
  const { successes, trials } = read;
  const share = successes / trials;
  const interval =
    kind === "wilson"
      ? scoreInterval(read, settings.level, settings.alternative)
      : exactProportionInterval(successes, trials, settings.level, settings.alternative);
  const pValue = binomialP(successes, trials, against, settings.alternative);
  return finishTest({
    test: "exact binomial test",
    hypothesis: `the proportion is ${showNumber(against)}`,
    alternative: settings.alternative,
    effect: effect("proportion", share, interval),
    moreEffects: [effect("difference from the hypothesis", share - against)],
    statistic: { name: "successes", value: successes },
    degreesOfFreedom: [],
    pValue,
    sizes: [{ name: settings.names[0]!, count: trials }],
    assumptions: [trialsApart],
    notes: [],
    sentence: `The proportion is ${showPercent(share)} (${successes} of ${trials}; ${showInterval(interval)}). ${verdictOf(pValue, settings.level, `difference from ${showNumber(against)}`)}${sideOf(settings.alternative)}`,
  });
}

/** Options of the comparison of two proportions. */
export interface TwoProportionOptions extends TestOptions {
  /** How the interval of the difference is found; Miettinen & Nurminen's score interval unless told. */
  readonly interval?: "miettinen-nurminen" | "newcombe";
}

/**
 * The score test of two proportions: are they the same? The effect is the difference `first - second` with the score interval
 * of Miettinen & Nurminen (1985) or Newcombe's hybrid (1998, method 10); the ratio of the proportions and the odds ratio stand
 * beside it. z² is Pearson's χ² without correction. Throws T2834, T2835 and T2841 for bad input.
 * @example
 * twoProportionTest({ successes: 30, trials: 100 }, { successes: 20, trials: 100 }).sizes.length // 2
 */
export function twoProportionTest(
  first: Proportion,
  second: Proportion,
  options: TwoProportionOptions = {},
): TestResult {
  const settings = readOptions(options, ["first", "second"]);
  const [a, b] = [readProportion(first, "first"), readProportion(second, "second")];
  const kind = options.interval ?? "miettinen-nurminen";
  if (kind !== "miettinen-nurminen" && kind !== "newcombe")
    failSetting("interval", kind, '"miettinen-nurminen" or "newcombe"');
  const [p, q] = [a.successes / a.trials, b.successes / b.trials];
  const pooled = (a.successes + b.successes) / (a.trials + b.trials);
  if (pooled === 0 || pooled === 1)
    failConstant("first, second", `${pooled === 0 ? "None" : "All"} of the trials are successes`);
  const difference = (a.successes * b.trials - b.successes * a.trials) / a.trials / b.trials;
  const z = difference / Math.sqrt(pooled * (1 - pooled) * (1 / a.trials + 1 / b.trials));
  const pValue = normalP(z, settings.alternative);
  const interval =
    kind === "newcombe"
      ? newcombeInterval(a, b, settings.level, settings.alternative)
      : miettinenNurminenInterval(a, b, settings.level, settings.alternative);
  const [one, other] = [settings.names[0]!, settings.names[1]!];
  return finishTest({
    test: "score test of two proportions",
    hypothesis: `the proportion is the same in ${one} and ${other}`,
    alternative: settings.alternative,
    effect: effect(`difference of proportions (${one} - ${other})`, difference, interval),
    moreEffects: [
      riskRatio(a, b, settings.level),
      oddsRatioEffect(
        [
          [a.successes, a.trials - a.successes],
          [b.successes, b.trials - b.successes],
        ],
        settings.level,
      ),
    ],
    statistic: { name: "z", value: z },
    degreesOfFreedom: [],
    pValue,
    sizes: [
      { name: one, count: a.trials },
      { name: other, count: b.trials },
    ],
    assumptions: [enoughOfBoth(a, b, pooled), trialsApart],
    notes: [],
    sentence: `${options.measure === undefined ? "" : `${settings.measure}: `}${showPercent(p)} in ${one} (${a.successes} of ${a.trials}) against ${showPercent(q)} in ${other} (${b.successes} of ${b.trials}): a difference of ${showNumber(difference)} (${showInterval(interval)}). ${verdictOf(pValue, settings.level, "difference of the proportions")}${sideOf(settings.alternative)}`,
  });
}

/** The ratio of two proportions with the log interval of D. Katz et al., Biometrics 34 (1978); ½ is added where one is 0. */
function riskRatio(a: Proportion, b: Proportion, level: number): Effect {
  const lift = a.successes === 0 || b.successes === 0 ? 0.5 : 0;
  const [x, m, y, n] = [a.successes + lift, a.trials + lift, b.successes + lift, b.trials + lift];
  const ratio = (x / m) * (n / y);
  const reach = normalCritical(level, "two-sided") * Math.sqrt((m - x) / x / m + (n - y) / y / n);
  return effect(lift ? "ratio of proportions (with ½ added)" : "ratio of proportions", ratio, {
    level,
    low: exponential(naturalLogarithm(ratio) - reach),
    high: exponential(naturalLogarithm(ratio) + reach),
  });
}

function enoughOfBoth(a: Proportion, b: Proportion, pooled: number): AssumptionCheck {
  const least = Math.min(a.trials, b.trials) * Math.min(pooled, 1 - pooled);
  return {
    assumption: "successes and failures are many enough for the normal approximation",
    verdict: least >= 5 ? "holds" : least >= 1 ? "doubtful" : "violated",
    detail: `The smallest expected count is ${showNumber(least)}.`,
    alternative: least >= 5 ? undefined : "fisherExactTest",
  };
}

/** Newcombe's hybrid score interval (R. G. Newcombe, Statistics in Medicine 17, 1998, method 10). */
function newcombeInterval(a: Proportion, b: Proportion, level: number, alternative: Alternative): Interval {
  // Its parts are score intervals on both sides, at the level that leaves out the wanted share on each.
  const sided = alternative === "two-sided" ? level : 2 * level - 1;
  if (sided <= 0) failSetting("level", level, "above 0.5 for an interval that is open on one side");
  const [left, right] = [scoreInterval(a, sided, "two-sided"), scoreInterval(b, sided, "two-sided")];
  const [p, q] = [a.successes / a.trials, b.successes / b.trials];
  return {
    level,
    low: alternative === "less" ? -1 : p - q - Math.sqrt((p - left.low) ** 2 + (right.high - q) ** 2),
    high: alternative === "greater" ? 1 : p - q + Math.sqrt((left.high - p) ** 2 + (q - right.low) ** 2),
  };
}
