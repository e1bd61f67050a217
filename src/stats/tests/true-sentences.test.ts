import { describe, expect, it } from "vitest";
import {
  chiSquaredTest,
  fisherExactTest,
  kruskalWallisTest,
  mannWhitneyTest,
  oneWayAnova,
  pearsonCorrelation,
  welchAnova,
  welchTTest,
  wilcoxonSignedRankTest,
} from "./index.ts";

describe("a sentence", () => {
  it("says that equal means are the same, not that one is 0 higher", () => {
    const { sentence } = welchTTest([1, 2, 3], [0, 2, 4], { names: ["a", "b"], measure: "size" });
    expect(sentence).toMatch(/^On average size is the same in a and in b \(difference 0,/);
  });

  it("says how ties count, and that a shift of 0 is none", () => {
    const first = [0, 0, 0, 0, 0, 1, 1, 2];
    const { sentence } = mannWhitneyTest(first, [0, 0, 0, 0, 0, 0, 1, 3]);
    expect(sentence).toMatch(/% of pairs \(equal ones count half\), and typically equal \(shift 0,/);
    expect(mannWhitneyTest([1, 2, 3, 4], [5, 6, 7, 8]).sentence).not.toMatch(/half/);
  });

  it("does not let columns without a correlation rise together", () => {
    expect(pearsonCorrelation([1, 2, 3, 4], [1, -1, -1, 1]).sentence).toMatch(/neither to rise nor to fall/);
  });

  it("tells the share without bias where many groups drive that of the data beyond its interval", () => {
    // 37 groups of two values each, 2 apart.
    const groups = Array.from({ length: 37 }, (_, at) => [0, 2].map((one) => ((at * 11) % 37) / 6 + one));
    for (const test of [oneWayAnova, kruskalWallisTest]) {
      const { effect, sentence } = test(groups);
      expect(effect.estimate).toBeGreaterThan(effect.interval!.high);
      expect(sentence).toMatch(/\(\d+\.?\d* % without the bias of so many groups; 95 % interval/);
    }
    expect(oneWayAnova(groups.slice(0, 3)).sentence).not.toMatch(/bias/);
  });
});

describe("an interval", () => {
  // R 4.2.2, wilcox.test(conf.int = TRUE): attr "conf.level" of samples that are too small for the level.
  it("has the level that it reaches, with a note, where there are too few values for more", () => {
    const small = mannWhitneyTest([1.1, 2.2, 3.3], [0.5, 0.7, 2]);
    expect(small.effect.interval!.level).toBeCloseTo(0.9, 12);
    expect(small.sentence).toMatch(/90 % interval/);
    expect(small.notes.join(" ")).toMatch(/in 90 % of such samples: there are too few values for 95 %/);
    const paired = wilcoxonSignedRankTest([1.5, 2.5, -0.5, 3]);
    expect(paired.effect.interval!.level).toBeCloseTo(0.875, 12);
    const oneSided = mannWhitneyTest([1.1, 2.2, 3.3], [0.5, 0.7, 2], { alternative: "greater", level: 0.99 });
    expect(oneSided.effect.interval!.level).toBeCloseTo(0.95, 12);
    expect(mannWhitneyTest([1, 2, 3, 4], [5, 6, 7, 9]).effect.interval!.level).toBe(0.95);
  });

  it("is never 0 to 0 around an effect that is not 0", () => {
    const table = chiSquaredTest([
      [73, 73],
      [34, 34],
      [58, 61],
    ]);
    expect(table.effect.interval!.high).toBeCloseTo(table.effect.estimate, 12);
    const alike = [
      [1, 5, 9, 13],
      [2, 4, 10, 12.1],
      [3, 4, 8, 13],
    ];
    for (const test of [oneWayAnova, welchAnova, kruskalWallisTest]) {
      const { effect } = test(alike);
      expect(effect.interval!.high).toBeGreaterThanOrEqual(effect.estimate * (1 - 1e-12));
    }
  });

  it("stands beside V of larger tables by Fisher's test too, and is called rough", () => {
    const counts = [
      [3, 4, 2],
      [1, 5, 6],
      [7, 2, 1],
    ];
    const { effect, notes } = fisherExactTest(counts);
    expect(effect.interval!.high).toBeCloseTo(chiSquaredTest(counts).effect.interval!.high, 12);
    expect(notes.join()).toMatch(/rough/);
  });
});

describe("whether means of skewed values can be trusted", () => {
  /** So many values that are 0 but for a few of one size. */
  const rare = (count: number, few: number): number[] =>
    Array.from({ length: count }, (_, at) => (at < few ? 100 : at % 3));
  const verdictOf = (values: readonly number[]): string =>
    welchTTest(
      values,
      Array.from(values, (_, at) => at % 5),
    ).assumptions[0]!.verdict;

  it("goes by Cochran's rule: 25 times the square of the skewness", () => {
    // Skewness about 4.3 and 22: 460 and 12,300 values are enough.
    expect(verdictOf(rare(400, 20))).toBe("violated");
    expect(verdictOf(rare(1000, 50))).toBe("doubtful");
    expect(verdictOf(rare(6000, 12))).toBe("violated");
    expect(verdictOf(rare(60_000, 120))).toBe("doubtful");
  });
});
