import { describe, expect, it } from "vitest";
import { createRandom, shuffledIndexes } from "../base/index.ts";
import { moments } from "./moments.ts";

describe("moments", () => {
  it("scales with the numbers, up and down to the ends of float64", () => {
    const plain = moments(Float64Array.of(1, 2, 6, 9))!;
    for (const exponent of [-1000, -400, 400, 1000]) {
      const scaled = moments(Float64Array.of(1, 2, 6, 9).map((value) => value * 2 ** exponent))!;
      expect(scaled.mean).toBe(plain.mean * 2 ** exponent);
      expect(scaled.skewness).toBeCloseTo(plain.skewness!, 12);
    }
    expect(moments(Float64Array.of(1, 2, 6, 9).map((value) => value * 2 ** 400))!.variance).toBe(
      plain.variance! * 2 ** 800,
    );
  });

  it("gives no variance where it lies beyond float64, and still the mean", () => {
    expect(moments(Float64Array.of(1e308, -1e308, 1.7e308))).toMatchObject({
      variance: null,
      mean: expect.closeTo(5.666666666666667e307, -295) as number,
    });
  });

  it("leaves missing numbers out", () => {
    expect(moments(Float64Array.of(Number.NaN, 4, Number.NaN))).toMatchObject({
      count: 1,
      mean: 4,
      variance: null,
    });
    expect(moments(Float64Array.of(Number.NaN))).toBeNull();
  });

  it("gives the same to the bit for sorted numbers, whose equal ones are added as one, and in any other order", () => {
    const random = createRandom("moments");
    for (const unit of [1, 0.1, 1e-80, 1e60, 2 ** -1030]) {
      const sorted = Float64Array.from({ length: 5000 }, () => (random.integer(60) - 20) * unit).sort();
      const shuffled = Float64Array.from(shuffledIndexes(sorted.length, random), (place) => sorted[place]!);
      expect(moments(sorted)).toEqual(moments(shuffled));
    }
  });
});
