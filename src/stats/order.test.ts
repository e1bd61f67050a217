import { describe, expect, it } from "vitest";
import { createRandom } from "../base/index.ts";
import { ascendingPlaces } from "./order.ts";

const random = createRandom("order");
const draw = (count: number, value: () => number): Float64Array =>
  Float64Array.from({ length: count }, value);
const columns: readonly (readonly [string, Float64Array])[] = [
  ["no numbers", draw(0, () => 0)],
  ["few numbers", draw(50, () => random.next() - 0.5)],
  [
    "numbers of both signs and all sizes",
    draw(5000, () => (random.next() - 0.5) * 10 ** (random.next() * 600 - 300)),
  ],
  ["whole numbers with many ties", draw(5000, () => random.integer(40) - 20)],
  [
    "both zeros, the smallest and the largest numbers",
    draw(3000, (): number => [0, -0, 5e-324, -5e-324, 1.7e308, -1.7e308][random.integer(6)]!),
  ],
  ["ascending numbers", draw(2000, () => 1).map((_, at) => at / 3)],
];

describe("ascendingPlaces", () => {
  for (const [name, values] of columns)
    it(`orders ${name} as a sort by comparison does, ties by place`, () => {
      const expected = [...values.keys()].sort(
        (left, right) => values[left]! - values[right]! || left - right,
      );
      expect([...ascendingPlaces(values)]).toEqual(expected);
    });
});
