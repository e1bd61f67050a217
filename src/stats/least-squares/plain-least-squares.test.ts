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

function expectSame(plain: LeastSquaresFit, precise: LeastSquaresFit): void {
  expect([plain.arithmetic, precise.arithmetic]).toEqual(["float64", "double-double"]);
  for (const [at, { coefficient, standardError, name }] of plain.terms.entries()) {
    const other = precise.terms[at]!;
    expect(name).toBe(other.name);
    expect(Math.abs(coefficient - other.coefficient)).toBeLessThan(
      1e-12 * other.standardError + 1e-13 * Math.abs(other.coefficient),
    );
    expect(apart(standardError, other.standardError)).toBeLessThan(1e-12);
  }
  expect(apart(plain.residualSumOfSquares, precise.residualSumOfSquares)).toBeLessThan(1e-12);
  expect(apart(plain.rSquared!, precise.rSquared!)).toBeLessThan(1e-12);
  expect(apart(plain.fStatistic!, precise.fStatistic!)).toBeLessThan(1e-12);
  expect(plain.rowCount).toBe(precise.rowCount);
  for (let row = 0; row < rows; row += 97) {
    expect(Math.abs(plain.residuals[row]! - precise.residuals[row]!)).toBeLessThan(
      1e-11 * plain.residualStandardDeviation,
    );
    expect(Math.abs(plain.leverages![row]! - precise.leverages![row]!)).toBeLessThan(1e-12);
  }
  const size = plain.terms.length;
  for (let row = 0; row < size; row++) {
    const [own, others] = [plain, precise].map(({ inverseFactor }) =>
      Math.hypot(...inverseFactor.subarray(row * size, row * size + size)),
    );
    expect(apart(own!, others!)).toBeLessThan(1e-12);
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
