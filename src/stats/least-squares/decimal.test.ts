import { describe, expect, it } from "vitest";
import { createRandom } from "../../base/index.ts";
import { decimalAnchor, decimalColumn, decimalToDouble, parseDecimal, shortestDecimals } from "./decimal.ts";
import { differencesFrom, doubleAt } from "./double-column.ts";
import { exactly, rationalFromText, relativeError } from "./exact.test-support.ts";

const texts = [
  "0.1",
  "-12.50",
  "1000000000000.4",
  "1.3e-7",
  "3.141592653589793238462643383279",
  "6.02214076E+23",
  "-4.9e-300",
  "17.",
  ".5",
  "123456789012345678901",
  "1e22",
];

describe("decimals", () => {
  it("keeps the digits of the text that a float64 loses", () => {
    const column = decimalColumn(texts);
    for (const [row, text] of texts.entries()) {
      expect(column.high[row]).toBe(Number(text));
      const low = text.includes("e-300") ? 1e-20 : 1e-31;
      expect(relativeError(exactly(doubleAt(column, row)), rationalFromText(text))).toBeLessThan(low);
    }
  });

  it("refuses a text that is no number, and says where", () => {
    for (const wrong of ["", "abc", "1,5", "1e999", "--1", "NaN", "Infinity", "0x10", "."])
      expect(() => decimalColumn(["1", wrong], "price")).toThrow(/T2801.*price/);
    expect(parseDecimal("0e999999")).toEqual({ digits: 0n, exponent: 0 });
    expect(parseDecimal("1e-999999")).toEqual({ digits: 0n, exponent: 0 });
    expect(decimalToDouble({ digits: 0n, exponent: 5 })).toEqual({ high: 0, low: 0 });
  });

  it("subtracts the origin before it rounds", () => {
    const { origin, offsets } = decimalAnchor([
      "1000000000000",
      "1000000000000.3",
      null,
      "1e12",
      "999999999999.9",
    ]);
    expect(origin).toBe(1e12);
    expect([...offsets]).toEqual([0, 0.3, Number.NaN, 0, -0.1]);
    expect(1000000000000.3 - 1000000000000).not.toBe(0.3);
    const column = decimalColumn(["1000000000000.4", "1000000000000.3"]);
    expect([...differencesFrom(column, doubleAt(column, 0))]).toEqual([0, -0.1]);
    expect(decimalAnchor([]).offsets).toHaveLength(0);
  });

  it("takes exactly the float64 for the origin, not the text that it came from", () => {
    const { origin, offsets } = decimalAnchor(["10000000000000001.25", "10000000000000003.5"]);
    expect(origin).toBe(10000000000000002);
    expect([...offsets]).toEqual([-0.75, 1.5]);
    expect([...decimalAnchor(["0.3"], "x", 0.1).offsets]).toEqual([0.3 - 0.1]);
  });

  it("finds the digits of the file again in numbers of at most 15 digits", () => {
    const random = createRandom("decimals");
    const drawn = Array.from({ length: 2000 }, () => {
      const digits = 1 + random.integer(15);
      const whole = Math.floor(random.next() * 10 ** digits);
      return `${random.integer(2) ? "-" : ""}${whole}e${random.integer(45) - 30}`;
    });
    const numbers = shortestDecimals(Float64Array.from(drawn, Number));
    const exact = decimalColumn(drawn);
    for (const row of drawn.keys()) {
      expect(numbers.high[row]! + 0).toBe(exact.high[row]);
      // The rest itself carries 15 digits and more: the two together 31.
      expect(Math.abs(numbers.low[row]! - exact.low[row]!)).toBeLessThanOrEqual(
        Math.abs(exact.high[row]!) * 2 ** -104,
      );
    }
  });

  it("takes any other number as its shortest decimal, within half a unit of it", () => {
    const random = createRandom("doubles");
    const drawn = Float64Array.from(
      { length: 2000 },
      () => (random.next() - 0.5) * 10 ** (random.integer(60) - 30),
    );
    const numbers = shortestDecimals(drawn);
    const exact = decimalColumn(Array.from(drawn, String));
    for (const row of drawn.keys())
      expect(Math.abs(numbers.low[row]! - exact.low[row]!)).toBeLessThanOrEqual(
        Math.abs(drawn[row]!) * 2 ** -104,
      );
    expect(() => shortestDecimals(Float64Array.of(1, NaN), "price")).toThrow(/T2801/);
    expect(shortestDecimals(Float64Array.of(2 ** 53, -7, 0)).low).toEqual(new Float64Array(3));
  });
});
