import { describe, expect, it } from "vitest";
import { createRandom, shuffledIndexes } from "../../base/index.ts";
import { fixedPointScale, fixedPointSum, toFixedPoint } from "./fixed-point.ts";

describe("fixed point", () => {
  it("keeps every sum within the whole numbers that float64 holds, at the limit too", () => {
    for (const count of [1, 2, 3, 1000, 1024, 1025, 4_000_000]) {
      for (const greatest of [1e-300, 0.25, 1 / 3, 1, 2 ** 20, 1e300]) {
        const scale = fixedPointScale(greatest, count);
        const most = Math.round(greatest * scale);
        expect(most * count).toBeLessThanOrEqual(2 ** 52);
        expect(Number.isInteger(Math.log2(scale))).toBe(true);
        if (greatest > 1e-200) expect(most * count).toBeGreaterThanOrEqual(2 ** 49);
      }
    }
  });

  it("sums to the same bits in any order, close to the true sum", () => {
    const random = createRandom("fixed");
    const values = Float64Array.from({ length: 5000 }, () => (random.next() - 0.5) * 10 ** random.integer(6));
    const order = shuffledIndexes(values.length, createRandom("order"));
    const shuffled = Float64Array.from(order, (place) => values[place]!);
    const plain = values.reduce((sum, value) => sum + value, 0);
    const sum = fixedPointSum(values);
    expect(fixedPointSum(shuffled)).toBe(sum);
    expect(sum).toBeCloseTo(plain, 5);
  });

  it("leaves zeros alone", () => {
    expect(toFixedPoint(new Float64Array(3))).toBe(1);
  });
});
