import { describe, expect, it } from "vitest";
import { createRandom } from "../../base/index.ts";
import { fitLeastSquares } from "./fit-least-squares.ts";
import { fitNonlinear, type NonlinearProblem } from "./fit-nonlinear.ts";

const random = createRandom("nonlinear");
const x = Float64Array.from({ length: 40 }, (_, row) => (row + 1) / 4);
const noise = x.map(() => (random.next() - 0.5) / 100);
const curve = (of: (x: number) => number): Float64Array => x.map((value, row) => of(value) + noise[row]!);

const problem = (
  formula: string,
  starts: Readonly<Record<string, number>>,
  values: Float64Array,
): NonlinearProblem => ({
  formula,
  parameters: Object.entries(starts).map(([name, start]) => ({ name, start })),
  columns: [{ name: "x", values: x }],
  target: { name: "y", values },
});

describe("nonlinear least squares", () => {
  it("comes to the linear fit where the formula is linear", () => {
    const y = curve((one) => 3 - 0.5 * one + 0.25 * one * one);
    const fit = fitNonlinear(problem("a + b*x + c*x**2", { a: 100, b: -100, c: 7 }, y));
    const square = x.map((value) => value * value);
    const linear = fitLeastSquares({
      columns: [
        { name: "x", values: x },
        { name: "x2", values: square },
      ],
      target: { name: "y", values: y },
    });
    for (const [at, term] of linear.terms.entries()) {
      expect(fit.terms[at]!.coefficient / term.coefficient).toBeCloseTo(1, 13);
      expect(fit.terms[at]!.standardError / term.standardError).toBeCloseTo(1, 13);
    }
    expect(fit.residualSumOfSquares / linear.residualSumOfSquares).toBeCloseTo(1, 13);
    expect(fit.degreesOfFreedom).toBe(37);
  });

  it("finds two decays from far away, and the same from near", () => {
    const y = curve((one) => 2 * Math.exp(-1.5 * one) + Math.exp(-0.2 * one));
    const formula = "a*exp(-b*x) + c*exp(-d*x)";
    const near = fitNonlinear(problem(formula, { a: 2, b: 1.5, c: 1, d: 0.2 }, y));
    const far = fitNonlinear(problem(formula, { a: 50, b: 10, c: -30, d: 3 }, y));
    // Either decay may be the first.
    const order = far.terms[1]!.coefficient > 1 ? [0, 1, 2, 3] : [2, 3, 0, 1];
    for (const [at, { coefficient, standardError }] of near.terms.entries()) {
      const same = far.terms[order[at]!]!;
      expect(same.coefficient / coefficient).toBeCloseTo(1, 12);
      expect(same.standardError / standardError).toBeCloseTo(1, 12);
    }
    expect(near.offset).toBeLessThan(1e-12);
  });

  it("says that a fit is exact", () => {
    const y = Float64Array.from(x, (one) => Number((4 * one + 0.5).toFixed(4)));
    const fit = fitNonlinear(problem("a*x + b", { a: 1, b: 1 }, y));
    expect(fit.residualSumOfSquares).toBe(0);
    expect(fit.terms.map(({ coefficient }) => coefficient)).toEqual([4, 0.5]);
    expect(fit.terms[0]!.standardError).toBe(0);
  });

  it("refuses what it cannot fit, by name", () => {
    const y = curve((one) => Math.exp(-one));
    const fit =
      (formula: string, starts: Readonly<Record<string, number>>, values = y) =>
      () =>
        fitNonlinear(problem(formula, starts, values));
    expect(fit("a*exp(-b*x", { a: 1, b: 1 })).toThrow("T2806");
    expect(fit("log(a*x)", { a: -1 })).toThrow(/T2807.*row 1/s);
    expect(fit("a*x", { a: Number.NaN })).toThrow("T2807");
    expect(fit("x", {})).toThrow("T2807");
    expect(fit("(a + b)*exp(-x)", { a: 1, b: 2 })).toThrow(/T2809.*b, a/s);
    expect(fit("a*x", { a: 1, unused: 2 })).toThrow(/T2809.*unused/s);
    expect(fit("a*x", { a: 1 }, y.with(3, Infinity))).toThrow("T2801");
    expect(fit("a*x", { a: 1 }, Float64Array.of(1, 2))).toThrow("T2802");
    expect(() =>
      fitNonlinear({
        ...problem("a*x + b", { a: 1, b: 1 }, Float64Array.of(1, 2)),
        columns: [{ name: "x", values: Float64Array.of(1, 2) }],
      }),
    ).toThrow("T2804");
  });

  it("names a fit that gets better without end", () => {
    const few = Float64Array.of(1, 2, 3, 4, 5, 6);
    const step = few.map((value) => (value > 3 ? 1 : 0));
    const given = problem("1/(1 + exp(a - b*x))", { a: 5, b: 1 }, step);
    expect(() => fitNonlinear({ ...given, columns: [{ name: "x", values: few }] })).toThrow(/T280[89]/);
  });
});
