import { describe, expect, it } from "vitest";
import { oneWayAnova, welchAnova } from "./index.ts";

// Made-up; the figures are those of R 4.2.2 (anova(lm()), oneway.test, and the definition of the share without bias).
const uneven = [
  [0, 3, 11, 6, 13, 2, 5],
  [21, 14, 8, 17],
  [12, 11, 12, 10, 11, 13, 12, 11, 12, 10, 13],
];

describe("Welch's analysis of variance", () => {
  it("tells the share of the variance that the data have between the groups, as the classical one does", () => {
    const [welch, classical] = [welchAnova(uneven), oneWayAnova(uneven)];
    expect(welch.effect.estimate).toBe(classical.effect.estimate);
    expect(welch.effect.name).toBe(classical.effect.name);
    expect(welch.effect.estimate).toBeCloseTo(0.516839154521662, 14);
    expect(welch.moreEffects[0]!.estimate).toBeCloseTo(0.4167818001130289, 14);
    expect(welch.pValue).toBeCloseTo(0.05115225385619943, 14);
    const { low, high } = welch.effect.interval!;
    expect(low).toBeLessThan(welch.effect.estimate);
    expect(high).toBeGreaterThan(welch.effect.estimate);
  });

  it("says where variances are so different that the interval is rough", () => {
    expect(welchAnova(uneven).notes.join()).toMatch(/rough/);
    const even = [
      [1, 2, 3, 4],
      [2, 3, 4, 6],
      [5, 6, 7, 8],
    ];
    expect(welchAnova(even).notes).toEqual([]);
  });

  it("has an interval from 0 exactly where its p-value is above the tail", () => {
    for (const level of [0.5, 0.8, 0.9, 0.95, 0.99, 0.9999]) {
      const { effect, pValue } = welchAnova(uneven, { level });
      expect(effect.interval!.low > 0).toBe(pValue < (1 - level) / 2);
    }
  });
});
