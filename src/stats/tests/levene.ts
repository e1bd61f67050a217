import { exactSum } from "../exact-sum.ts";
import { quantileOfSorted } from "../quantile.ts";
import { deviationRatioInterval } from "./deviation-ratio.ts";
import { explainedInterval } from "./explained-share.ts";
import { effect, finishTest } from "./finish-test.ts";
import { groupNames, readOptionsOfAllSides, type TestOptions } from "./options.ts";
import { failConstant, failOverflow, failSetting } from "./problems.ts";
import { readDistances, summarizeGroups } from "./read-groups.ts";
import type { Numbers } from "./read-sample.ts";
import { independentRows } from "./check-assumptions.ts";
import type { AssumptionCheck, TestResult } from "./test-result.ts";
import { varianceParts, type VarianceParts } from "./variance-parts.ts";
import { pValueWords } from "../p-value-text.ts";
import { showInterval, showNumber } from "./words.ts";

/** What the deviations are measured from: the median (Brown & Forsythe) or the mean (Levene). */
export type SpreadCentre = "median" | "mean";

/**
 * Brown and Forsythe's test (`centre: "median"`, the choice unless told) or Levene's (`"mean"`): do the groups have the same
 * variance? An analysis of variance of the distances from the centre of each group. The effect is the ratio of the largest to the
 * smallest standard deviation; its interval holds for all pairs of groups together, so for the pair that was picked as well
 * (D. G. Bonett, "Robust Confidence Interval for a Ratio of Standard Deviations", 2006, with Bonferroni's level). Beside it the share of
 * the variance of the distances that lies between the groups. Throws T2830 to T2837 for bad input.
 * Methods: H. Levene, "Robust Tests for Equality of Variances" (1960); M. B. Brown and A. B. Forsythe, "Robust Tests for the
 * Equality of Variances", JASA 69 (1974).
 * @example
 * leveneTest([[1, 2, 3, 4], [1, 5, 9, 13]]).degreesOfFreedom // [1, 6]
 */
export function leveneTest(
  groups: readonly Numbers[],
  options: TestOptions & { readonly centre?: SpreadCentre } = {},
): TestResult {
  const settings = readOptionsOfAllSides(options, groupNames(groups.length));
  const centre = options.centre ?? "median";
  if (centre !== "median" && centre !== "mean") failSetting("centre", centre, '"median" or "mean"');
  const { names, values, dropped } = readDistances(groups, settings, 2);
  const parts = spreadParts(values, centre);
  if (!parts) return failConstant("groups", "All values are as far from the centre of their group");
  const deviations = summarizeGroups(values).map(({ variance }) => Math.sqrt(variance));
  const smallest = deviations.reduce((least, one) => Math.min(least, one));
  const largest = deviations.reduce((most, one) => Math.max(most, one));
  const ratio = smallest === 0 ? Number.MAX_VALUE : largest / smallest;
  const pair = [deviations.indexOf(largest), deviations.lastIndexOf(smallest)].map((at) => values[at]!);
  const pairCount = (values.length * (values.length - 1)) / 2;
  const interval =
    smallest === 0 ? undefined : deviationRatioInterval(pair[0]!, pair[1]!, settings.level, pairCount);
  return finishTest(
    {
      test: centre === "median" ? "Brown-Forsythe test" : "Levene's test",
      hypothesis: `the variance of ${settings.measure} is the same in all groups`,
      alternative: "two-sided",
      effect: effect("largest over smallest standard deviation", ratio, interval),
      moreEffects: [
        effect(
          "eta squared of the distances from the centres",
          parts.between / (parts.between + parts.within),
          explainedInterval(parts.f, parts.degreesBetween, parts.degreesWithin, settings.level),
        ),
      ],
      statistic: { name: "F", value: parts.f },
      degreesOfFreedom: [parts.degreesBetween, parts.degreesWithin],
      pValue: parts.pValue,
      sizes: names.map((name, at) => ({ name, count: values[at]!.length })),
      assumptions: [independentRows],
      notes: smallest === 0 ? ["One group has no spread, so the ratio of the deviations has no bound."] : [],
      sentence: `The largest standard deviation of ${settings.measure} among the groups is ${smallest === 0 ? "beyond any multiple of" : `${showNumber(ratio)} times`} the smallest${interval ? ` (${showInterval(interval)})` : ""}. ${parts.pValue < 1 - settings.level ? "The groups do not vary alike" : "The data do not rule out that the groups vary alike"} (${pValueWords(parts.pValue)}).`,
    },
    dropped,
  );
}

/** The analysis of variance of the distances from the centres; null where all distances within each group are equal. */
function spreadParts(groups: readonly Float64Array[], centre: SpreadCentre): VarianceParts | null {
  const distances = groups.map((values) => {
    const middle =
      centre === "mean" ? exactSum(values) / values.length : quantileOfSorted(values.slice().sort(), 0.5)!;
    const own = values.map((value) => Math.abs(value - middle));
    return own.every(Number.isFinite) ? own : failOverflow("groups");
  });
  const parts = varianceParts(summarizeGroups(distances));
  return parts.within === 0 ? null : parts;
}

/** Looks whether groups vary alike, by Brown and Forsythe's test. */
export function equalVariances(groups: readonly Float64Array[], alternative: string): AssumptionCheck {
  const assumption = "the groups have the same variance";
  const parts = spreadParts(groups, "median");
  if (!parts)
    return {
      assumption,
      verdict: "unchecked",
      detail: "The groups have too little spread to compare it.",
      alternative,
    };
  const verdict = parts.pValue >= 0.05 ? "holds" : parts.pValue >= 0.01 ? "doubtful" : "violated";
  return {
    assumption,
    verdict,
    detail: `Brown-Forsythe F = ${showNumber(parts.f)}, ${pValueWords(parts.pValue)}.`,
    alternative: verdict === "holds" ? undefined : alternative,
  };
}
