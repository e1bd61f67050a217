import { describe, expect, it } from "vitest";
import { createRandom } from "../../base/index.ts";
import { fitLeastSquares } from "./fit-least-squares.ts";
import type { LeastSquaresFit, LeastSquaresProblem } from "./least-squares-problem.ts";

const random = createRandom("plain least squares");
const rows = 5000;
const numbers = (one: (row: number) => number): Float64Array =>
  Float64Array.from({ length: rows }, (_, row) => one(row));

/** Columns that hang together, of different units and far from 0. */
function problem() {
  const common = numbers(() => random.next());
  const columns = Array.from({ length: 12 }, (_, at) => ({
    name: `x${at}`,
    values: common.map((value) => 10 ** (at - 5) * (value + random.next() + 20)),
  }));
  const y = numbers((row) =>
    columns.reduce((sum, { values }, at) => sum + values[row]! * 10 ** (5 - at), random.next()),
  );
  return { columns, target: { name: "y", values: y } };
}

const apart = (a: number, b: number): number => Math.abs(a / b - 1);

function expectSame(plain: LeastSquaresFit, precise: LeastSquaresFit, most = 1e-12): void {
  expect([plain.arithmetic, precise.arithmetic]).toEqual(["float64", "double-double"]);
  for (const [at, { coefficient, standardError, name }] of plain.terms.entries()) {
    const other = precise.terms[at]!;
    expect(name).toBe(other.name);
    expect(Math.abs(coefficient - other.coefficient)).toBeLessThan(
      most * other.standardError + 1e-13 * Math.abs(other.coefficient),
    );
    expect(apart(standardError, other.standardError)).toBeLessThan(most);
  }
  expect(apart(plain.residualSumOfSquares, precise.residualSumOfSquares)).toBeLessThan(most);
  expect(apart(plain.rSquared!, precise.rSquared!)).toBeLessThan(most);
  expect(apart(plain.fStatistic!, precise.fStatistic!)).toBeLessThan(most);
  expect(plain.rowCount).toBe(precise.rowCount);
  for (let row = 0; row < rows; row += 97) {
    expect(Math.abs(plain.residuals[row]! - precise.residuals[row]!)).toBeLessThan(
      1e-11 * plain.residualStandardDeviation,
    );
    expect(Math.abs(plain.leverages![row]! - precise.leverages![row]!)).toBeLessThan(most);
  }
  const size = plain.terms.length;
  for (let row = 0; row < size; row++) {
    const [own, others] = [plain, precise].map(({ inverseFactor }) =>
      Math.hypot(...inverseFactor.subarray(row * size, row * size + size)),
    );
    expect(apart(own!, others!)).toBeLessThan(most);
  }
}

describe("least squares of many rows in float64", () => {
  it.each([
    ["with an intercept", {}],
    ["without an intercept", { intercept: false }],
    ["with weights", { weights: numbers((row) => (row % 7) / 3) }],
  ])("comes to what double-double arithmetic comes to, %s", (_, rest) => {
    const given: LeastSquaresProblem = { ...problem(), ...rest, leverages: true };
    const width = given.intercept === false ? given.columns.slice(0, 2) : given.columns;
    const plain = fitLeastSquares({ ...given, columns: width, arithmetic: "float64" });
    expectSame(plain, fitLeastSquares({ ...given, columns: width, arithmetic: "double-double" }));
  });

  it("keeps its digits where columns hang together closely", () => {
    const { columns, target } = problem();
    const near = {
      name: "near",
      values: columns[0]!.values.map((value, row) => value * (1 + (row % 5) * 1e-5)),
    };
    const given = { columns: [...columns, near], target, leverages: true };
    const plain = fitLeastSquares({ ...given, arithmetic: "float64" });
    expect(plain.condition).toBeGreaterThan(1000);
    expectSame(plain, fitLeastSquares({ ...given, arithmetic: "double-double" }), 1e-11);
  });

  it("names columns that are combinations of others, or leaves them out", () => {
    const { columns, target } = problem();
    const [a, b] = columns.map(({ values }) => values);
    const sum = { name: "sum", values: a!.map((value, row) => 3 * value - 2 * b![row]! + 1) };
    const constant = { name: "constant", values: numbers(() => 0.1) };
    const given: LeastSquaresProblem = {
      columns: [columns[0]!, constant, columns[1]!, sum, columns[2]!],
      target,
      arithmetic: "float64",
    };
    expect(() => fitLeastSquares(given)).toThrow("constant = 0.1; sum = 1 + 3·x0 - 2·x1");
    const fit = fitLeastSquares({ ...given, onDependence: "drop" });
    expect(fit.arithmetic).toBe("float64");
    expect(fit.dropped.map(({ name }) => name)).toEqual(["constant", "sum"]);
    expect(fit.terms).toEqual(fitLeastSquares({ ...given, columns: columns.slice(0, 3) }).terms);
    const levels = [0, 1, 2].map((level) => ({
      name: `is ${level}`,
      values: numbers((row) => Number(row % 3 === level)),
    }));
    expect(() => fitLeastSquares({ ...given, columns: levels })).toThrow("is 2 = 1 - is 0 - is 1");
    expect(() =>
      fitLeastSquares({ ...given, columns: [{ name: "none", values: numbers(() => 0) }] }),
    ).toThrow("none = 0");
  });

  it("leaves to double-double arithmetic what float64 has not the digits for", () => {
    const { columns, target } = problem();
    const near = {
      name: "near",
      values: columns[0]!.values.map((value, row) => value * (1 + (row % 5) * 1e-7)),
    };
    const fit = (rest: Partial<LeastSquaresProblem>) =>
      fitLeastSquares({ columns: columns.slice(0, 2), target, arithmetic: "float64", ...rest }).arithmetic;
    expect(fit({})).toBe("float64");
    expect(fit({ columns: [columns[0]!, near] })).toBe("double-double");
    expect(fit({ target: { name: "y", values: target.values.map((value) => 1e12 + value) } })).toBe(
      "double-double",
    );
    expect(fit({ columns: [{ name: "x", values: columns[0]!.values.map((value) => value * 1e200) }] })).toBe(
      "double-double",
    );
    expect(() => fit({ columns: [...columns, { ...columns[0]!, name: "again" }] })).toThrow("again = x0");
    expect(() =>
      fit({ columns: [{ name: "x", values: numbers((row) => (row === 7 ? NaN : row)) }] }),
    ).toThrow(/T2801.*row 8/s);
  });
});
