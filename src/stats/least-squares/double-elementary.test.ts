import { describe, expect, it } from "vitest";
import { createRandom } from "../../base/index.ts";
import { decimalToDouble, parseDecimal } from "./decimal.ts";
import {
  addDoubles,
  divideDoubles,
  fromNumber,
  multiplyDoubles,
  oneDouble,
  subtractDoubles,
  twoSum,
  type DoubleDouble,
} from "../double-double.ts";
import {
  arctangentDouble,
  exponentialDouble,
  logarithmDouble,
  piDouble,
  plainSineAndCosine,
  sineAndCosine,
} from "./double-elementary.ts";

const decimal = (text: string): DoubleDouble => decimalToDouble(parseDecimal(text)!);
const apart = (a: DoubleDouble, b: DoubleDouble): number => Math.abs(subtractDoubles(a, b).high / b.high);
const random = createRandom("elementary double-double");
const draw = (size: number): DoubleDouble => {
  const high = (random.next() - 0.5) * 2 * size;
  return twoSum(high, high * 2 ** -54 * random.next());
};

describe("elementary functions of double-double numbers", () => {
  // Computed with 60 digits by Python 3.11's decimal module (sine, cosine and arctangent by their series).
  it.each([
    ["exp 1", exponentialDouble(oneDouble), "2.71828182845904523536028747135266249775725"],
    ["exp 10", exponentialDouble(fromNumber(10)), "22026.4657948067165169579006452842443663535"],
    ["exp -1/2", exponentialDouble(fromNumber(-0.5)), "0.606530659712633423603799534991180453441918"],
    ["log 10", logarithmDouble(fromNumber(10)), "2.30258509299404568401799145468436420760110"],
    ["sin 1", sineAndCosine(oneDouble).sine, "0.841470984807896506652502321630298999622563"],
    ["cos 1", sineAndCosine(oneDouble).cosine, "0.540302305868139717400936607442976603732310"],
    ["arctan 1/2", arctangentDouble(fromNumber(0.5)), "0.463647609000806116214256231461214402028537"],
  ])("%s", (_, value, digits) => {
    expect(apart(value, decimal(digits))).toBeLessThan(1e-30);
  });

  it("obey their laws to 28 digits wherever they are", () => {
    for (let time = 0; time < 300; time++) {
      const [a, b] = [draw(20), draw(20)];
      const sum = addDoubles(a, b);
      const product = multiplyDoubles(exponentialDouble(a), exponentialDouble(b));
      expect(apart(exponentialDouble(sum), product)).toBeLessThan(1e-28);
      expect(Math.abs(subtractDoubles(logarithmDouble(exponentialDouble(a)), a).high)).toBeLessThan(1e-29);
      const [one, two, both] = [sineAndCosine(a), sineAndCosine(b), sineAndCosine(sum)];
      const sine = addDoubles(multiplyDoubles(one.sine, two.cosine), multiplyDoubles(one.cosine, two.sine));
      expect(Math.abs(subtractDoubles(both.sine, sine).high)).toBeLessThan(1e-29);
      const angle = draw(1.5);
      const turned = sineAndCosine(angle);
      expect(apart(arctangentDouble(divideDoubles(turned.sine, turned.cosine)), angle)).toBeLessThan(1e-28);
    }
  });

  it("go on beyond float64 as float64 does", () => {
    expect(exponentialDouble(fromNumber(710))).toEqual(fromNumber(Infinity));
    expect(exponentialDouble(fromNumber(-800))).toEqual(fromNumber(0));
    expect(exponentialDouble(fromNumber(0)).high).toBe(1);
    expect(logarithmDouble(fromNumber(0)).high).toBe(-Infinity);
    expect(logarithmDouble(fromNumber(-1)).high).toBeNaN();
    expect(arctangentDouble(fromNumber(Infinity)).high).toBe(Math.PI / 2);
    expect(sineAndCosine(fromNumber(1e300)).sine.high).toBeNaN();
    expect(sineAndCosine(piDouble).cosine.high).toBe(-1);
    expect(addDoubles(oneDouble, fromNumber(Infinity)).high).toBe(Infinity);
    expect(multiplyDoubles(fromNumber(2), fromNumber(-Infinity)).high).toBe(-Infinity);
  });

  it("have a sine and a cosine in float64 that are right to 15 digits", () => {
    for (let time = 0; time < 500; time++) {
      const x = draw(1000);
      const [plain, precise] = [plainSineAndCosine(x.high), sineAndCosine(fromNumber(x.high))];
      expect(Math.abs(plain.sine - precise.sine.high)).toBeLessThan(1e-15);
      expect(Math.abs(plain.cosine - precise.cosine.high)).toBeLessThan(1e-15);
    }
  });
});
