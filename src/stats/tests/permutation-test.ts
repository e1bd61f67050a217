import { dealOut, openResampler } from "../../kernel/index.ts";
import { exactSum } from "../exact-sum.ts";
import { bootstrapInterval, measure, readResampling, statisticOf } from "./bootstrap.ts";
import type { NamedStatistic, ResamplingOptions, Statistic } from "./bootstrap.ts";
import { centreSample } from "./draw-resamples.ts";
import { independence } from "./check-assumptions.ts";
import { effect, finishTest } from "./finish-test.ts";
import { groupNames, readOptions } from "./options.ts";
import { readGroups } from "./read-groups.ts";
import type { Numbers } from "./read-sample.ts";
import { joinGroups } from "./ranks.ts";
import { streamWords } from "./stream.ts";
import type { Alternative, TestResult } from "./test-result.ts";
import { showInterval, showNumber, sideOf, verdictOf } from "./words.ts";

/**
 * The permutation test of any statistic of two or more groups: were the labels of the groups handed out at random? Two groups
 * with few enough splits are gone through wholly; otherwise values are dealt out at random with a seed, and the p-value is
 * (1 + those as extreme) / (1 + resamples). For a statistic that only grows with a difference, such as F, ask for
 * `alternative: "greater"`. The interval of the statistic is a percentile bootstrap. Throws T2830 to T2837 for bad input and
 * T2843 where the statistic is no finite number. Methods: R. A. Fisher (1935); B. Phipson & G. K. Smyth (2010).
 * @example
 * permutationTest([[1, 2, 3], [4, 5, 6]], "difference of means").pValue // 0.1
 */
export function permutationTest(
  groups: readonly Numbers[],
  statistic: Statistic | NamedStatistic,
  options: ResamplingOptions = {},
): TestResult {
  const settings = readOptions(options, groupNames(groups.length));
  const { resamples, seed } = readResampling(options);
  const { names, values, dropped } = readGroups(groups, settings, 2);
  const found = statisticOf(statistic, values.length);
  const seen = measure(found, values, "statistic");
  const joined = joinGroups(values);
  const sizes = values.map((one) => one.length);
  const isWhole = sizes.length === 2 && countSplits(joined.length, sizes[0]!) <= resamples + 1;
  // Sums in another order differ in their last bits; such values count as equal.
  const slack = 1e-12 * Math.abs(seen);
  let [lower, upper, count] = isWhole ? [0, 0, 0] : [1, 1, 1];
  const arranged =
    !isWhole && typeof statistic === "string" && sizes.length === 2
      ? dealtDifferences(joined, [sizes[0]!, sizes[1]!], resamples, seed)
      : measuredOf(found, isWhole ? allSplits(joined, sizes[0]!) : deals(joined, sizes, resamples, seed));
  for (const value of arranged) {
    count++;
    if (value <= seen + slack) lower++;
    if (value >= seen - slack) upper++;
  }
  const pValue = pOf(lower / count, upper / count, settings.alternative);
  const { interval } = bootstrapInterval(values, statistic, {
    method: "percentile",
    resamples: 1999,
    seed,
    level: settings.level,
    alternative: settings.alternative,
  });
  return finishTest(
    {
      test: "permutation test",
      hypothesis: `${settings.measure} does not depend on the group`,
      alternative: settings.alternative,
      effect: effect(
        typeof statistic === "string" ? statistic : statistic.name || "statistic",
        seen,
        interval,
      ),
      moreEffects: [],
      statistic: { name: "statistic", value: seen },
      degreesOfFreedom: [],
      pValue,
      sizes: names.map((name, at) => ({ name, count: sizes[at]! })),
      assumptions: [
        independence(
          "Values must be exchangeable between the groups if there is no difference. Look for pairs, blocks, and neighbours in time or place.",
        ),
      ],
      notes: [
        isWhole ? `p from all ${count} splits.` : `p from ${resamples} random arrangements (seed ${seed}).`,
      ],
      sentence: `The statistic is ${showNumber(seen)} (${showInterval(interval)}). ${verdictOf(pValue, settings.level, "difference between the groups")}${sideOf(settings.alternative)}`,
    },
    dropped,
  );
}

function* measuredOf(
  statistic: Statistic,
  arrangements: Iterable<readonly Float64Array[]>,
): Generator<number> {
  for (const arrangement of arrangements)
    yield measure(statistic, arrangement, "statistic of an arrangement");
}

const pOf = (lower: number, upper: number, alternative: Alternative): number =>
  alternative === "less"
    ? lower
    : alternative === "greater"
      ? upper
      : Math.min(1, 2 * Math.min(lower, upper));

/** How many ways there are to choose; Infinity where they are beyond counting. */
function countSplits(count: number, chosen: number): number {
  let ways = 1;
  for (let at = 1; at <= Math.min(chosen, count - chosen); at++) {
    ways = (ways * (count - at + 1)) / at;
    if (ways > 1e9) return Infinity;
  }
  return Math.round(ways);
}

/** All ways to give `chosen` of the values to the first group, the places in lexicographic order. */
function* allSplits(values: Float64Array, chosen: number): Generator<readonly Float64Array[]> {
  const places = Array.from({ length: chosen }, (_, at) => at);
  const [first, second] = [new Float64Array(chosen), new Float64Array(values.length - chosen)];
  while (true) {
    let [inFirst, inSecond] = [0, 0];
    for (let at = 0; at < values.length; at++)
      if (places[inFirst] === at) first[inFirst++] = values[at]!;
      else second[inSecond++] = values[at]!;
    yield [first, second];
    let last = chosen - 1;
    while (last >= 0 && places[last] === values.length - chosen + last) last--;
    if (last < 0) return;
    places[last]!++;
    for (let at = last + 1; at < chosen; at++) places[at] = places[at - 1]! + 1;
  }
}

/** Values dealt out at random (Fisher-Yates), each time from a stream of its own. */
function* deals(
  values: Float64Array,
  sizes: readonly number[],
  resamples: number,
  seed: number,
): Generator<readonly Float64Array[]> {
  const order = new Float64Array(values.length);
  let end = 0;
  const parts = sizes.map((size) => order.subarray(end, (end += size)));
  const taken = values.length - sizes[sizes.length - 1]!;
  for (let index = 0; index < resamples; index++) {
    dealOut(values, taken, streamWords(seed, index, 0), order);
    yield parts;
  }
}

/** The differences of means of values dealt out at random: one sum says both means, for all values together are as they are. */
function* dealtDifferences(
  values: Float64Array,
  [first, second]: readonly [number, number],
  resamples: number,
  seed: number,
): Generator<number> {
  const { distances } = centreSample(values);
  const whole = exactSum(distances);
  const { dealtSum } = openResampler(distances);
  for (let index = 0; index < resamples; index++) {
    const sum = dealtSum(first, streamWords(seed, index, 0));
    yield sum / first - (whole - sum) / second;
  }
}
