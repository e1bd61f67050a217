import { mannWhitney, rankSumWithTies } from "../distributions/index.ts";
import type { Interval } from "../interval.ts";
import { independentRows } from "./check-assumptions.ts";
import { effect, finishTest } from "./finish-test.ts";
import { readOptions, type TestOptions } from "./options.ts";
import { failConstant, failSetting } from "./problems.ts";
import { rankSortedPair, rankSums, type Ranks } from "./ranks.ts";
import { readSample, type Numbers } from "./read-sample.ts";
import { medianByRank, rankedDifferences } from "./select-ranked.ts";
import { reachNotes, shiftInterval } from "./shift-interval.ts";
import { superiorityInterval } from "./superiority-interval.ts";
import { normalP, tailsAt, type DiscreteTails } from "./tails.ts";
import type { Alternative, AssumptionCheck, TestResult } from "./test-result.ts";
import { showInterval, showNumber, showPercent, sideOf, verdictOf } from "./words.ts";

/** How the p-value of a rank test is found; `"auto"`, unless told, is exact for small samples, with ties too. */
export interface RankTestOptions extends TestOptions {
  readonly method?: "auto" | "exact" | "approximate";
}

/** Up to so many values in all the permutation distribution is computed. */
const mostForExact = 80;
/** The most values whose exact distribution is counted out. */
export const mostEverExact = 200;

/**
 * The Mann-Whitney test (Wilcoxon's rank sum test): do values of one group tend to be larger than those of the other? The
 * effect is the Hodges-Lehmann shift `first - second`, the median of all differences between the groups; beside it the
 * probability of superiority, that a value of `first` is above one of `second` (ties count half), and rank-biserial
 * correlation. Exact up to 80 values in all, ties included; beyond that the normal approximation with the corrections for
 * ties and continuity. Throws T2830 to T2835 for bad input. Methods: H. B. Mann & D. R. Whitney (1947); J. L. Hodges &
 * E. L. Lehmann (1963); interval of the superiority: R. G. Newcombe, Statistics in Medicine 25 (2006), method 5.
 * @example
 * mannWhitneyTest([1.1, 2.2, 3.3], [0.5, 0.7, 2.0]).statistic.value // 8
 */
export function mannWhitneyTest(first: Numbers, second: Numbers, options: RankTestOptions = {}): TestResult {
  const settings = readOptions(options, ["first", "second"]);
  const left = readSample(first, settings.names[0]!, settings.missing);
  const right = readSample(second, settings.names[1]!, settings.missing);
  const groups = [left.values.sort(), right.values.sort()] as const;
  const ranked = rankSortedPair(...groups);
  const [m, n] = [groups[0].length, groups[1].length];
  const u = rankSums(ranked.ranks, groups)[0]! - (m * (m + 1)) / 2;
  if (ranked.tiedCount === m + n && ranked.ranks.every((rank) => rank === ranked.ranks[0]))
    failConstant("first, second", "All values are equal");
  const isExact = readMethod(options.method, m + n);
  const pValue = isExact
    ? exactP(ranked, m, u, settings.alternative)
    : approximateP(u, m, n, ranked.tieSum, settings.alternative);
  const differences = rankedDifferences(...groups);
  const shift = medianByRank(m * n, differences);
  const interval = shiftInterval(
    {
      count: m * n,
      ranked: differences,
      distribution: m + n <= mostForExact ? mannWhitney(m, n) : Math.sqrt((m * n * (m + n + 1)) / 12),
    },
    settings.level,
    settings.alternative,
  );
  const superiority = u / (m * n);
  const around = superiorityInterval(superiority, m, n, settings.level, settings.alternative);
  const [a, b] = [settings.names[0]!, settings.names[1]!];
  const isTied = ranked.tiedCount > 0;
  return finishTest(
    {
      test: "Mann-Whitney test",
      hypothesis: `${settings.measure} is distributed alike in ${a} and ${b}`,
      alternative: settings.alternative,
      effect: effect(`Hodges-Lehmann shift (${a} - ${b})`, shift, interval),
      moreEffects: [
        effect(`probability of superiority (${a} above ${b})`, superiority, around),
        effect("rank-biserial correlation", 2 * superiority - 1, doubled(around)),
      ],
      statistic: { name: "U", value: u },
      degreesOfFreedom: [],
      pValue,
      sizes: [
        { name: a, count: m },
        { name: b, count: n },
      ],
      assumptions: [sameShape, tiesCheck(ranked, m + n, isExact), independentRows],
      notes: [
        isExact ? "p from the exact permutation distribution." : "p from the normal approximation.",
        ...reachNotes(interval, settings.level),
      ],
      sentence: `A value of ${settings.measure} in ${a} is above one in ${b} in ${showPercent(superiority)} of pairs${isTied ? " (equal ones count half)" : ""}, and typically ${shift === 0 ? "equal" : `${showNumber(Math.abs(shift))} ${shift < 0 ? "lower" : "higher"}`} (shift ${showNumber(shift)}, ${showInterval(interval)}). ${verdictOf(pValue, settings.level, "difference between the groups")}${sideOf(settings.alternative)}`,
    },
    left.dropped + right.dropped,
  );
}

const doubled = ({ level, low, high }: Interval): Interval => ({
  level,
  low: 2 * low - 1,
  high: 2 * high - 1,
});

const sameShape: AssumptionCheck = {
  assumption: "the two distributions have the same shape",
  verdict: "unchecked",
  detail:
    "The shift needs it; the probability of superiority does not. Compare the spread of the groups in a chart.",
  alternative: undefined,
};

/** What ties do to a rank test. */
export function tiesCheck({ tiedCount }: Ranks, count: number, isExact: boolean): AssumptionCheck {
  const share = tiedCount / count;
  return {
    assumption: "there are few ties",
    verdict: isExact || share < 0.5 ? "holds" : "doubtful",
    detail:
      tiedCount === 0
        ? "No two values are equal."
        : `${tiedCount} of ${count} values equal another one; ${isExact ? "the exact distribution takes that into account" : "the variance is corrected for it"}.`,
    alternative: isExact || share < 0.5 ? undefined : "permutationTest",
  };
}

/** Whether the exact distribution is to be taken. */
export function readMethod(method: unknown, count: number): boolean {
  if (method === undefined || method === "auto") return count <= mostForExact;
  if (method === "approximate") return false;
  if (method !== "exact") return failSetting("method", method, '"auto", "exact" or "approximate"');
  return count <= mostEverExact
    ? true
    : failSetting("method", method, `"approximate" for more than ${mostEverExact} values`);
}

/** The p-value of a discrete statistic: the tail, or twice the smaller one. */
export const pFromTails = ({ lower, upper }: DiscreteTails, alternative: Alternative): number =>
  alternative === "less"
    ? lower
    : alternative === "greater"
      ? upper
      : Math.min(1, 2 * Math.min(lower, upper));

function exactP({ ranks, tiedCount }: Ranks, m: number, u: number, alternative: Alternative): number {
  const tails =
    tiedCount === 0
      ? tailsAt(mannWhitney(m, ranks.length - m), u)
      : tailsAt(rankSumWithTies([...ranks], m), 2 * u + m * (m + 1));
  return pFromTails(tails, alternative);
}

function approximateP(u: number, m: number, n: number, tieSum: number, alternative: Alternative): number {
  const count = m + n;
  const variance = ((m * n) / 12) * (count + 1 - tieSum / (count * (count - 1)));
  return normalP(continuityCorrected(u - (m * n) / 2, alternative) / Math.sqrt(variance), alternative);
}

/** Half a step towards the middle, because the statistic moves in steps. */
export const continuityCorrected = (distance: number, alternative: Alternative): number =>
  alternative === "two-sided"
    ? distance - Math.sign(distance) * 0.5
    : alternative === "greater"
      ? distance - 0.5
      : distance + 0.5;
