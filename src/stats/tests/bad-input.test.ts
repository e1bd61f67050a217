import { describe, expect, it } from "vitest";
import { TandemError } from "../../base/index.ts";
import * as tests from "./index.ts";

type Call = readonly [title: string, code: string, work: () => unknown];

const constant = [3, 3, 3, 3, 3];
const fine = [1, 2, 4, 8, 16];
const none: number[] = [];
const text = ["a", "b"] as unknown as number[];
const {
  adjustFamily,
  andersonDarlingTest,
  bootstrapInterval,
  chiSquaredTest,
  chooseTest,
  crossTable,
  dunnDifferences,
  fisherExactTest,
  friedmanTest,
  gamesHowellDifferences,
  goodnessOfFitTest,
  kendallCorrelation,
  kolmogorovSmirnovOneSampleTest,
  kolmogorovSmirnovTest,
  kruskalWallisTest,
  leveneTest,
  mannWhitneyTest,
  mcNemarTest,
  oneProportionTest,
  oneSampleTTest,
  oneWayAnova,
  pairedTTest,
  pearsonCorrelation,
  permutationTest,
  shapiroWilkTest,
  spearmanCorrelation,
  splitByLabel,
  studentTTest,
  tukeyHonestDifferences,
  twoProportionTest,
  welchAnova,
  welchTTest,
  wilcoxonSignedRankTest,
} = tests;

const ofOne: Readonly<Record<string, (values: number[]) => unknown>> = {
  oneSampleTTest,
  shapiroWilkTest,
  andersonDarlingTest: (values) =>
    andersonDarlingTest(Array.isArray(values) ? [...values, ...values] : values),
  wilcoxonSignedRankTest: (values) => wilcoxonSignedRankTest(values),
  kolmogorovSmirnovOneSampleTest,
};
const ofTwo: Readonly<Record<string, (first: number[], second: number[]) => unknown>> = {
  studentTTest,
  welchTTest,
  pairedTTest,
  mannWhitneyTest,
  kolmogorovSmirnovTest,
  pearsonCorrelation,
  spearmanCorrelation,
  kendallCorrelation,
  permutationTest: (first, second) => permutationTest([first, second], "difference of means"),
  bootstrapInterval: (first, second) => bootstrapInterval([first, second], "difference of means"),
};
const ofGroups: Readonly<Record<string, (groups: number[][]) => unknown>> = {
  oneWayAnova,
  welchAnova,
  kruskalWallisTest,
  leveneTest,
  tukeyHonestDifferences,
  gamesHowellDifferences,
  dunnDifferences,
  friedmanTest,
};

const calls: Call[] = [
  ...Object.entries(ofOne).flatMap(([name, test]): Call[] => [
    [`${name} of nothing`, "T2833", () => test(none)],
    [`${name} of text`, "T2830", () => test(text)],
    [`${name} of an infinity`, "T2832", () => test([1, 2, 3, Infinity])],
    [`${name} of a missing value`, "T2831", () => test([1, 2, 3, Number.NaN])],
    [`${name} of no array`, "T2830", () => test(7 as unknown as number[])],
  ]),
  ...Object.entries(ofTwo).flatMap(([name, test]): Call[] => [
    [`${name} of nothing`, "T2833", () => test(none, none)],
    [`${name} of text`, "T2830", () => test(text, text)],
    [`${name} of an infinity`, "T2832", () => test([1, 2, -Infinity], [1, 2, 3])],
    [`${name} of a missing value`, "T2831", () => test([1, 2, Number.NaN], [1, 2, 3])],
  ]),
  ...Object.entries(ofGroups).flatMap(([name, test]): Call[] => [
    [`${name} of one group`, "T2837", () => test([fine])],
    [
      `${name} of an empty group`,
      name === "friedmanTest" ? "T2836" : "T2833",
      () => test([fine, fine, none]),
    ],
    [`${name} of text`, "T2830", () => test([text, text])],
    [`${name} of a missing value`, "T2831", () => test([fine, [1, 2, 3, 4, Number.NaN]])],
  ]),
  ["a t-test of one value", "T2833", () => oneSampleTTest([1])],
  ["a t-test of equal values", "T2834", () => oneSampleTTest(constant)],
  ["a t-test of two constants", "T2834", () => welchTTest(constant, [4, 4])],
  ["a paired t-test of equal differences", "T2834", () => pairedTTest([1, 2, 3], [2, 3, 4])],
  ["pairs of different lengths", "T2836", () => pairedTTest([1, 2, 3], [2, 3])],
  ["a t-test of enormous numbers", "T2844", () => oneSampleTTest([1e200, -1e200, 5e199])],
  [
    "a t-test of distances whose squares are none",
    "T2844",
    () => welchTTest([1e-300, 2e-300, 4e-300], [2e-300, 3e-300]),
  ],
  ["a rank test of ties only", "T2834", () => mannWhitneyTest(constant, constant)],
  ["a signed rank test without a difference", "T2834", () => wilcoxonSignedRankTest(fine, fine)],
  ["ranks of groups of ties only", "T2834", () => kruskalWallisTest([constant, constant])],
  ["blocks of ties only", "T2834", () => friedmanTest([constant, constant, constant])],
  ["an analysis of variance of constants", "T2834", () => oneWayAnova([constant, [4, 4]])],
  ["Welch's analysis with one constant group", "T2834", () => welchAnova([constant, fine])],
  ["a correlation of a constant", "T2834", () => pearsonCorrelation(constant, fine)],
  ["a normality test of a constant", "T2834", () => shapiroWilkTest(constant)],
  [
    "a normality test of too many values",
    "T2845",
    () => shapiroWilkTest(Float64Array.from({ length: 5001 }, (_, at) => at)),
  ],
  [
    "a negative count",
    "T2838",
    () =>
      chiSquaredTest([
        [1, -2],
        [3, 4],
      ]),
  ],
  [
    "a count that is not whole",
    "T2838",
    () =>
      chiSquaredTest([
        [1, 2.5],
        [3, 4],
      ]),
  ],
  ["a ragged table", "T2838", () => fisherExactTest([[1, 2], [3]])],
  [
    "an empty row",
    "T2839",
    () =>
      chiSquaredTest([
        [0, 0],
        [3, 4],
      ]),
  ],
  [
    "an empty column",
    "T2839",
    () =>
      fisherExactTest([
        [0, 2],
        [0, 4],
      ]),
  ],
  [
    "no case that changed",
    "T2834",
    () =>
      mcNemarTest([
        [5, 0],
        [0, 5],
      ]),
  ],
  [
    "probabilities that do not sum to 1",
    "T2840",
    () => goodnessOfFitTest([1, 2], { probabilities: [0.5, 0.6] }),
  ],
  ["more successes than trials", "T2841", () => oneProportionTest({ successes: 3, trials: 2 })],
  [
    "two proportions without a success",
    "T2834",
    () => twoProportionTest({ successes: 0, trials: 9 }, { successes: 0, trials: 8 }),
  ],
  ["a level of 95", "T2835", () => welchTTest(fine, fine, { level: 95 })],
  ["an unknown alternative", "T2835", () => welchTTest(fine, fine, { alternative: "both" as "less" })],
  ["names that do not fit", "T2835", () => welchTTest(fine, fine, { names: ["a"] })],
  [
    "a one-sided test of a large table",
    "T2835",
    () =>
      fisherExactTest(
        [
          [1, 2, 3],
          [3, 2, 1],
        ],
        { alternative: "less" },
      ),
  ],
  ["a statistic that is no number", "T2843", () => bootstrapInterval([fine], () => Number.NaN)],
  ["labels of another length", "T2836", () => splitByLabel([1, 2], ["a"])],
  ["a cross table with missing labels", "T2831", () => crossTable(["a", null], ["b", "c"])],
  ["a p-value above 1", "T2845", () => adjustFamily({ one: { pValue: 2 } })],
  [
    "a category tested against a number",
    "T2835",
    () => chooseTest({ outcome: "category", against: "number" }),
  ],
];

function caught(work: () => unknown): TandemError | null {
  try {
    work();
    return null;
  } catch (error) {
    if (error instanceof TandemError) return error;
    throw error;
  }
}

/** All numbers in a result, with their paths. */
function numbersIn(value: unknown, path = ""): readonly (readonly [string, number])[] {
  if (typeof value === "number") return [[path, value]];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) => numbersIn(one, `${path}.${key}`));
}

describe("a test that cannot answer", () => {
  it.each(calls)("refuses %s with %s", (_, code, work) => {
    const error = caught(work);
    expect(error?.diagnostics[0]).toMatchObject({ code });
    expect(error!.diagnostics[0]!.cure).toBeTruthy();
    expect(error!.diagnostics[0]!.place).toBeTruthy();
  });
});

describe("an answer", () => {
  const extreme: Readonly<Record<string, () => unknown>> = {
    "a t-test beyond every tail": () =>
      oneSampleTTest(Float64Array.from({ length: 5000 }, (_, at) => 1e6 + at * 1e-6)),
    "groups that do not overlap": () => mannWhitneyTest([1, 2, 3], [7, 8, 9]),
    "many values that do not overlap": () =>
      mannWhitneyTest(
        Float64Array.from({ length: 5000 }, (_, at) => at),
        Float64Array.from({ length: 5000 }, (_, at) => at + 1e6),
      ),
    "thousands of values of which few differ from 0": () =>
      wilcoxonSignedRankTest(
        Float64Array.from({ length: 3000 }, (_, at) => (at % 100 === 0 ? (at % 300) - 90 + at / 1e4 : 0)),
      ),
    "a perfect line": () => pearsonCorrelation([1, 2, 3, 4, 5], [2, 4, 6, 8, 10]),
    "a perfect order": () => kendallCorrelation([1, 2, 3, 4, 5], [2, 4, 6, 8, 11]),
    "a table with an empty cell": () =>
      fisherExactTest([
        [5, 0],
        [0, 5],
      ]),
    "a lopsided table": () =>
      chiSquaredTest([
        [1_000_000, 1],
        [1, 1_000_000],
      ]),
    "changes in one direction": () =>
      mcNemarTest([
        [5, 4],
        [0, 5],
      ]),
    "a proportion of 1": () => oneProportionTest({ successes: 10, trials: 10 }),
    "no success on one side": () =>
      twoProportionTest({ successes: 0, trials: 9 }, { successes: 9, trials: 9 }),
    "two values each": () => welchTTest([1, 2], [3, 5]),
    "one value each": () => mannWhitneyTest([1], [2]),
    "one constant sample": () => welchTTest(constant, fine),
    "groups far apart": () =>
      oneWayAnova([
        [1, 1.001, 1.002],
        [1e9, 1e9 + 1, 1e9 + 3],
      ]),
  };

  it.each(Object.entries(extreme))("has no NaN and no p-value of 0: %s", (_, work) => {
    const result = work() as { readonly pValue: number; readonly sentence: string };
    expect(numbersIn(result).filter(([, value]) => Number.isNaN(value))).toEqual([]);
    expect(result.pValue).toBeGreaterThan(0);
    expect(result.pValue).toBeLessThanOrEqual(1);
    expect(result.sentence).not.toMatch(/NaN|undefined/);
    expect(Object.isFrozen(result)).toBe(true);
  });

  it("counts the missing values that it was told to drop", () => {
    const result = welchTTest([1, 2, null, 4], [2, Number.NaN, 3, 7], { missing: "drop" });
    expect(result.sizes).toEqual([
      { name: "first", count: 3 },
      { name: "second", count: 3 },
    ]);
    expect(result.notes).toContain("2 rows with missing values left out.");
    const pairs = pairedTTest([1, 2, null, 4], [2, Number.NaN, 3, 7], { missing: "drop" });
    expect(pairs.notes).toContain("2 rows with missing values left out.");
  });

  it("says that a p-value is beyond what float64 can tell", () => {
    const { pValue, notes } = oneSampleTTest(Float64Array.from({ length: 5000 }, (_, at) => 1e6 + at * 1e-6));
    expect(pValue).toBe(Number.MIN_VALUE);
    expect(notes.join()).toMatch(/below 1e-300/);
  });

  it("comes for many values", () => {
    const first = Float64Array.from({ length: 100_000 }, (_, at) => (at * 7919) % 1000);
    const second = Float64Array.from({ length: 100_000 }, (_, at) => ((at * 104_729) % 1000) + 1);
    expect(welchTTest(first, second).effect.estimate).toBeCloseTo(-1, 1);
    expect(mannWhitneyTest(first, second).effect.estimate).toBeCloseTo(-1, 6);
    expect(kendallCorrelation(first, second).pValue).toBeGreaterThan(0);
  });
});
