import { describe, expect, it } from "vitest";
import { createRandom, shuffledIndexes } from "../base/index.ts";
import {
  adjustBenjaminiHochberg,
  adjustHolm,
  correlationRatio,
  cramersV,
  moments,
  proportionLowerBound,
  rankedColumn,
  sortedNumbers,
  spearman,
  wilsonInterval,
} from "./index.ts";

const nan = Number.NaN;
const x = [3.1, 2, 7.5, 7.5, -1, 4.4, 9.9, 2, 0.5, 6.1];
const y = [1, 2.5, 6, 7, 0, 6, 8, 1.5, 3, 9];

describe("moments", () => {
  it("gives what NumPy 2 and SciPy 1.17.1 give, and leaves out missing values", () => {
    const found = moments(Float64Array.of(...x, nan));
    expect(found?.count).toBe(10);
    expect(found?.mean).toBeCloseTo(4.2, 14);
    expect(found?.variance).toBeCloseTo(12.171111111111113, 13);
    expect(found?.skewness).toBeCloseTo(0.16369730683655212, 13);
  });

  it("does not depend on the order of the rows, nor on a large offset", () => {
    const random = createRandom("moments");
    const values = Float64Array.from({ length: 5000 }, () => random.next() ** 3);
    const order = shuffledIndexes(values.length, random);
    expect(moments(Float64Array.from(order, (place) => values[place]!))).toEqual(moments(values));
    const offset = moments(Float64Array.of(1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16));
    expect(offset).toMatchObject({ mean: 1e9 + 10, variance: 30 });
  });

  it("is null where there is nothing to say", () => {
    expect(moments(Float64Array.of(nan))).toBeNull();
    expect(moments(Float64Array.of(5))).toEqual({ count: 1, mean: 5, variance: null, skewness: null });
    expect(moments(Float64Array.of(5, 5, 5))).toMatchObject({ variance: 0, skewness: null });
  });
});

describe("sortedNumbers", () => {
  it("counts whole numbers and compares all others to the same end", () => {
    expect([...sortedNumbers(Float64Array.of(3, -0, nan, 1, -2, 3))]).toEqual([-2, 0, 1, 3, 3]);
    expect([...sortedNumbers(Float64Array.of(3, 0.5, -0, 1e300, -7))]).toEqual([-7, 0, 0.5, 3, 1e300]);
    expect(sortedNumbers(Float64Array.of(nan))).toHaveLength(0);
  });
});

describe("associations", () => {
  it("gives Spearman's correlation as scipy.stats.spearmanr 1.17.1 does, over the rows where both are there", () => {
    const found = spearman(
      rankedColumn(Float64Array.of(...x, nan, 5)),
      rankedColumn(Float64Array.of(...y, 3, nan)),
    );
    expect(found).toBeCloseTo(0.7981688698610105, 14);
    expect(
      spearman(rankedColumn(Float64Array.of(1, 1, 1)), rankedColumn(Float64Array.of(1, 2, 3))),
    ).toBeNull();
  });

  it("corrects Cramér's V for its bias", () => {
    // The formula of Bergsma (2013) on scipy.stats.chi2_contingency(correction=False) 1.17.1.
    const counts = [
      [30, 10, 5],
      [8, 25, 12],
    ];
    const left = counts.flatMap((row, a) => row.flatMap((count) => Array.from({ length: count }, () => a)));
    const right = counts.flatMap((row) => row.flatMap((count, b) => Array.from({ length: count }, () => b)));
    const found = cramersV(Int32Array.of(...left, -1), 2, Int32Array.of(...right, 0), 3);
    expect(found).toBeCloseTo(0.47437508284770363, 13);
  });

  it("sees nothing in noise and all in a copy", () => {
    const random = createRandom("noise");
    const draw = () => Int32Array.from({ length: 2000 }, () => random.integer(40));
    const codes = draw();
    expect(cramersV(codes, 40, draw(), 40)).toBeLessThan(0.05);
    expect(cramersV(codes, 40, codes, 40)).toBeCloseTo(1, 12);
    expect(cramersV(codes, 40, new Int32Array(2000), 1)).toBeNull();
  });

  it("gives the correlation ratio, with and without correction", () => {
    const codes = Int32Array.of(0, 0, 0, 1, 1, 1, 2, 2, 2, -1);
    const values = Float64Array.of(1, 2, 3.5, 4, 5.5, 6, 2, 2.5, 9, 100);
    // NumPy 2: sqrt(1 - within / total) and Kelley's correction.
    expect(correlationRatio(codes, 3, values, false)).toBeCloseTo(0.5417912767050528, 13);
    expect(correlationRatio(codes, 3, values)).toBeCloseTo(0.24093647160940201, 13);
    expect(correlationRatio(codes, 3, new Float64Array(10))).toBeNull();
  });
});

describe("intervals of a proportion", () => {
  // scipy.stats.binomtest(...).proportion_ci 1.17.1: wilson at 95 %, exact one-sided at 99.9 %.
  it.each([
    [44, 72, 0.49562354994215396, 0.7153428561475221, 0.42299025831960496],
    [0, 20, 0, 0.16112515805281935, 0],
    [20, 20, 0.8388748419471808, 1, 0.7079457843841388],
    [3, 1000, 0.0010207838811386186, 0.008783014053503173, 0.00019070598147859078],
  ])("gives those of %i in %i", (successes, trials, low, high, lower) => {
    const found = wilsonInterval(successes, trials);
    expect(found?.low).toBeCloseTo(low, 13);
    expect(found?.high).toBeCloseTo(high, 13);
    expect(proportionLowerBound(successes, trials, 0.999)).toBeCloseTo(lower, 12);
  });

  it("has none without trials", () => expect(wilsonInterval(0, 0)).toBeNull());
});

describe("adjusted p-values", () => {
  const pValues = [0.01, 0.04, 0.03, 0.005, 0.5, 0.04];

  it("follow Benjamini and Hochberg as scipy.stats.false_discovery_control 1.17.1 does", () => {
    const expected = [0.03, 0.048, 0.048, 0.03, 0.5, 0.048];
    for (const [place, value] of adjustBenjaminiHochberg(pValues).entries())
      expect(value).toBeCloseTo(expected[place]!, 14);
  });

  it("follow Holm", () => {
    // By hand: 6 · 0.005, 5 · 0.01, 4 · 0.03, then never below what came before.
    const expected = [0.05, 0.12, 0.12, 0.03, 0.5, 0.12];
    for (const [place, value] of adjustHolm(pValues).entries())
      expect(value).toBeCloseTo(expected[place]!, 14);
    expect(adjustHolm([])).toEqual([]);
  });
});
