import { describe, expect, it } from "vitest";
import { TandemError } from "../../base/index.ts";
import * as stats from "../public.ts";

/** Samples that an adversary would try: without spread, at the ends of float64, full of ties, of the wrong kind. */
const samples: Readonly<Record<string, unknown>> = {
  none: [],
  one: [5],
  constant: [3, 3, 3, 3, 3],
  ties: [1, 1, 1, 2, 2, 2, 2],
  nearly: [1, 1, 1, 1, 1 + 2 ** -52],
  big: [1e300, -1e300, 3e299],
  huge: [1.7e308, -1.7e308, 1.6e308],
  tiny: [5e-324, 1e-323, 1.5e-323, 0],
  far: [1e15, 1e15 + 1, 1e15 + 2, 1e15 + 3],
  mixed: [1, "2", 3],
  missing: [Number.NaN, null, 1, 2],
  infinite: [1, Number.POSITIVE_INFINITY, 3],
  outlier: [1, 1, 1, 1, 1, 1, 1, 1, 1e9],
  fine: [1.2, 3.4, 2.2, 5.6, 4.1, 3.9, 2.8],
  words: "123",
};

type Numbers = stats.Numbers;
type Two = (first: Numbers, second: Numbers) => unknown;
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
  permutationTest: (first, second) =>
    stats.permutationTest([first, second], "difference of means", { missing: "drop", resamples: 100 }),
};

/** Where a NaN stands, or a p-value or an interval that is none; undefined where all is well. */
function faultOf(value: unknown, path = ""): string | undefined {
  if (typeof value === "number") return Number.isNaN(value) ? path : undefined;
  if (typeof value === "string") return /NaN|undefined/.test(value) ? `${path}: ${value}` : undefined;
  if (typeof value !== "object" || value === null) return undefined;
  const { low, high, pValue } = value as Readonly<Record<string, unknown>>;
  if (typeof low === "number" && typeof high === "number" && !(low <= high)) return `${path} is no interval`;
  if (pValue !== undefined && !(typeof pValue === "number" && pValue > 0 && pValue <= 1))
    return `${path} has no p-value`;
  for (const [key, one] of Object.entries(value)) {
    const found = faultOf(one, `${path}.${key}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

describe("whatever an adversary gives", () => {
  it.each(Object.entries(tests))("%s gives an answer without NaN, or a refusal with a cure", (_, test) => {
    const faults: string[] = [];
    for (const [name, first] of Object.entries(samples))
      for (const [other, second] of Object.entries(samples)) {
        try {
          const fault = faultOf(test(first as Numbers, second as Numbers));
          if (fault !== undefined) faults.push(`${name}, ${other}: ${fault}`);
        } catch (error) {
          const isRefusal =
            error instanceof TandemError && error.diagnostics.every(({ cure }) => cure !== "");
          if (!isRefusal) faults.push(`${name}, ${other}: ${String(error)}`);
        }
      }
    expect(faults).toEqual([]);
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
