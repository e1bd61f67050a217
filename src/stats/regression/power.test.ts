import { describe, expect, it } from "vitest";
import { expectDigits, stored } from "./fixtures/oracle.test-support.ts";
import {
  powerOfAnova,
  powerOfChiSquared,
  powerOfCorrelation,
  powerOfMannWhitney,
  powerOfMeans,
  powerOfProportions,
} from "./power.ts";

const power = stored["power"]!;

describe("the power of tests, beside R", () => {
  it("is that of t-tests: two means, pairs, one side, and Welch's", () => {
    const spec = { difference: 1, standardDeviation: 1.5, size: 20 };
    expectDigits([powerOfMeans(spec).power], power["t"]);
    expectDigits([powerOfMeans({ ...spec, alternative: "one-sided" }).power], power["one_sided"]);
    expectDigits([powerOfMeans({ difference: 0.2, standardDeviation: 1, size: 8 }).power], power["t_strict"]);
    expectDigits(
      [powerOfMeans({ difference: 0.8, standardDeviation: 1.2, size: 15, paired: true }).power],
      power["paired"],
    );
    expectDigits(
      [powerOfMeans({ difference: 1, standardDeviation: [1, 2], size: 20, ratio: 1.5 }).power],
      power["welch"],
    );
  });

  it("is solved for sizes and differences", () => {
    const found = powerOfMeans({ difference: 0.5, standardDeviation: 1, power: 0.9 });
    expectDigits([found.exactSize], power["t_n"]);
    expect(found).toMatchObject({ size: 86, totalSize: 172 });
    expect(found.power).toBeGreaterThan(0.9);
    const detectable = powerOfMeans({ standardDeviation: 1, size: 30, power: 0.9 });
    expectDigits([detectable.effect.value], power["t_delta"]);
  });

  it("is that of proportions: z, corrected, exact", () => {
    expectDigits([powerOfProportions({ first: 0.1, second: 0.18, size: 200 }).power], power["prop"]);
    expectDigits([powerOfProportions({ first: 0.1, second: 0.12, power: 0.8 }).exactSize], power["prop_n"]);
    const exact = powerOfProportions({ first: 0.2, second: 0.6, size: 20, ratio: 1.25, method: "exact" });
    expectDigits([exact.power], power["fisher"]);
    const lower = powerOfProportions({
      first: 0.2,
      second: 0.6,
      size: 20,
      method: "exact",
      alternative: "one-sided",
    });
    expectDigits([lower.power], power["fisher_less"]);
    // Fleiss, Levin & Paik 2003, 4.3: n + 1/|difference| rows, nearly, where n do without the correction.
    const plain = powerOfProportions({ first: 0.25, second: 0.4, power: 0.9, alpha: 0.01 });
    const corrected = powerOfProportions({
      first: 0.25,
      second: 0.4,
      power: 0.9,
      alpha: 0.01,
      method: "continuity",
    });
    expect(corrected.size - plain.size).toBeGreaterThanOrEqual(12);
    expect(corrected.size - plain.size).toBeLessThanOrEqual(14);
  });

  it("is that of analyses of variance, correlations and chi-squared", () => {
    // Between variance 1 and within variance 3 of four groups are f² = 1·3/4/3.
    expectDigits([powerOfAnova({ groups: 4, effect: 0.5, size: 10 }).power], power["anova"]);
    expectDigits([powerOfAnova({ groups: 4, effect: 0.5, power: 0.8 }).exactSize], power["anova_n"]);
    expectDigits([powerOfCorrelation({ correlation: 0.35, size: 50 }).power], power["correlation"]);
    expectDigits([powerOfChiSquared({ effect: 0.2, degreesOfFreedom: 3, size: 300 }).power], power["chi"]);
  });

  it("takes ranks for what they are worth", () => {
    const normal = powerOfMannWhitney({ difference: 0.5, standardDeviation: 1, power: 0.8 });
    expect(normal.exactSize * (3 / Math.PI)).toBeCloseTo(
      powerOfMeans({ difference: 0.5, standardDeviation: 1, power: 0.8 }).exactSize,
      9,
    );
    expect(
      powerOfMannWhitney({ difference: 0.5, standardDeviation: 1, power: 0.8, shape: "laplace" }).size,
    ).toBeLessThan(normal.size);
  });

  it("refuses what has no answer", () => {
    expect(() => powerOfMeans({ standardDeviation: 1, difference: 1 })).toThrow("T2875");
    expect(() => powerOfMeans({ standardDeviation: 0, difference: 1, size: 10 })).toThrow("T2875");
    expect(() => powerOfMeans({ standardDeviation: 1, difference: 0, power: 0.8 })).toThrow("T2875");
    expect(() => powerOfProportions({ first: 0.9, size: 3, power: 0.99 })).toThrow("T2875");
    expect(() => powerOfProportions({ first: 1.2, second: 0.3, size: 10 })).toThrow("T2875");
    expect(() => powerOfAnova({ groups: 1, effect: 0.2, size: 10 })).toThrow("T2875");
  });

  it("agrees with what it is asked for over a wide range of sizes", () => {
    for (const size of [5, 50, 5000, 1_000_000]) {
      const { effect } = powerOfMeans({ standardDeviation: 2, size, power: 0.8 });
      expect(powerOfMeans({ standardDeviation: 2, size, difference: effect.value }).power).toBeCloseTo(
        0.8,
        9,
      );
    }
  });
});
