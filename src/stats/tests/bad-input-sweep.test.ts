import { describe, expect, it } from "vitest";
import { adversaries, faultOf, sweep } from "../adversaries.test-support.ts";
import * as stats from "../public.ts";

type Numbers = stats.Numbers;
type Two = (first: Numbers, second: Numbers) => unknown;
const fine = [1.2, 3.4, 2.2, 5.6, 4.1, 3.9, 2.8];
const tests: Readonly<Record<string, Two>> = {
  oneSampleTTest: (first) => stats.oneSampleTTest(first, { missing: "drop" }),
  shapiroWilkTest: (first) => stats.shapiroWilkTest(first, { missing: "drop" }),
  andersonDarlingTest: (first) => stats.andersonDarlingTest(first, { missing: "drop" }),
  kolmogorovSmirnovOneSampleTest: (first) => stats.kolmogorovSmirnovOneSampleTest(first, { missing: "drop" }),
  wilcoxonSignedRankTest: (first, second) => stats.wilcoxonSignedRankTest(first, second, { missing: "drop" }),
  welchTTest: (first, second) => stats.welchTTest(first, second, { missing: "drop" }),
  studentTTest: (first, second) => stats.studentTTest(first, second, { missing: "drop" }),
  pairedTTest: (first, second) => stats.pairedTTest(first, second, { missing: "drop" }),
  mannWhitneyTest: (first, second) => stats.mannWhitneyTest(first, second, { missing: "drop" }),
  kolmogorovSmirnovTest: (first, second) => stats.kolmogorovSmirnovTest(first, second, { missing: "drop" }),
  pearsonCorrelation: (first, second) => stats.pearsonCorrelation(first, second, { missing: "drop" }),
  spearmanCorrelation: (first, second) => stats.spearmanCorrelation(first, second, { missing: "drop" }),
  kendallCorrelation: (first, second) => stats.kendallCorrelation(first, second, { missing: "drop" }),
  oneWayAnova: (first, second) => stats.oneWayAnova([first, second], { missing: "drop" }),
  welchAnova: (first, second) => stats.welchAnova([first, second], { missing: "drop" }),
  kruskalWallisTest: (first, second) => stats.kruskalWallisTest([first, second], { missing: "drop" }),
  friedmanTest: (first, second) => stats.friedmanTest([first, second], { missing: "drop" }),
  leveneTest: (first, second) => stats.leveneTest([first, second], { missing: "drop" }),
  dunnDifferences: (first, second) => stats.dunnDifferences([first, second], { missing: "drop" }),
  bootstrapInterval: (first, second) =>
    stats.bootstrapInterval([first, second], "difference of means", { missing: "drop", resamples: 100 }),
  "bootstrapInterval of pairs": (first, second) =>
    stats.bootstrapInterval([first, second], "difference of means", {
      missing: "drop",
      resamples: 100,
      isPaired: true,
    }),
  gamesHowellDifferences: (first) => stats.gamesHowellDifferences([first, fine], { missing: "drop" }),
  tukeyHonestDifferences: (first) => stats.tukeyHonestDifferences([first, fine], { missing: "drop" }),
  chiSquaredTest: (first, second) => stats.chiSquaredTest([first, second] as never),
  fisherExactTest: (first) => stats.fisherExactTest([first, [1, 2, 0, 1, 0, 0, 1]] as never),
  mcNemarTest: (first, second) => stats.mcNemarTest([first, second] as never),
  goodnessOfFitTest: (first, second) =>
    stats.goodnessOfFitTest(first as never, { probabilities: second as never }),
  crossTable: (first, second) => stats.crossTable(first as never, second as never),
  splitByLabel: (first, second) => stats.splitByLabel(first, second as never),
  oneProportionTest: (first, second) =>
    stats.oneProportionTest({ successes: first?.[0] as never, trials: second?.[0] as never }),
  twoProportionTest: (first, second) =>
    stats.twoProportionTest(
      { successes: first?.[0] as never, trials: first?.[1] as never },
      { successes: second?.[0] as never, trials: second?.[1] as never },
    ),
  adjustFamily: (first, second) =>
    stats
      .adjustFamily({ a: { pValue: first?.[0] as never }, b: { pValue: second?.[0] as never } })
      .members.map(({ adjustedPValue }) => adjustedPValue),
  adjustHolm: (first) => stats.adjustHolm(first as never),
  adjustBenjaminiHochberg: (first) => stats.adjustBenjaminiHochberg(first as never),
  decimalAnchor: (first) => stats.decimalAnchor(first as never),
  permutationTest: (first) =>
    stats.permutationTest([first, fine], "difference of means", { missing: "drop", resamples: 100 }),
};

describe("whatever an adversary gives", () => {
  it.each(Object.entries(tests))("%s gives an answer without NaN, or a refusal with a cure", (_, test) => {
    expect(sweep([test], adversaries)).toEqual([]);
  });

  it("Fisher's test answers for tables of billions at once", () => {
    for (const table of [
      [
        [1e9, 1],
        [1, 1e9],
      ],
      [
        [2 ** 52, 5],
        [7, 9],
      ],
    ]) {
      const result = stats.fisherExactTest(table);
      expect(faultOf(result)).toBeUndefined();
      expect(result.effect.estimate).toBeGreaterThan(1e14);
      expect(result.effect.interval!.low).toBeLessThan(result.effect.estimate);
      expect(result.effect.interval!.high).toBeGreaterThan(result.effect.estimate);
    }
  });
});
