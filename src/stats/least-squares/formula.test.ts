import { describe, expect, it } from "vitest";
import {
  addDoubles,
  divideDoubles,
  fromNumber,
  subtractDoubles,
  type DoubleDouble,
} from "../double-double.ts";
import { createEvaluator } from "./evaluate-formula.ts";
import { parseFormula } from "./formula.ts";
import { plainArithmetic, preciseArithmetic } from "./formula-arithmetic.ts";
import { linearParameters } from "./linear-parameters.ts";

const parse = (text: string) => parseFormula(text, ["a", "b", "c"], ["x"]);
const at = (text: string, [a, b, c, x]: readonly number[]): number =>
  createEvaluator(parse(text), plainArithmetic).value([a!, b!, c!], [x!]);

describe("formulas", () => {
  it.each([
    ["a + b*x - c/2", (a: number, b: number, c: number, x: number) => a + b * x - c / 2],
    ["-x**2", (_a: number, _b: number, _c: number, x: number) => -(x * x)],
    ["2**-1 ^ 2 * a", (a: number) => a / 2],
    ["a*[1 - exp(-b*x)]", (a: number, b: number, _c: number, x: number) => a * (1 - Math.exp(-b * x))],
    ["x**b / sqrt(c)", (_a: number, b: number, c: number, x: number) => x ** b / Math.sqrt(c)],
    [
      "arctan(x)/pi + sin(2*pi*x/12) + cos(c)*log(b)",
      (_a: number, b: number, c: number, x: number) =>
        Math.atan(x) / Math.PI + Math.sin((2 * Math.PI * x) / 12) + Math.cos(c) * Math.log(b),
    ],
    [
      "(1 + 2*b*x)**(-.5) - 1e-3",
      (_a: number, b: number, _c: number, x: number) => 1 / Math.sqrt(1 + 2 * b * x) - 1e-3,
    ],
  ])("reads %s", (text, right) => {
    for (const values of [
      [1.5, 0.3, 2.25, 3.5],
      [0.25, 1.75, 0.5, 0.125],
    ] as const)
      expect(at(text, values)).toBeCloseTo(right(values[0], values[1], values[2], values[3]), 14);
  });

  it.each(["", "a +", "a b", "(a", "a)", "[a)", "f(x)", "exp x", "y", "a $ b", "1..2", "a = 1", "exp"])(
    "refuses %j, and says what it stumbled over",
    (text) => {
      expect(() => parse(text)).toThrow("T2806");
    },
  );

  it("refuses two things of one name, and brackets without end", () => {
    expect(() => parseFormula("a*x", ["a", "x"], ["x"])).toThrow(/T2806.*x/s);
    expect(() => parse(`${"(".repeat(1e5)}a`)).toThrow("T2806");
    expect(() => parse(`${"-".repeat(1e5)}a`)).toThrow("T2806");
    expect(() => parse(`${"2**".repeat(1e5)}a`)).toThrow("T2806");
  });

  it.each([
    "a*exp(-b*x) + c",
    "(a + b*x)/(1 + c*x**2)",
    "a*x**b - log(c + x)",
    "sin(a*x)*cos(b/x) + arctan(c*x)",
    "sqrt(a + x)**3 * (b - c)**(-2)",
    "b**(c*x)",
  ])("has the exact derivatives of %s", (text) => {
    const evaluator = createEvaluator(parse(text), preciseArithmetic);
    const plain = createEvaluator(parse(text), plainArithmetic);
    const [start, row] = [[0.7, 1.9, 0.4], [1.3]];
    const precise = start.map(fromNumber);
    evaluator.value(precise, row.map(fromNumber));
    const gradient = evaluator.gradient();
    plain.value(start, row);
    for (const [place, slope] of plain.gradient().entries())
      expect(slope).toBeCloseTo(gradient[place]!.high, 13);
    const step = fromNumber(2 ** -30);
    const moved = (place: number, by: DoubleDouble): DoubleDouble =>
      evaluator.value(
        precise.map((value, own) => (own === place ? addDoubles(value, by) : value)),
        row.map(fromNumber),
      );
    for (const [place, slope] of gradient.entries()) {
      const up = moved(place, step);
      const down = moved(place, fromNumber(-step.high));
      const quotient = divideDoubles(subtractDoubles(up, down), fromNumber(2 * step.high));
      expect(Math.abs(subtractDoubles(quotient, slope).high)).toBeLessThan(1e-15);
    }
  });

  it("raises 0 to a fraction as the limit says", () => {
    expect(at("x**b", [0, 0.5, 0, 0])).toBe(0);
    expect(at("x**b", [0, -0.5, 0, 0])).toBe(Infinity);
    expect(at("x**b", [0, 0, 0, 0])).toBe(1);
    const precise = createEvaluator(parse("x**b"), preciseArithmetic);
    expect(precise.value([0, 0.5, 0].map(fromNumber), [fromNumber(0)]).high).toBe(0);
  });

  it("knows which parameters it is linear in together", () => {
    expect(linearParameters(parse("a*exp(-b*x) + c"))).toEqual([0, 2]);
    expect(linearParameters(parse("a*b*x**c"))).toEqual([0]);
    expect(linearParameters(parse("x/(a + b*x) - c"))).toEqual([2]);
    expect(linearParameters(parse("a + b*x + c*x**2"))).toEqual([0, 1, 2]);
    expect(linearParameters(parse("exp(a)*x**b/c"))).toEqual([]);
  });
});
