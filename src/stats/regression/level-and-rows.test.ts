import { describe, expect, it } from "vitest";
import { compareModels, designOfNumbers, generalizedLinearModel, logRankTest } from "./index.ts";

const survival = { times: [1, 2, 3, 4, 5, 6, 7, 8], events: [1, 1, 1, 0, 1, 1, 1, 1] };
const groups = ["a", "a", "a", "a", "b", "b", "b", "b"];

describe("the log-rank test", () => {
  it("refuses a level that is none, and speaks at the level that it is given", () => {
    expect(() => logRankTest(survival, groups, { level: 2 })).toThrow(/level/);
    const { pValue, sentence } = logRankTest(survival, groups, { level: 0.95 });
    expect(pValue).toBeGreaterThan(0.001);
    expect(pValue).toBeLessThan(0.05);
    expect(sentence).toMatch(/do not survive alike/);
    expect(logRankTest(survival, groups, { level: 0.999 }).sentence).toMatch(/do not show/);
  });
});

describe("the likelihood ratio of two models", () => {
  const x = [0, 0, 0, 1, 1, 1];
  const z = [1, 2, 3, 1, 2, 3];
  const fit = (
    columns: Readonly<Record<string, readonly number[]>>,
    response: readonly number[],
    more = {},
  ) => generalizedLinearModel({ design: designOfNumbers(columns), response, family: "poisson", ...more });
  const response = [1, 2, 2, 4, 3, 6];

  it("is refused where they were fitted to other numbers", () => {
    const larger = fit({ x, z }, response);
    expect(compareModels(fit({ x }, response), larger).degreesOfFreedom).toEqual([1]);
    expect(() => compareModels(fit({ x }, [1, 2, 2, 4, 3, 5]), larger)).toThrow(/T2872.*same rows/);
    expect(() => compareModels(fit({ x }, response, { weights: [1, 2, 1, 1, 1, 1] }), larger)).toThrow(
      /same rows/,
    );
    expect(() => compareModels(fit({ x }, response, { offset: [0, 0, 0, 0, 0, 1] }), larger)).toThrow(
      /same rows/,
    );
    expect(compareModels(fit({ x }, response, { offset: [0, 0, 0, 0, 0, 0] }), larger).value).toBeGreaterThan(
      0,
    );
  });
});
