import { describe, expect, it } from "vitest";
import { commonLogarithm, exponential, logarithmOfOnePlus, naturalLogarithm } from "./elementary.ts";

/** Distance between two numbers of one sign in float64 steps. */
function steps(left: number, right: number): number {
  const bits = (value: number): bigint => new BigInt64Array(new Float64Array([value]).buffer)[0]!;
  const distance = bits(left) - bits(right);
  return Number(distance < 0n ? -distance : distance);
}

// Correctly rounded values by Python 3.12 `decimal` with 60 digits.
const exponentials: readonly (readonly [number, number])[] = [
  [1e-9, 1.000000001],
  [0.3, 1.3498588075760032],
  [0.7, 2.0137527074704766],
  [-0.9, 0.4065696597405991],
  [1.5, 4.4816890703380645],
  [-3.25, 0.03877420783172201],
  [20.125, 549764190.6604683],
  [-40.5, 2.576757109154981e-18],
  [300.7, 3.911566412479153e130],
  [-708.9, 1.344750699263295e-308],
  [709.7, 1.6549840276802644e308],
  [-744.1, 5e-324],
];
const logarithms: readonly (readonly [number, number, number])[] = [
  [1e-310, -713.8013788281542, -310],
  [1e-5, -11.512925464970229, -5],
  [0.6, -0.5108256237659907, -0.2218487496163564],
  [0.9999999, -1.0000000494736474e-7, -4.342945033893839e-8],
  [1.0000003, 2.9999995495312454e-7, 1.302883250073661e-7],
  [1.7, 0.5306282510621704, 0.2304489213782739],
  [3, 1.0986122886681098, 0.47712125471966244],
  [1234.5, 7.118421308785234, 3.091491094267951],
  [1e300, 690.7755278982137, 300],
];

describe("exponential", () => {
  it("is within one step of the exact value", () => {
    for (const [x, exact] of exponentials)
      expect(steps(exponential(x), exact), `${x}`).toBeLessThanOrEqual(1);
  });

  it("knows its edges", () => {
    expect([0, -0, 1, Infinity, -Infinity, 710, -746].map(exponential)).toEqual([
      1,
      1,
      Math.E,
      Infinity,
      0,
      Infinity,
      0,
    ]);
    expect(exponential(Number.NaN)).toBeNaN();
  });

  it("gives the bits that it always gave", () => {
    // A change here changes answers of stored models: their proof rows would not come out.
    expect([0.1, -1.7, 5.5, 37.7].map(exponential)).toEqual([
      1.1051709180756477, 0.18268352405273466, 244.69193226422038, 23599454682463310,
    ]);
  });
});

describe("logarithms", () => {
  it("are within one step of the exact value, to base 10 within two", () => {
    for (const [x, natural, common] of logarithms) {
      expect(steps(naturalLogarithm(x), natural), `${x}`).toBeLessThanOrEqual(1);
      expect(steps(commonLogarithm(x), common), `${x}`).toBeLessThanOrEqual(2);
    }
  });

  it("know their edges", () => {
    for (const logarithm of [naturalLogarithm, commonLogarithm]) {
      expect([0, 1, Infinity].map(logarithm)).toEqual([-Infinity, 0, Infinity]);
      expect(logarithm(-1)).toBeNaN();
      expect(logarithm(Number.NaN)).toBeNaN();
    }
    expect([1e-300, 0.001, 10, 100, 1e22].map(commonLogarithm)).toEqual([-300, -3, 1, 2, 22]);
  });

  it("gives ln(1 + x) within four units in the last place", () => {
    for (let at = 1; at <= 2000; at++) {
      const x = at % 2 === 0 ? at / 2000 : 10 ** (-at / 125);
      expect(Math.abs(logarithmOfOnePlus(x) / Math.log1p(x) - 1)).toBeLessThan(9e-16);
    }
    expect(logarithmOfOnePlus(0)).toBe(0);
  });
});
