import { describe, expect, it } from "vitest";
import { rangeDensity, rangeLower, rangeUpper } from "./normal-range.ts";
import { valueOf } from "./tail.ts";

describe("the range of normal values", () => {
  it.each([2, 3, 7, 31, 100, 400, 1000])("has two tails, found apart, that sum to 1: %i values", (groups) => {
    for (const width of [0.3, 1, 2, 3.5, 5, 6.5, 8, 12, 39.9, 40.1])
      expect(
        Math.abs(valueOf(rangeUpper(width, groups)) + valueOf(rangeLower(width, groups)) - 1),
      ).toBeLessThan(4e-14);
  });

  it("goes on smoothly where the far form takes over", () => {
    for (const groups of [2, 50, 1000]) {
      const before = rangeUpper(40, groups);
      const after = rangeUpper(40 + 1e-13, groups);
      const log = after.log + Math.log(after.factor) - before.log - Math.log(before.factor);
      expect(Math.abs(log)).toBeLessThan(1e-11);
    }
  });

  it.each([2, 10, 300])("has its density as the slope of its tails: %i values", (groups) => {
    for (const width of [1.5, 3, 6]) {
      const step = 1e-4;
      const slope =
        (valueOf(rangeLower(width + step, groups)) - valueOf(rangeLower(width - step, groups))) / (2 * step);
      expect(Math.abs(slope / valueOf(rangeDensity(width, groups)) - 1)).toBeLessThan(1e-4);
    }
  });
});
