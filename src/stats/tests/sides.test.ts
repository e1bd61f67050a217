import { describe, expect, it } from "vitest";
import {
  andersonDarlingTest,
  chiSquaredTest,
  dunnDifferences,
  friedmanTest,
  gamesHowellDifferences,
  goodnessOfFitTest,
  kruskalWallisTest,
  leveneTest,
  mcNemarTest,
  oneWayAnova,
  shapiroWilkTest,
  tukeyHonestDifferences,
  welchAnova,
} from "./index.ts";

const table = [
  [59, 6],
  [16, 80],
];

describe("McNemar's test of one side", () => {
  // SciPy 1.17.1: binom.cdf, binom.pmf, norm.cdf of 6 changes one way and 16 the other.
  it.each([
    ["mid-p", "less", 0.01734483242034912],
    ["mid-p", "greater", 0.9826551675796509],
    ["exact", "less", 0.0262393951416016],
    ["exact", "greater", 0.9915497303009033],
    ["chi-squared", "less", 0.016503128830616255],
    ["chi-squared", "greater", 0.9834968711693838],
  ] as const)("has the tail of that side: %s, %s", (method, alternative, expected) => {
    const { pValue, sentence } = mcNemarTest(table, { method, alternative });
    expect(pValue).toBeCloseTo(expected, 14);
    expect(sentence).toMatch(new RegExp(`tested for ${alternative} only`));
  });

  it("has intervals that are open on the other side", () => {
    const { effect, moreEffects } = mcNemarTest(table, { alternative: "less" });
    expect(effect.interval?.low).toBe(-1);
    expect(effect.interval?.high).toBeLessThan(0);
    expect(moreEffects[0]?.interval?.low).toBe(0);
    expect(moreEffects[0]?.interval?.high).toBeLessThan(1);
  });
});

describe("a test that looks at departures to all sides", () => {
  const alternative = "less";
  const groups = [
    [1, 2, 3, 5, 4],
    [2, 4, 6, 8, 9],
    [5, 9, 7, 6, 8],
  ];
  it.each([
    ["andersonDarlingTest", () => andersonDarlingTest(groups.flat(), { alternative })],
    ["chiSquaredTest", () => chiSquaredTest(table, { alternative })],
    ["dunnDifferences", () => dunnDifferences(groups, { alternative })],
    ["friedmanTest", () => friedmanTest(groups, { alternative })],
    ["gamesHowellDifferences", () => gamesHowellDifferences(groups, { alternative })],
    ["goodnessOfFitTest", () => goodnessOfFitTest([8, 12, 10], { alternative })],
    ["kruskalWallisTest", () => kruskalWallisTest(groups, { alternative })],
    ["leveneTest", () => leveneTest(groups, { alternative })],
    ["oneWayAnova", () => oneWayAnova(groups, { alternative })],
    ["shapiroWilkTest", () => shapiroWilkTest(groups.flat(), { alternative })],
    ["tukeyHonestDifferences", () => tukeyHonestDifferences(groups, { alternative })],
    ["welchAnova", () => welchAnova(groups, { alternative })],
  ])("refuses to be asked for one, and does not pass it over: %s", (_, ask) => {
    expect(ask).toThrow(/T2835.*alternative/);
  });
});
