import { describe, expect, it } from "vitest";
import { createRandom } from "../../../base/index.ts";
import { weightedQuantile } from "./weighted-quantile.ts";

describe("weightedQuantile", () => {
  it("agrees with the plain definition on sorted copies, for any weights in whole numbers", () => {
    const random = createRandom("quantile");
    for (let round = 0; round < 300; round++) {
      const count = 1 + random.integer(40);
      const values = Float64Array.from({ length: count }, () => random.integer(12) - 4);
      const weight = Float64Array.from({ length: count }, () => 1 + random.integer(4));
      const share = [0.1, 0.25, 0.5, 0.7, 0.9][round % 5]!;
      const copies = [...values]
        .flatMap((value, row) => Array.from({ length: weight[row]! }, () => value))
        .sort((one, other) => one - other);
      const wanted = share * copies.length;
      const least = copies.find((_, at) => at + 1 >= wanted)!;
      const above = copies.filter((value) => value > least);
      const expected =
        copies.filter((value) => value <= least).length === wanted && above.length > 0
          ? (least + above[0]!) / 2
          : least;
      expect(weightedQuantile(values, weight, share)).toBe(expected);
      const repeated = Float64Array.from(copies);
      expect(weightedQuantile(repeated, undefined, share)).toBe(expected);
      // Halves of the weights are the same shares.
      expect(
        weightedQuantile(
          values,
          weight.map((one) => one / 2),
          share,
        ),
      ).toBe(expected);
    }
  });

  it("is quick on many equal or sorted values", () => {
    const count = 300_000;
    const sorted = Float64Array.from({ length: count }, (_, row) => row);
    expect(weightedQuantile(sorted, undefined, 0.5)).toBe((count - 1) / 2);
    expect(weightedQuantile(new Float64Array(count).fill(7), undefined, 0.9)).toBe(7);
  });
});
