import { describe, expect, it } from "vitest";
import { createRandom, shuffledIndexes } from "../base/index.ts";
import { ExactSum, exactSum } from "./exact-sum.ts";

const unit = 1074n;

/** A float64 as a whole number of 2^-1074, exactly. */
function wholeOf(value: number): bigint {
  const bits = new BigUint64Array(Float64Array.of(value).buffer)[0]!;
  const field = (bits >> 52n) & 0x7ffn;
  const fraction = bits & 0xfffffffffffffn;
  const size = field === 0n ? fraction : (fraction | (1n << 52n)) << (field - 1n);
  return bits >> 63n ? -size : size;
}

/** The float64 nearest to a whole number of 2^-1074: found by comparing, with no rounding of its own. */
function nearestOf(whole: bigint): number {
  const size = whole < 0n ? -whole : whole;
  const excess = BigInt(Math.max(0, size.toString(2).length - 53));
  let kept = size >> excess;
  const rest = size - (kept << excess);
  const half = excess === 0n ? 0n : 1n << (excess - 1n);
  if (excess > 0n && (rest > half || (rest === half && (kept & 1n) === 1n))) kept += 1n;
  const exponent = Number(excess - unit);
  const scaled =
    exponent < -1000 ? Number(kept) * 2 ** (exponent + 200) * 2 ** -200 : Number(kept) * 2 ** exponent;
  return whole < 0n ? -scaled : scaled;
}

const expected = (values: Float64Array): number =>
  nearestOf(values.reduce((sum, value) => sum + wholeOf(value), 0n)) + 0;

const numbers = (count: number, draw: () => number): Float64Array =>
  Float64Array.from({ length: count }, draw);

describe("ExactSum", () => {
  const random = createRandom("exact-sum");
  const signed = () => 2 * random.next() - 1;
  const cases: readonly [name: string, values: Float64Array][] = [
    ["one size", numbers(2000, signed)],
    ["every size", numbers(2000, () => signed() * 2 ** (random.integer(2000) - 1060))],
    ["huge ones", numbers(50, () => signed() * 2 ** 1015)],
    ["subnormals", numbers(2000, () => (random.integer(2 ** 20) - 2 ** 19) * 2 ** -1074)],
    ["the edge of the subnormals", numbers(2000, () => signed() * 2 ** -1020)],
    ["around the lifted range", numbers(2000, () => signed() * 2 ** (random.integer(80) - 860))],
    ["whole numbers", numbers(2000, () => random.integer(1000))],
    ["ties to even", Float64Array.of(2 ** 53, 1)],
    ["a tie broken far below", Float64Array.of(2 ** 53, 1, 2 ** -1074)],
    ["a tie broken downwards", Float64Array.of(2 ** 53, 1, -(2 ** -1074))],
    ["nothing", new Float64Array(0)],
  ];

  it.each(cases)("rounds the exact sum of %s once", (_, values) => {
    expect(exactSum(values)).toBe(expected(values));
  });

  it("survives adversarial cancellation", () => {
    for (let round = 0; round < 200; round++) {
      const half = numbers(20, () => signed() * 2 ** (random.integer(600) - 300));
      const rest = signed() * 2 ** -300;
      const values = Float64Array.of(...half, rest, ...half.map((value) => -value));
      const mixed = Float64Array.from(shuffledIndexes(values.length, random), (place) => values[place]!);
      expect(exactSum(mixed)).toBe(rest);
    }
  });

  it("adds products exactly", () => {
    const sum = new ExactSum();
    const a = numbers(500, signed);
    const b = numbers(500, signed);
    let whole = 0n;
    for (const [place, x] of a.entries()) {
      sum.addProduct(x, b[place]!);
      whole += wholeOf(x) * wholeOf(b[place]!);
    }
    expect(sum.total()).toBe(nearestOf(whole >> unit));
  });

  it("adds a number many times as one after the other", () => {
    for (const value of [0.1, -3, 1e-300, 5e-324, 1e149, 1.5e151, -0]) {
      const [once, many] = [new ExactSum(), new ExactSum()];
      for (const sum of [once, many]) sum.add(1 / 3);
      for (let time = 0; time < 1234; time++) once.add(value);
      many.addTimes(value, 1234);
      expect(many.total()).toBe(once.total());
    }
  });

  it("leaves out missing values in bulk and refuses what is not finite", () => {
    expect(exactSum(Float64Array.of(1, Number.NaN, 2))).toBe(3);
    expect(() => new ExactSum().add(Number.POSITIVE_INFINITY)).toThrow(RangeError);
  });

  it("goes on after a total", () => {
    const sum = new ExactSum();
    sum.add(0.5);
    expect(sum.total()).toBe(0.5);
    sum.add(2 ** -60);
    sum.add(0.25);
    expect(sum.total()).toBe(0.75);
  });
});
