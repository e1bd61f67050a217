import type { Interval } from "../interval.ts";
import { chiSquareUpper } from "../distributions/index.ts";
import { independence, independentRows } from "./check-assumptions.ts";
import { effect, finishTest, withinUnit } from "./finish-test.ts";
import { tiesCheck } from "./mann-whitney.ts";
import { groupNames, readOptionsOfAllSides, type TestOptions } from "./options.ts";
import { explainedInterval } from "./explained-share.ts";
import { failConstant, failGroups } from "./problems.ts";
import { joinGroups, rankSums, rankValues } from "./ranks.ts";
import { readGroups } from "./read-groups.ts";
import { readRows, type Numbers } from "./read-sample.ts";
import type { TestResult } from "./test-result.ts";
import { shareInterval, showInterval, showNumber, showPercent, verdictOf } from "./words.ts";

/**
 * The Kruskal-Wallis test: do values of one group tend to be larger than those of another? Two or more groups. The effect is
 * epsilon squared, the share of the variance of the ranks between the groups, with the interval that such a share has in an analysis of
 * variance of the ranks (W. J. Conover & R. L. Iman 1981); eta squared beside it is freed of its bias. Throws T2830 to T2837 for bad
 * input. Method: W. H. Kruskal & W. A. Wallis, "Use of Ranks in One-Criterion Variance Analysis", JASA 47 (1952).
 * @example
 * kruskalWallisTest([[1, 2, 3], [4, 5, 6], [7, 8, 9]]).degreesOfFreedom // [2]
 */
export function kruskalWallisTest(groups: readonly Numbers[], options: TestOptions = {}): TestResult {
  const settings = readOptionsOfAllSides(options, groupNames(groups.length));
  const { names, values, dropped } = readGroups(groups, settings, 1);
  const ranked = rankValues(joinGroups(values));
  const count = ranked.ranks.length;
  const correction = 1 - ranked.tieSum / (count * (count * count - 1));
  if (count < 3 || correction <= 0) failConstant("groups", "All values are equal");
  const middle = (count + 1) / 2;
  const sums = rankSums(ranked.ranks, values);
  const means = sums.map((sum, at) => sum / values[at]!.length);
  const between = means.reduce((sum, mean, at) => sum + values[at]!.length * (mean - middle) ** 2, 0);
  const h = ((12 / (count * (count + 1))) * between) / correction;
  const degrees = values.length - 1;
  const pValue = chiSquareUpper(h, degrees);
  const share = withinUnit(h / (count - 1));
  const interval = rankShareInterval(share, degrees, count - values.length, settings.level);
  const unbiased = count > values.length ? withinUnit((h - degrees) / (count - values.length)) : share;
  const smallest = values.reduce((least, one) => Math.min(least, one.length), Infinity);
  const order = means.map((_, at) => at).sort((a, b) => means[a]! - means[b]!);
  const [least, most] = [names[order[0]!]!, names[order[order.length - 1]!]!];
  return finishTest(
    {
      test: "Kruskal-Wallis test",
      hypothesis: `${settings.measure} is distributed alike in all ${names.length} groups`,
      alternative: "two-sided",
      effect: effect(
        "epsilon squared (share of the variance of the ranks between the groups)",
        share,
        interval,
      ),
      moreEffects:
        count > values.length
          ? [effect("eta squared of H (the same, without bias)", unbiased, interval)]
          : [],
      statistic: { name: "H", value: h },
      degreesOfFreedom: [degrees],
      pValue,
      sizes: names.map((name, at) => ({ name, count: values[at]!.length })),
      assumptions: [
        {
          assumption: "every group has at least 5 values, so that H is nearly chi-squared",
          verdict: smallest >= 5 ? "holds" : "doubtful",
          detail: `The smallest group has ${smallest}.`,
          alternative: smallest >= 5 ? undefined : "permutationTest",
        },
        tiesCheck(ranked, count, false),
        independentRows,
      ],
      notes: [],
      sentence: `The groups account for ${showPercent(share)} of the variance of the ranks of ${settings.measure}${shareInterval(share, unbiased, interval)}: values tend to be lowest in ${least} and highest in ${most} (mean ranks ${showNumber(means[order[0]!]!)} and ${showNumber(means[order[order.length - 1]!]!)}). ${verdictOf(pValue, settings.level, "difference between the groups")}`,
    },
    dropped,
  );
}

/** The interval of a share of the variance of ranks, as in an analysis of variance of them; none where nothing varies within. */
function rankShareInterval(share: number, above: number, below: number, level: number): Interval | undefined {
  if (below < 1 || share >= 1 - 1e-12) return undefined;
  return explainedInterval((share / above) * (below / (1 - share)), above, below, level);
}

/**
 * The Friedman test: do treatments differ when every block (person, day, machine) had all of them? `treatments` are two or
 * more arrays of equal length with one block in each place; a block with a missing value counts as missing. The effect is
 * Kendall's W: 1 where all blocks order the treatments alike, 0 where they do not agree at all, with the interval that such a share has
 * in an analysis of variance of the ranks (R. L. Iman & J. M. Davenport 1980). Throws T2830 to T2837 for bad input. Method: M. Friedman, "The Use of Ranks to Avoid the Assumption of Normality", JASA 32 (1937).
 * @example
 * friedmanTest([[1, 2, 1], [2, 3, 2], [3, 4, 5]]).effect.estimate // 1
 */
export function friedmanTest(treatments: readonly Numbers[], options: TestOptions = {}): TestResult {
  const names = Array.from({ length: treatments.length }, (_, at) => `treatment ${at + 1}`);
  const settings = readOptionsOfAllSides(options, names);
  if (treatments.length < 2) failGroups("treatments", treatments.length, "at least two treatments");
  const places = treatments.map((_, at) => `treatments[${at}]`);
  const { columns, dropped } = readRows(treatments, places, settings.missing, 2);
  const blocks = columns[0]!.length;
  const size = columns.length;
  const sums = new Float64Array(size);
  let tieSum = 0;
  for (let block = 0; block < blocks; block++) {
    const ranked = rankValues(Float64Array.from(columns, (column) => column[block]!));
    tieSum += ranked.tieSum;
    for (let at = 0; at < size; at++) sums[at]! += ranked.ranks[at]!;
  }
  const rest = blocks * size * (size + 1) - tieSum / (size - 1);
  if (rest <= 0) failConstant("treatments", "All values within each block are equal");
  const middle = (blocks * (size + 1)) / 2;
  const q = (12 * sums.reduce((sum, one) => sum + (one - middle) ** 2, 0)) / rest;
  const degrees = size - 1;
  const pValue = chiSquareUpper(q, degrees);
  const w = withinUnit(q / (blocks * degrees));
  const interval = rankShareInterval(w, degrees, degrees * (blocks - 1), settings.level);
  const order = Array.from(sums, (_, at) => at).sort((a, b) => sums[a]! - sums[b]!);
  const isLarge = blocks >= 10 || blocks * size >= 30;
  return finishTest(
    {
      test: "Friedman test",
      hypothesis: `${settings.measure} is distributed alike under all ${size} treatments`,
      alternative: "two-sided",
      effect: effect("Kendall's W (1 where all blocks order the treatments alike)", w, interval),
      moreEffects: [],
      statistic: { name: "Q", value: q },
      degreesOfFreedom: [degrees],
      pValue,
      sizes: [
        { name: "blocks", count: blocks },
        { name: "treatments", count: size },
      ],
      assumptions: [
        {
          assumption: "there are enough blocks, so that Q is nearly chi-squared",
          verdict: isLarge ? "holds" : "doubtful",
          detail: `${blocks} blocks of ${size} treatments.`,
          alternative: isLarge ? undefined : "permutationTest",
        },
        independence("The blocks must be independent; within a block the values belong together."),
      ],
      notes: [],
      sentence: `The blocks agree on the order of the treatments with Kendall's W = ${showNumber(w)}${interval ? ` (${showInterval(interval)})` : ""}: ${settings.measure} tends to be lowest under ${settings.names[order[0]!]} and highest under ${settings.names[order[size - 1]!]}. ${verdictOf(pValue, settings.level, "difference between the treatments")}`,
    },
    dropped,
  );
}
