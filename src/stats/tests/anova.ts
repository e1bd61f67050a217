import { checkNormal, independentRows } from "./check-assumptions.ts";
import { effect, finishTest, withinUnit } from "./finish-test.ts";
import { equalVariances } from "./levene.ts";
import { groupNames, readOptionsOfAllSides, type DistanceOptions, type TestSettings } from "./options.ts";
import { failConstant } from "./problems.ts";
import { readDistances, summarizeGroups, type DistantGroups } from "./read-groups.ts";
import type { Numbers } from "./read-sample.ts";
import { explainedInterval } from "./explained-share.ts";
import { summarize, type Summary } from "./summary.ts";
import { fUpper } from "./tails.ts";
import type { AssumptionCheck, Effect, TestResult } from "./test-result.ts";
import { varianceParts } from "./variance-parts.ts";
import { shareInterval, showApart, showPercent, verdictOf } from "./words.ts";

/**
 * The one-way analysis of variance: do all groups have the same mean? Two or more groups of numbers with, in all, more values
 * than groups. The effect is eta squared, the share of the variance that the groups explain, with the interval of the
 * noncentral F distribution; omega squared beside it is freed of its bias. Throws T2830 to T2837 and T2844 for bad input.
 * Method: R. A. Fisher, "Statistical Methods for Research Workers" (1925).
 * @example
 * oneWayAnova([[1, 2, 3], [2, 3, 4], [6, 7, 8]]).statistic.value // 21
 */
export function oneWayAnova(groups: readonly Numbers[], options: DistanceOptions = {}): TestResult {
  const settings = readOptionsOfAllSides(options, groupNames(groups.length));
  const read = readDistances(groups, settings, 2);
  const summaries = summarizeGroups(read.values);
  const parts = varianceParts(summaries);
  if (parts.within === 0) failConstant("groups", "All values within each group are equal");
  const eta = parts.between / (parts.between + parts.within);
  const mean = parts.within / parts.degreesWithin;
  const omega = (parts.between - parts.degreesBetween * mean) / (parts.between + parts.within + mean);
  // Both shares estimate the same one of the population, so its interval is theirs.
  const interval = explainedInterval(parts.f, parts.degreesBetween, parts.degreesWithin, settings.level);
  return finishTest(
    groupResult("one-way analysis of variance", settings, read, summaries, {
      f: parts.f,
      degrees: [parts.degreesBetween, parts.degreesWithin],
      pValue: parts.pValue,
      effects: [
        effect("eta squared (share of the variance between the groups)", eta, interval),
        effect("omega squared (the same, without bias)", Math.max(0, omega), interval),
      ],
      checks: [
        residualsNormal(read.values, summaries),
        equalVariances(read.values, "welchAnova"),
        independentRows,
      ],
    }),
    read.dropped,
  );
}

/**
 * Welch's analysis of variance: do all groups have the same mean? It does not need equal variances. Each group needs two
 * values that differ. The effect is the share of the variance that lies between the groups in the data; its interval is as wide as
 * Welch's F makes it, and rough where variances differ much. Throws T2830 to T2837 and T2844 for bad input. Method: B. L. Welch, "On
 * the Comparison of Several Mean Values: An Alternative Approach", Biometrika 38 (1951).
 */
export function welchAnova(groups: readonly Numbers[], options: DistanceOptions = {}): TestResult {
  const settings = readOptionsOfAllSides(options, groupNames(groups.length));
  const read = readDistances(groups, settings, 2);
  const summaries = summarizeGroups(read.values);
  const constant = summaries.findIndex(({ variance }) => variance === 0);
  if (constant >= 0) failConstant(read.names[constant]!, "All values of this group are equal");
  const { f, above, below } = welchF(summaries);
  const parts = varianceParts(summaries);
  const count = parts.degreesBetween + parts.degreesWithin + 1;
  const whole = parts.between + parts.within;
  // What lies between the groups if their means are the same (M. B. Brown & A. B. Forsythe, Technometrics 16, 1974).
  const bias = summaries.reduce((sum, one) => sum + (1 - one.count / count) * one.variance, 0);
  const omega = Math.max(0, (parts.between - bias) / (whole + bias / parts.degreesBetween));
  // The share is that of the data, with Welch's F for how well it is known: its degrees of freedom count no values.
  const times = f > 0 ? parts.f / f : 1;
  const interval = explainedInterval(f, above, below, settings.level, { times, count });
  const result = groupResult("Welch's analysis of variance", settings, read, summaries, {
    f,
    degrees: [above, below],
    pValue: fUpper(f, above, below),
    effects: [
      effect("eta squared (share of the variance between the groups)", parts.between / whole, interval),
      effect("omega squared (the same, without bias)", omega, interval),
    ],
    checks: [residualsNormal(read.values, summaries), independentRows],
  });
  const variances = summaries.map(({ variance }) => variance);
  const isUneven = Math.max(...variances) > 4 * Math.min(...variances);
  const notes = isUneven
    ? ["The groups vary so differently that the interval of the share is a rough one."]
    : [];
  return finishTest({ ...result, notes }, read.dropped);
}

function welchF(groups: readonly Summary[]): {
  readonly f: number;
  readonly above: number;
  readonly below: number;
} {
  const weights = groups.map(({ count, variance }) => count / variance);
  const whole = weights.reduce((sum, one) => sum + one, 0);
  const first = groups[0]!.mean;
  // Means are taken from the first, so that what they have in common costs no digits.
  const centre = groups.reduce((sum, { mean }, at) => sum + (weights[at]! / whole) * (mean - first), 0);
  const above = groups.length - 1;
  const between =
    groups.reduce((sum, { mean }, at) => sum + weights[at]! * (mean - first - centre) ** 2, 0) / above;
  const rest = groups.reduce((sum, { count }, at) => sum + (1 - weights[at]! / whole) ** 2 / (count - 1), 0);
  const scale = rest / (groups.length ** 2 - 1);
  return { f: between / (1 + 2 * (groups.length - 2) * scale), above, below: 1 / (3 * scale) };
}

/** The distances of all values from the mean of their group, which the F-tests want normal. */
function residualsNormal(values: readonly Float64Array[], summaries: readonly Summary[]): AssumptionCheck {
  const residuals = new Float64Array(values.reduce((sum, one) => sum + one.length, 0));
  let next = 0;
  for (const [at, one] of values.entries())
    for (let row = 0; row < one.length; row++) residuals[next++] = one[row]! - summaries[at]!.mean;
  return checkNormal(
    "the distances from the group means",
    residuals,
    summarize(residuals, "groups"),
    "kruskalWallisTest",
  );
}

interface GroupOutcome {
  readonly f: number;
  readonly degrees: readonly number[];
  readonly pValue: number;
  readonly effects: readonly [Effect, Effect];
  readonly checks: readonly AssumptionCheck[];
}

function groupResult(
  test: string,
  settings: TestSettings,
  { names, values, origin }: DistantGroups,
  summaries: readonly Summary[],
  { f, degrees, pValue, effects, checks }: GroupOutcome,
): TestResult {
  const order = summaries.map((_, at) => at).sort((a, b) => summaries[a]!.mean - summaries[b]!.mean);
  const [least, most] = [order[0]!, order[order.length - 1]!];
  const [share] = effects;
  const [lowest, highest] = showApart(origin + summaries[least]!.mean, origin + summaries[most]!.mean);
  const interval = shareInterval(share.estimate, effects[1].estimate, share.interval);
  return {
    test,
    hypothesis: `the mean of ${settings.measure} is the same in all ${names.length} groups`,
    alternative: "two-sided",
    effect: share,
    moreEffects: [effects[1]],
    statistic: { name: "F", value: f },
    degreesOfFreedom: degrees,
    pValue,
    sizes: names.map((name, at) => ({ name, count: values[at]!.length })),
    assumptions: checks,
    notes: [],
    sentence: `The groups account for ${showPercent(withinUnit(share.estimate))} of the variance of ${settings.measure}${interval}; its mean lies between ${lowest} in ${names[least]} and ${highest} in ${names[most]}. ${verdictOf(pValue, settings.level, "difference of the means")}`,
  };
}
