import { describe, expect, it } from "vitest";
import { createRandom, shuffledIndexes } from "../../../base/index.ts";
import { ExactSum } from "../../../stats/index.ts";
import { createProductSums } from "./product-sums.ts";

const random = createRandom("products");
const draw = (count: number, value: () => number): Float64Array =>
  Float64Array.from({ length: count }, value);

describe("createProductSums", () => {
  it.each([1, 2, 3, 100, 4096, 100_003])(
    "adds %i products alike in any order, and next to exactly",
    (count) => {
      for (const power of [1, 20, 200]) {
        const [left, right] = [
          draw(count, () => (random.next() - 0.5) ** power),
          draw(count, () => random.next()),
        ];
        const sum = createProductSums(count).of(left, right, count);
        const order = shuffledIndexes(count, random);
        const shuffled = createProductSums(count).of(
          left.map((_, at) => left[order[at]!]!),
          right.map((_, at) => right[order[at]!]!),
          count,
        );
        expect(shuffled).toBe(sum);
        const exact = new ExactSum();
        for (let at = 0; at < count; at++) exact.add(left[at]! * right[at]!);
        const total = exact.total();
        expect(Math.abs(sum - total)).toBeLessThanOrEqual(2 ** -52 * Math.max(Math.abs(total), 2 ** -3));
      }
    },
  );

  it("bears as many products of the greatest size as it was made for", () => {
    for (const count of [1, 7, 65_536, 65_537]) {
      const greatest = draw(count, () => 1 - 2 ** -53);
      const product = greatest[0]! * greatest[0]!;
      expect(createProductSums(count).of(greatest, greatest, count)).toBe(count * product);
    }
  });
});
