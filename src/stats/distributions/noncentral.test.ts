import { describe, expect, it } from "vitest";
import { noncentralChiSquared } from "./index.ts";

describe("the noncentral chi-squared distribution", () => {
  it("has its tail at the least float above 0 too", () => {
    const { cumulative, quantile } = noncentralChiSquared(0.015, 1.68);
    // mpmath 1.4.1: 0.0016218 there, and 0.0017171 at 1e-320.
    expect(cumulative(Number.MIN_VALUE)).toBeGreaterThan(0.0016);
    expect(cumulative(Number.MIN_VALUE)).toBeLessThan(cumulative(1e-320));
    expect(cumulative(quantile(1e-12))).toBeGreaterThanOrEqual(1e-12);
  });
});
