import { signedRank, signedRankWithTies } from "../distributions/index.ts";
import { independence } from "./check-assumptions.ts";
import { effect, finishTest } from "./finish-test.ts";
import {
  continuityCorrected,
  mostEverExact,
  pFromTails,
  readMethod,
  tiesCheck,
  type RankTestOptions,
} from "./mann-whitney.ts";
import { decimalDifferences, distanceFrom, movedInterval } from "./keep-digits.ts";
import { fromNumber } from "../double-double.ts";
import { readOptions, type DistanceOptions } from "./options.ts";
import { failConstant, failSetting } from "./problems.ts";
import { rankSortedPair, type Ranks } from "./ranks.ts";
import { readRows, type Numbers } from "./read-sample.ts";
import { medianByRank, rankedWalshMeans } from "./select-ranked.ts";
import { reachNotes, shiftInterval } from "./shift-interval.ts";
import { normalP, tailsAt } from "./tails.ts";
import type { Alternative, AssumptionCheck, TestResult } from "./test-result.ts";
import { showInterval, showNumber, sideOf, verdictOf } from "./words.ts";

/** Options of Wilcoxon's signed rank test. */
export interface SignedRankOptions extends RankTestOptions, DistanceOptions {
  /** The centre of the values, or of the differences, that the hypothesis names; 0 unless told. */
  readonly against?: number;
}

/**
 * Wilcoxon's signed rank test of one sample, or of the differences `first - second` of pairs: do they lie around `against`?
 * The effect is the pseudomedian, the median of the means of all pairs of values. Values equal to `against` are left out of
 * the test (as Wilcoxon did) and counted in a note, but not of the pseudomedian and its interval. Exact up to 80 values, ties
 * included. Throws T2830 to T2836 for bad input. Methods: F. Wilcoxon, "Individual Comparisons by Ranking Methods" (1945);
 * J. L. Hodges & E. L. Lehmann (1963).
 * @example
 * wilcoxonSignedRankTest([1.5, 2.5, -0.5, 3]).statistic.value // 9
 */
export function wilcoxonSignedRankTest(
  first: Numbers,
  second?: Numbers | null,
  options: SignedRankOptions = {},
): TestResult {
  const isPaired = second !== undefined && second !== null;
  const settings = readOptions(options, isPaired ? ["first", "second"] : ["values"]);
  const against = options.against ?? 0;
  if (!Number.isFinite(against)) failSetting("against", against, "a finite number");
  const rows = isPaired
    ? readRows([first, second], settings.names, settings.missing)
    : readRows([first], settings.names, settings.missing);
  const [left, right] = rows.columns;
  // Differences of pairs have no origin; a single sample has one.
  const origin = isPaired ? 0 : settings.origin;
  // Between the decimals, so that equal differences are equal and those of 0 are 0.
  const values = (right ? decimalDifferences(left!, right) : left!).sort();
  const centred = new Float64Array(values.length).fill(
    origin === 0 ? against : distanceFrom(against, fromNumber(origin)),
  );
  const isAroundZero = origin === 0 && against === 0;
  const distances = (isAroundZero ? values : decimalDifferences(values, centred)).filter(
    (value) => value !== 0,
  );
  if (distances.length === 0)
    failConstant("first, second", "No value differs from what it is tested against");
  const { ranked, v } = signedRanks(distances);
  const isExact = readMethod(options.method, distances.length);
  const pValue = isExact
    ? exactP(ranked, v, settings.alternative)
    : approximateP(v, distances.length, ranked.tieSum, settings.alternative);
  const count = values.length;
  const pairs = (count * (count + 1)) / 2;
  const walsh = rankedWalshMeans(values);
  const centre = origin + medianByRank(pairs, walsh);
  const around = shiftInterval(
    {
      count: pairs,
      ranked: walsh,
      // Values equal to `against` have no part in the test, but in the interval.
      distribution:
        isExact && count <= mostEverExact
          ? signedRank(count)
          : Math.sqrt((count * (count + 1) * (2 * count + 1)) / 24),
    },
    settings.level,
    settings.alternative,
  );
  const interval = movedInterval(around, origin);
  const whole = (distances.length * (distances.length + 1)) / 2;
  const zeros = count - distances.length;
  const what = isPaired ? `difference (${settings.names.join(" - ")})` : "centre";
  return finishTest(
    {
      test: "Wilcoxon signed rank test",
      hypothesis: isPaired
        ? `the differences of ${settings.measure} between ${settings.names.join(" and ")} lie evenly around ${showNumber(against)}`
        : `${settings.measure} lies evenly around ${showNumber(against)}`,
      alternative: settings.alternative,
      effect: effect(`pseudomedian of the ${what}`, centre, interval),
      moreEffects: [effect("matched rank-biserial correlation", (2 * v) / whole - 1)],
      statistic: { name: "V", value: v },
      degreesOfFreedom: [],
      pValue,
      sizes: [{ name: isPaired ? "pairs" : settings.names[0]!, count }],
      assumptions: [
        symmetric(distances),
        tiesCheck(ranked, distances.length, isExact),
        independence(
          "Look for several values of the same person or thing, and for neighbours in time or place.",
        ),
      ],
      notes: [
        isExact ? "p from the exact permutation distribution." : "p from the normal approximation.",
        ...(zeros > 0 ? [`${zeros} values equal ${showNumber(against)} and take no part in the test.`] : []),
        ...reachNotes(interval, settings.level),
      ],
      sentence: `The typical ${isPaired ? `difference of ${settings.measure} between ${settings.names.join(" and ")}` : `value of ${settings.measure}`} is ${showNumber(centre)} (${showInterval(interval)}). ${verdictOf(pValue, settings.level, `difference from ${showNumber(against)}`)}${sideOf(settings.alternative)}`,
    },
    rows.dropped,
  );
}

/** The ranks of the sizes of ascending distances, those below 0 first, and the sum of the ranks of those above. */
function signedRanks(distances: Float64Array): { readonly ranked: Ranks; readonly v: number } {
  let below = 0;
  while (below < distances.length && distances[below]! < 0) below++;
  const negative = distances.slice(0, below).reverse();
  for (let at = 0; at < below; at++) negative[at] = -negative[at]!;
  const ranked = rankSortedPair(negative, distances.subarray(below));
  let v = 0;
  for (let at = below; at < distances.length; at++) v += ranked.ranks[at]!;
  return { ranked, v };
}

/** Whether the values lie alike on both sides of their median: the mean is compared with it, in standard deviations. */
function symmetric(distances: Float64Array): AssumptionCheck {
  const assumption = "the values lie symmetrically around their centre";
  const count = distances.length;
  if (count < 10)
    return {
      assumption,
      verdict: "unchecked",
      detail: `${count} values are too few to look.`,
      alternative: undefined,
    };
  // They are in ascending order.
  const median = medianByRank(count, (rank) => distances[rank - 1]!);
  const mean = distances.reduce((sum, one) => sum + one / count, 0);
  const spread = Math.sqrt(
    distances.reduce((sum, one) => sum + ((one - mean) * (one - mean)) / (count - 1), 0),
  );
  const gap = spread === 0 ? 0 : (mean - median) / spread;
  // The asymptotic deviation of this gap for normal values is 0.756 over the root of the count (Cabilio & Masaro 1996).
  const z = Math.abs((gap * Math.sqrt(count)) / 0.7555);
  return {
    assumption,
    verdict: z < 2 ? "holds" : z < 2.6 ? "doubtful" : "violated",
    detail: `Mean and median are ${showNumber(Math.abs(gap))} standard deviations apart.`,
    alternative: z < 2 ? undefined : "oneSampleTTest or bootstrapInterval of the median",
  };
}

function exactP({ ranks, tiedCount }: Ranks, v: number, alternative: Alternative): number {
  const tails =
    tiedCount === 0 ? tailsAt(signedRank(ranks.length), v) : tailsAt(signedRankWithTies([...ranks]), 2 * v);
  return pFromTails(tails, alternative);
}

function approximateP(v: number, count: number, tieSum: number, alternative: Alternative): number {
  const variance = (count * (count + 1) * (2 * count + 1)) / 24 - tieSum / 48;
  const distance = continuityCorrected(v - (count * (count + 1)) / 4, alternative);
  return normalP(distance / Math.sqrt(variance), alternative);
}
