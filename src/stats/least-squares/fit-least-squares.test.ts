import { describe, expect, it } from "vitest";
import { createRandom } from "../../base/index.ts";
import { decimalColumn } from "./decimal.ts";
import { powerColumns } from "./double-column.ts";
import { exactLeastSquares, numberOf } from "./exact.test-support.ts";
import { fitLeastSquares } from "./fit-least-squares.ts";
import type { LeastSquaresProblem } from "./least-squares-problem.ts";
import { oneWayAnalysis, univariateSummary } from "./univariate.ts";

const random = createRandom("least squares");
const draw = (): number => random.next();
const numbers = (count: number, draw: () => number): Float64Array =>
  Float64Array.from({ length: count }, draw);
const column = (name: string, values: Float64Array) => ({ name, values });

/** A polynomial of degree ten through rounded values, as badly conditioned as such problems get in practice. */
function polynomial() {
  const x = Array.from({ length: 60 }, (_, at) => (-8.8 + at * 0.0951234567).toFixed(9));
  const y = x.map(() => (0.8 + 0.1 * random.next()).toFixed(4));
  const whole = (text: string): bigint => BigInt(text.replace(".", ""));
  const rows = x.map((text, at) => [
    ...Array.from({ length: 11 }, (_, power) => whole(text) ** BigInt(power)),
    whole(y[at]!),
  ]);
  return { x, y, rows };
}

describe("linear least squares", () => {
  it("has 14 digits of a polynomial of degree ten, by exact rationals", () => {
    const { x, y, rows } = polynomial();
    const exact = exactLeastSquares(rows);
    const fit = fitLeastSquares({
      columns: powerColumns(decimalColumn(x), 10).map((values, at) => ({ name: `x${at + 1}`, values })),
      target: { name: "y", values: decimalColumn(y) },
    });
    const variance = numberOf(exact.residualSquares) / 1e8 / 49;
    expect(fit.condition).toBeGreaterThan(1e9);
    for (const [at, { coefficient, standardError }] of fit.terms.entries()) {
      const unit = 10 ** (9 * at);
      const right = (numberOf(exact.coefficients[at]!) * unit) / 1e4;
      expect(Math.abs(coefficient / right - 1)).toBeLessThan(1e-14);
      const error = Math.sqrt(variance * numberOf(exact.inverseDiagonal[at]!)) * unit;
      expect(Math.abs(standardError / error - 1)).toBeLessThan(1e-14);
    }
  });

  it("names the columns that are combinations of others, with the coefficients", () => {
    const [a, b] = [numbers(30, draw), numbers(30, draw)];
    const c = a.map((value, row) => 2 * value - 0.5 * b[row]! + 3);
    const problem: LeastSquaresProblem = {
      columns: [column("a", a), column("b", b), column("c", c), column("none", new Float64Array(30))],
      target: column("y", numbers(30, draw)),
    };
    expect(() => fitLeastSquares(problem)).toThrow("T2800");
    expect(() => fitLeastSquares(problem)).toThrow("c = 3 + 2·a - 0.5·b; none = 0");
    const fit = fitLeastSquares({ ...problem, onDependence: "drop" });
    expect(fit.terms.map(({ name }) => name)).toEqual(["intercept", "a", "b"]);
    expect(fit.dropped.map(({ name }) => name)).toEqual(["c", "none"]);
    expect(fit.dropped[0]!.terms.map(({ coefficient }) => coefficient)).toEqual([
      expect.closeTo(3, 10),
      expect.closeTo(2, 10),
      expect.closeTo(-0.5, 10),
    ]);
    const alone = fitLeastSquares({ ...problem, columns: problem.columns.slice(0, 2) });
    expect(fit.terms).toEqual(alone.terms);
  });

  it("names the trap of all indicators with an intercept", () => {
    const level = Array.from({ length: 30 }, (_, row) => row % 3);
    const columns = [0, 1, 2].map((own) =>
      column(
        `is ${own}`,
        Float64Array.from(level, (one) => Number(one === own)),
      ),
    );
    expect(() => fitLeastSquares({ columns, target: column("y", numbers(30, draw)) })).toThrow(
      "is 2 = 1 - is 0 - is 1",
    );
  });

  it("keeps a column that is nearly constant but tells something", () => {
    const x = Float64Array.from({ length: 20 }, (_, row) => 1e12 + (row % 7) / 10);
    const y = x.map((_, row) => 5 + 2 * ((row % 7) / 10));
    const fit = fitLeastSquares({ columns: [column("x", x)], target: column("y", y) });
    expect(fit.terms[1]!.coefficient).toBe(2);
    expect(fit.terms[0]!.coefficient).toBe(5 - 2e12);
    expect(fit.residualSumOfSquares).toBe(0);
    expect(fit.fStatistic).toBe(Infinity);
  });

  it("takes a weight as that many rows, and a weight of 0 as none", () => {
    const [x, y] = [numbers(12, draw), numbers(12, draw)];
    const weights = Float64Array.from(x, (_, row) => row % 3);
    const repeated = Array.from(x.keys()).flatMap((row) => Array.from({ length: row % 3 }, () => row));
    const weighted = fitLeastSquares({
      columns: [column("x", x)],
      target: column("y", y),
      weights,
      leverages: true,
    });
    const pick = (values: Float64Array): Float64Array => Float64Array.from(repeated, (row) => values[row]!);
    const plain = fitLeastSquares({ columns: [column("x", pick(x))], target: column("y", pick(y)) });
    expect(weighted.rowCount).toBe(8);
    for (const at of [0, 1])
      expect(weighted.terms[at]!.coefficient).toBeCloseTo(plain.terms[at]!.coefficient, 13);
    expect(weighted.residualSumOfSquares).toBeCloseTo(plain.residualSumOfSquares, 13);
    for (const row of x.keys())
      expect(weighted.residuals[row]).toBeCloseTo(
        y[row]! - weighted.terms[0]!.coefficient - weighted.terms[1]!.coefficient * x[row]!,
        13,
      );
    expect(weighted.leverages).toHaveLength(12);
    expect(weighted.leverages!.reduce((sum, one) => sum + one, 0)).toBeCloseTo(2, 13);
    expect(weighted.leverages![0]).toBe(0);
  });

  it("gives R⁻¹, of which the rows make the standard errors", () => {
    const columns = ["a", "b", "c"].map((name) =>
      column(
        name,
        numbers(40, () => 1e6 * random.next()),
      ),
    );
    const fit = fitLeastSquares({ columns, target: column("y", numbers(40, draw)) });
    for (const [row, { standardError }] of fit.terms.entries()) {
      const own = fit.inverseFactor.subarray(row * 4, row * 4 + 4);
      const error = fit.residualStandardDeviation * Math.sqrt(own.reduce((sum, one) => sum + one * one, 0));
      expect(Math.abs(error / standardError - 1)).toBeLessThan(1e-14);
    }
  });

  it("does not depend on the order of rows or the units of columns", () => {
    const [x, y] = [numbers(50, draw), numbers(50, draw)];
    const fit = fitLeastSquares({ columns: [column("x", x)], target: column("y", y) });
    const turned = fitLeastSquares({
      columns: [column("x", x.toReversed())],
      target: column("y", y.toReversed()),
    });
    expect(turned.terms).toEqual(fit.terms);
    const other = fitLeastSquares({
      columns: [{ name: "x", values: { high: x.map((one) => one * 2 ** 300), low: new Float64Array(50) } }],
      target: { name: "y", values: { high: y, low: new Float64Array(50) } },
    });
    const same = fitLeastSquares({
      columns: [{ name: "x", values: { high: x, low: new Float64Array(50) } }],
      target: { name: "y", values: { high: y, low: new Float64Array(50) } },
    });
    expect(other.terms[1]!.coefficient * 2 ** 300).toBe(same.terms[1]!.coefficient);
  });

  it("refuses what no fit can be made of, by name", () => {
    const target = column("y", Float64Array.of(1, 2, 3));
    const fit = (problem: Partial<LeastSquaresProblem>) => () =>
      fitLeastSquares({ columns: [column("x", Float64Array.of(1, 2, 4))], target, ...problem });
    expect(fit({ columns: [column("x", Float64Array.of(1, NaN, 4))] })).toThrow(/T2801.*x, row 2/s);
    expect(fit({ target: column("y", Float64Array.of(1, Infinity, 4)) })).toThrow("T2801");
    expect(fit({ columns: [column("x", Float64Array.of(1, 2))] })).toThrow(/T2802.*x/);
    expect(fit({ weights: Float64Array.of(1, -1, 1) })).toThrow(/T2803.*row 2/s);
    expect(fit({ weights: Float64Array.of(1, NaN, 1) })).toThrow("T2803");
    expect(fit({ weights: Float64Array.of(1, 1, 0) })).toThrow("T2804");
    expect(fit({ columns: [], intercept: false })).toThrow("T2804");
    expect(fit({ columns: [column("x", Float64Array.of(5, 5, 5))] })).toThrow("x = 5");
    expect(() => fitLeastSquares({ columns: [], target: column("y", Float64Array.of(1)) })).toThrow("T2804");
    expect(fitLeastSquares({ columns: [], target }).terms[0]!.coefficient).toBe(2);
    const constant = fit({ target: column("y", Float64Array.of(7, 7, 7)) })();
    expect(constant).toMatchObject({ rSquared: null, fStatistic: null, residualSumOfSquares: 0 });
  });
});

describe("sums about means", () => {
  it("refuse what they cannot be made of", () => {
    expect(() => univariateSummary(new Float64Array(0))).toThrow("T2805");
    expect(() => univariateSummary(Float64Array.of(1, NaN))).toThrow("T2801");
    expect(univariateSummary(Float64Array.of(3))).toEqual({
      count: 1,
      mean: 3,
      standardDeviation: null,
      autocorrelation: null,
    });
    expect(univariateSummary(Float64Array.of(0.1, 0.1, 0.1))).toMatchObject({
      mean: 0.1,
      standardDeviation: 0,
    });
    expect(() => oneWayAnalysis([Float64Array.of(1, 2)])).toThrow("T2805");
    expect(() => oneWayAnalysis([Float64Array.of(1, 2), new Float64Array(0)])).toThrow(/T2805.*group 2/s);
    expect(() => oneWayAnalysis([Float64Array.of(1), Float64Array.of(2)])).toThrow("T2805");
    const flat = oneWayAnalysis([Float64Array.of(1, 1), Float64Array.of(1, 1)]);
    expect(flat).toMatchObject({ fStatistic: null, rSquared: null, residualStandardDeviation: 0 });
    expect(oneWayAnalysis([Float64Array.of(1, 1), Float64Array.of(2, 2)]).fStatistic).toBe(Infinity);
  });

  it("keep 15 digits behind thirteen that are constant", () => {
    const texts = Array.from({ length: 1001 }, (_, at) =>
      at === 0 ? "10000000.2" : at % 2 === 1 ? "10000000.1" : "10000000.3",
    );
    for (const values of [decimalColumn(texts), Float64Array.from(texts, Number)])
      expect(univariateSummary(values)).toMatchObject({
        mean: 10000000.2,
        standardDeviation: 0.1,
        autocorrelation: -0.999,
      });
  });

  it("reach from the smallest numbers to the largest", () => {
    for (const unit of [1e-300, 1e300]) {
      const { mean, standardDeviation } = univariateSummary(Float64Array.of(1 * unit, 2 * unit, 3 * unit));
      expect(mean / unit).toBeCloseTo(2, 13);
      expect(standardDeviation! / unit).toBeCloseTo(1, 13);
    }
  });
});
