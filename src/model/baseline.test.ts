import { describe, expect, it } from "vitest";
import { weightedMean } from "./baseline.ts";

describe("weightedMean", () => {
  it("is the exact sum by the number of values, of whole numbers and others, however great", () => {
    expect(weightedMean(Float64Array.of(1, 0, 0, 1, 1, 0, 0), undefined)).toBe(3 / 7);
    expect(weightedMean(Float64Array.of(1e100, 1, -1e100), undefined)).toBe(1 / 3);
    expect(weightedMean(Float64Array.of(2 ** 53, 1, 1), undefined)).toBe((2 ** 53 + 2) / 3);
    expect(weightedMean(Float64Array.of(2 ** 52, 0.5, -(2 ** 52)), undefined)).toBe(0.5 / 3);
    expect(weightedMean(Float64Array.of(0.1, 0.2, 0.3), undefined)).toBe(0.6 / 3);
  });

  it("weighs each value", () => {
    expect(weightedMean(Float64Array.of(1, 5, 9), Float64Array.of(3, 1, 0))).toBe(2);
  });
});
