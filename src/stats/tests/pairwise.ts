import { deepFreeze } from "../../base/index.ts";
import { adjustHolm } from "../adjust-p-values.ts";
import { asPValue, effect } from "./finish-test.ts";
import { groupNames, readOptionsOfAllSides, type TestOptions } from "./options.ts";
import type { PairwiseResult } from "./pairwise-result.ts";
import { failConstant } from "./problems.ts";
import { joinGroups, rankSums, rankValues } from "./ranks.ts";
import { readGroups } from "./read-groups.ts";
import type { Numbers } from "./read-sample.ts";
import { normalCritical, normalP } from "./tails.ts";
import { pValueWords } from "../p-value-text.ts";
import { showNumber } from "./words.ts";

/** Two places of groups. */
export type Pair = readonly [first: number, second: number];

/** All pairs of so many groups. */
export const pairsOf = (count: number): readonly Pair[] =>
  Array.from({ length: count }, (_, first) =>
    Array.from({ length: count - first - 1 }, (__, more): Pair => [first, first + more + 1]),
  ).flat();

/** Adds the sentence, and how many rows were left out. */
export function finishPairs(
  result: Omit<PairwiseResult, "sentence">,
  level: number,
  dropped: number,
): PairwiseResult {
  const apart = result.comparisons.filter(({ pValue }) => pValue < 1 - level);
  const notes = [...result.notes];
  if (dropped > 0) notes.push(`${dropped === 1 ? "1 row" : `${dropped} rows`} with missing values left out.`);
  const list = apart
    .slice(0, 10)
    .map(
      ({ first, second, effect: { estimate }, pValue }) =>
        `${first} and ${second} (${showNumber(estimate)}, ${pValueWords(pValue)})`,
    );
  const more = apart.length > 10 ? ` and ${apart.length - 10} more` : "";
  return deepFreeze({
    ...result,
    notes,
    sentence:
      apart.length === 0
        ? `No two of the groups can be told apart with these data, all ${result.comparisons.length} pairs considered.`
        : `Of ${result.comparisons.length} pairs, ${apart.length} ${apart.length === 1 ? "differs" : "differ"} beyond chance: ${list.join(", ")}${more}.`,
  });
}

/**
 * Dunn's comparisons after a Kruskal-Wallis test: all pairs of mean ranks, `first - second`, p-values adjusted by Holm. The
 * interval is that of the single pair at Bonferroni's level. Throws T2830 to T2837 for bad input. Method: O. J. Dunn,
 * "Multiple Comparisons Using Rank Sums", Technometrics 6 (1964).
 */
export function dunnDifferences(groups: readonly Numbers[], options: TestOptions = {}): PairwiseResult {
  const settings = readOptionsOfAllSides(options, groupNames(groups.length));
  const { names, values, dropped } = readGroups(groups, settings, 1);
  const { ranks, tieSum } = rankValues(joinGroups(values));
  const count = ranks.length;
  const variance = (count * (count + 1) - tieSum / (count - 1)) / 12;
  if (!(variance > 0)) failConstant("groups", "All values are equal");
  const means = rankSums(ranks, values).map((sum, at) => sum / values[at]!.length);
  const pairs = pairsOf(names.length);
  const errorOf = ([first, second]: Pair): number =>
    Math.sqrt(variance * (1 / values[first]!.length + 1 / values[second]!.length));
  const scores = pairs.map((pair) => (means[pair[0]]! - means[pair[1]]!) / errorOf(pair));
  const adjusted = adjustHolm(scores.map((z) => normalP(z, "two-sided")));
  const single = 1 - (1 - settings.level) / pairs.length;
  return finishPairs(
    {
      test: "Dunn's comparisons",
      adjustment: "Holm",
      comparisons: pairs.map((pair, at) => {
        const difference = means[pair[0]]! - means[pair[1]]!;
        const reach = normalCritical(single, "two-sided") * errorOf(pair);
        return {
          first: names[pair[0]]!,
          second: names[pair[1]]!,
          effect: effect("difference of mean ranks", difference, {
            level: settings.level,
            low: difference - reach,
            high: difference + reach,
          }),
          statistic: { name: "z", value: scores[at]! },
          degreesOfFreedom: [],
          pValue: asPValue(adjusted[at]!),
        };
      }),
      notes: [],
    },
    settings.level,
    dropped,
  );
}
