import { describe, expect, it } from "vitest";
import { coarseBy } from "./coarse-number.ts";

describe("coarse numbers", () => {
  it.each([
    [74_123.5, 17_000, false, [70_000, 70_000, 80_000]],
    [-74_123.5, 17_000, false, [-70_000, -80_000, -70_000]],
    [0.0427, 0.013, false, [0.04, 0.04, 0.05]],
    [7, 0.4, true, [7, 7, 7]],
    [16_436, 5900, true, [16_000, 16_000, 17_000]],
    [5, 10, false, [10, 0, 10]],
    [-4, 10, false, [0, -10, 0]],
    [3e30, 1e30, false, [3e30, 3e30, 3e30]],
    [0, 0, true, [0, 0, 0]],
  ])("make %d of a spread of %d (whole: %s) %j", (value, spread, isWhole, expected) => {
    const { nearest, below, above } = coarseBy(spread, isWhole);
    const found = [nearest(value), below(value), above(value)];
    for (const [at, one] of found.entries()) expect(one).toBeCloseTo(expected[at]!, 10);
    expect(found.every((one) => !Object.is(one, -0))).toBe(true);
  });
});
