import { describe, expect, it } from "vitest";
import { createRandom } from "../base/index.ts";
import {
  createColumn,
  dotColumns,
  doubleAt,
  multiplyColumn,
  powerColumns,
  setDouble,
  subtractMultiple,
  sumOfColumn,
} from "./least-squares/double-column.ts";
import {
  addDoubles,
  divideDoubles,
  multiplyDoubles,
  squareRootDouble,
  subtractDoubles,
  twoProduct,
  twoSum,
  wholePowerDouble,
  type DoubleDouble,
} from "./double-double.ts";
import {
  exactly,
  minus,
  over,
  plus,
  rational,
  rationalOf,
  relativeError,
  times,
} from "./least-squares/exact.test-support.ts";

const random = createRandom("double-double");
/** Of both signs and many sizes. */
const draw = (): DoubleDouble => {
  const high = (random.next() - 0.5) * 2 ** (random.integer(80) - 40);
  return twoSum(high, high * 2 ** -53 * (random.next() - 0.5));
};
const pairs = Array.from({ length: 400 }, () => [draw(), draw()] as const);

describe("double-double arithmetic", () => {
  it("splits sums and products without an error", () => {
    for (const [{ high: a }, { high: b }] of pairs) {
      expect(exactly(twoSum(a, b))).toEqual(plus(rationalOf(a), rationalOf(b)));
      expect(exactly(twoProduct(a, b))).toEqual(times(rationalOf(a), rationalOf(b)));
    }
  });

  it("adds, multiplies and divides to 30 digits", () => {
    for (const [a, b] of pairs) {
      const [x, y] = [exactly(a), exactly(b)];
      expect(relativeError(exactly(addDoubles(a, b)), plus(x, y))).toBeLessThan(2 ** -103);
      expect(relativeError(exactly(subtractDoubles(a, b)), minus(x, y))).toBeLessThan(2 ** -103);
      expect(relativeError(exactly(multiplyDoubles(a, b)), times(x, y))).toBeLessThan(2 ** -101);
      expect(relativeError(exactly(divideDoubles(a, b)), over(x, y))).toBeLessThan(2 ** -100);
    }
  });

  it("takes roots and powers to 30 digits", () => {
    for (const [a] of pairs) {
      const square = multiplyDoubles(a, a);
      const root = exactly(squareRootDouble(square));
      expect(relativeError(times(root, root), exactly(square))).toBeLessThan(2 ** -99);
      const cube = times(exactly(a), times(exactly(a), exactly(a)));
      expect(relativeError(exactly(wholePowerDouble(a, 3)), cube)).toBeLessThan(2 ** -98);
      expect(relativeError(exactly(wholePowerDouble(a, -3)), over(rational(1n), cube))).toBeLessThan(
        2 ** -98,
      );
    }
    expect(squareRootDouble({ high: 0, low: 0 })).toEqual({ high: 0, low: 0 });
  });

  it("gives the rounded number alone beyond the range of float64, never NaN", () => {
    const largest = { high: Number.MAX_VALUE, low: 0 };
    const endless = { high: Infinity, low: 0 };
    expect(twoSum(Number.MAX_VALUE, Number.MAX_VALUE)).toEqual(endless);
    expect(twoProduct(1e200, 1e200)).toEqual(endless);
    expect(twoProduct(Number.MAX_VALUE, 0.5)).toEqual({ high: Number.MAX_VALUE / 2, low: 0 });
    expect(addDoubles(largest, largest)).toEqual(endless);
    expect(multiplyDoubles(largest, largest)).toEqual(endless);
    expect(divideDoubles(largest, { high: 0.5, low: 0 })).toEqual(endless);
    expect(divideDoubles(endless, largest)).toEqual(endless);
  });
});

describe("columns of double-double numbers", () => {
  const [left, right] = [createColumn(pairs.length), createColumn(pairs.length)];
  for (const [row, [a, b]] of pairs.entries()) {
    setDouble(left, row, a);
    setDouble(right, row, b);
  }

  it("sum and multiply as exact rationals do", () => {
    let sum = rational(0n);
    let products = rational(0n);
    let size = rational(0n);
    for (const [a, b] of pairs) {
      sum = plus(sum, exactly(a));
      const product = times(exactly(a), exactly(b));
      products = plus(products, product);
      size = plus(size, product.upper < 0n ? rational(-product.upper, product.lower) : product);
    }
    expect(relativeError(exactly(sumOfColumn(left)), sum)).toBeLessThan(1e-27);
    const error = over(minus(exactly(dotColumns(left, right)), products), size);
    expect(relativeError(error, rational(0n))).toBeLessThan(1e-29);
  });

  it("subtract a multiple, scale and raise to powers row by row", () => {
    const factor = draw();
    const into = { high: left.high.slice(), low: left.low.slice() };
    subtractMultiple(into, factor, right);
    const scaled = { high: left.high.slice(), low: left.low.slice() };
    multiplyColumn(scaled, factor);
    const cubes = powerColumns(left, 3)[2]!;
    for (const [row, [a, b]] of pairs.entries()) {
      const product = times(exactly(factor), exactly(b));
      const size = Math.abs(a.high) + Math.abs(factor.high * b.high);
      const error = minus(exactly(doubleAt(into, row)), minus(exactly(a), product));
      expect(relativeError(over(error, rationalOf(size)), rational(0n))).toBeLessThan(1e-30);
      expect(relativeError(exactly(doubleAt(scaled, row)), times(exactly(factor), exactly(a)))).toBeLessThan(
        1e-30,
      );
      const cube = times(exactly(a), times(exactly(a), exactly(a)));
      expect(relativeError(exactly(doubleAt(cubes, row)), cube)).toBeLessThan(1e-30);
    }
  });
});
