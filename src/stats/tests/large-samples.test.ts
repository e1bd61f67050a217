import { describe, expect, it } from "vitest";
import { rankSortedPair, rankValues, joinGroups } from "./ranks.ts";
import { kendallCorrelation, mannWhitneyTest, wilcoxonSignedRankTest } from "./index.ts";

const half = 500_000;
/** 0 to 499,999 in an order that is none. */
const shuffled = Float64Array.from({ length: half }, (_, at) => (at * 314_159) % half);

describe("tests of ranks of a million values", () => {
  it("have the shift, the counts and the interval that can be told without a computer", () => {
    const second = shuffled.map((value) => value + 0.25);
    const { effect, statistic, moreEffects } = mannWhitneyTest(shuffled, second);
    // Of all differences i - j - 0.25 those of i = j lie in the middle.
    expect(effect.estimate).toBe(-0.25);
    expect(effect.interval!.low + effect.interval!.high).toBe(-0.5);
    expect(statistic.value).toBe((half * (half - 1)) / 2);
    expect(moreEffects[0]!.estimate).toBe((half - 1) / 2 / half);
  });

  it("have the pseudomedian of values that lie evenly around it", () => {
    const values = shuffled.map((value) => value - 200_000);
    const { effect, statistic } = wilcoxonSignedRankTest(values);
    expect(effect.estimate).toBe((half - 1) / 2 - 200_000);
    expect(effect.interval!.low + effect.interval!.high).toBe(half - 1 - 400_000);
    // Sizes to 200,000 come twice and have the ranks 2k - 1/2; the others stand alone.
    const twice = 200_000 * 200_001 - 100_000;
    const alone = ((half - 1 - 400_000) * (400_001 + half - 1)) / 2;
    expect(statistic.value).toBe(twice + alone);
  });

  it("count Kendall's pairs at once", () => {
    const { effect } = kendallCorrelation(
      shuffled,
      shuffled.map((value) => (value % 2 === 0 ? value : value - 2)),
    );
    expect(effect.estimate).toBeGreaterThan(0.99999);
    expect(effect.estimate).toBeLessThan(1);
  });
});

describe("ranks of two sorted samples", () => {
  it("are those of all values together", () => {
    const left = Float64Array.from({ length: 40 }, (_, at) => Math.floor((at * at) / 90)).sort();
    for (const right of [
      left,
      left.map((value) => value + 3),
      left.map((value) => value - 0.5),
      new Float64Array(0),
    ])
      expect(rankSortedPair(left, right)).toEqual(rankValues(joinGroups([left, right])));
  });
});
