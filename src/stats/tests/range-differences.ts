import { asPValue, effect } from "./finish-test.ts";
import { groupNames, readOptionsOfAllSides, type TestOptions } from "./options.ts";
import { finishPairs, pairsOf, type Pair } from "./pairwise.ts";
import type { PairwiseComparison, PairwiseResult } from "./pairwise-result.ts";
import { failConstant } from "./problems.ts";
import { readDistances, summarizeGroups } from "./read-groups.ts";
import type { Numbers } from "./read-sample.ts";
import type { Summary } from "./summary.ts";
import { studentizedRangeCritical, studentizedRangeUpper } from "./tails.ts";
import { varianceParts } from "./variance-parts.ts";

/**
 * Tukey's honest differences: all pairs of group means, `first - second`, with intervals and p-values that hold for all pairs
 * together, where the groups have the same variance. Throws T2830 to T2837 and T2844 for bad input. Methods: J. W. Tukey (1953);
 * C. Y. Kramer, Biometrics 12 (1956) for unequal sizes.
 * @example
 * tukeyHonestDifferences([[1, 2, 3], [2, 3, 4], [6, 7, 8]]).comparisons.length // 3
 */
export function tukeyHonestDifferences(
  groups: readonly Numbers[],
  options: TestOptions = {},
): PairwiseResult {
  const settings = readOptionsOfAllSides(options, groupNames(groups.length));
  const { names, values, dropped } = readDistances(groups, settings, 2);
  const summaries = summarizeGroups(values);
  const { within, degreesWithin } = varianceParts(summaries);
  if (within === 0) failConstant("groups", "All values within each group are equal");
  const variance = within / degreesWithin;
  const critical = studentizedRangeCritical(settings.level, names.length, degreesWithin);
  return finishPairs(
    {
      test: "Tukey's honest differences",
      adjustment: "studentized range: the level holds for all pairs together",
      comparisons: pairsOf(names.length).map((pair) =>
        rangeComparison(names, summaries, pair, {
          error: Math.sqrt((variance / 2) * (1 / summaries[pair[0]]!.count + 1 / summaries[pair[1]]!.count)),
          degrees: degreesWithin,
          level: settings.level,
          critical,
        }),
      ),
      notes: [],
    },
    settings.level,
    dropped,
  );
}

/**
 * Games and Howell's differences: all pairs of group means, `first - second`, with intervals and p-values that hold for all
 * pairs together, without equal variances. Every group needs two values that differ. Throws T2830 to T2837 and T2844 for bad
 * input. Method: P. A. Games & J. F. Howell, Journal of Educational Statistics 1 (1976).
 */
export function gamesHowellDifferences(
  groups: readonly Numbers[],
  options: TestOptions = {},
): PairwiseResult {
  const settings = readOptionsOfAllSides(options, groupNames(groups.length));
  const { names, values, dropped } = readDistances(groups, settings, 2);
  const summaries = summarizeGroups(values);
  const constant = summaries.findIndex(({ variance }) => variance === 0);
  if (constant >= 0) failConstant(names[constant]!, "All values of this group are equal");
  return finishPairs(
    {
      test: "Games and Howell's differences",
      adjustment: "studentized range: the level holds for all pairs together",
      comparisons: pairsOf(names.length).map((pair) => {
        const [left, right] = [summaries[pair[0]]!, summaries[pair[1]]!];
        const [a, b] = [left.variance / left.count, right.variance / right.count];
        const share = a / (a + b);
        const degrees =
          1 / ((share * share) / (left.count - 1) + ((1 - share) * (1 - share)) / (right.count - 1));
        return rangeComparison(names, summaries, pair, {
          error: Math.sqrt((a + b) / 2),
          degrees,
          level: settings.level,
          critical: studentizedRangeCritical(settings.level, names.length, degrees),
        });
      }),
      notes: [],
    },
    settings.level,
    dropped,
  );
}

function rangeComparison(
  names: readonly string[],
  summaries: readonly Summary[],
  [first, second]: Pair,
  {
    error,
    degrees,
    level,
    critical,
  }: { readonly error: number; readonly degrees: number; readonly level: number; readonly critical: number },
): PairwiseComparison {
  const difference = summaries[first]!.mean - summaries[second]!.mean;
  const q = Math.abs(difference) / error;
  const reach = critical * error;
  return {
    first: names[first]!,
    second: names[second]!,
    effect: effect("difference of means", difference, {
      level,
      low: difference - reach,
      high: difference + reach,
    }),
    statistic: { name: "q", value: q },
    degreesOfFreedom: [degrees],
    pValue: asPValue(studentizedRangeUpper(q, names.length, degrees)),
  };
}
