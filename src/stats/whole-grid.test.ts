import { describe, expect, it } from "vitest";
import { createRandom } from "../base/index.ts";
import { sortedNumbers } from "./quantile.ts";
import { wholeGrid } from "./whole-grid.ts";

const random = createRandom("whole grid");
const missing = Number.NaN;

describe("wholeGrid", () => {
  it("finds the coarsest step, also when only later numbers tell it", () => {
    expect(wholeGrid(Float64Array.of(60_000, missing, 180_000, 300_000))).toEqual({
      min: 60_000,
      step: 120_000,
      size: 3,
      count: 3,
    });
    expect(wholeGrid(Float64Array.of(5, 35, -7))).toEqual({ min: -7, step: 6, size: 8, count: 3 });
    expect(wholeGrid(Float64Array.of(2 ** 52, -(2 ** 52)))).toMatchObject({ step: 2 ** 53, size: 2 });
  });

  it("holds equal numbers at one place", () =>
    expect(wholeGrid(Float64Array.of(7, 7))).toEqual({ min: 7, step: 1, size: 1, count: 2 }));

  it("is none for fractions, for what is not exact, and for nothing", () => {
    expect(wholeGrid(Float64Array.of(1, 2.5))).toBeNull();
    expect(wholeGrid(Float64Array.of(1, 2 ** 53))).toBeNull();
    expect(wholeGrid(Float64Array.of(missing))).toBeNull();
  });
});

describe("sortedNumbers", () => {
  it("counts numbers on a grid to the same end as comparing them", () => {
    for (const [offset, step] of [
      [0, 1],
      [-500, 7],
      [978_310_000_000, 60_000],
    ] as const) {
      const values = Float64Array.from({ length: 3000 }, () =>
        random.integer(9) === 0 ? missing : offset + step * random.integer(900),
      );
      expect(sortedNumbers(values)).toEqual(values.filter((value) => !Number.isNaN(value)).sort());
    }
  });

  it("makes -0 to 0", () => {
    expect(Object.is(sortedNumbers(Float64Array.of(-0, 3))[0], 0)).toBe(true);
    expect(Object.is(sortedNumbers(Float64Array.of(-0, 0.5))[0], 0)).toBe(true);
  });
});
