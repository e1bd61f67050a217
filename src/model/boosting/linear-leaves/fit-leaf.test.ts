import { describe, expect, it } from "vitest";
import { openLeafFit } from "./fit-leaf.ts";
import type { LinearLeaf } from "./linear-leaf.ts";

const first = [1, 2, 3, 4, 5, 6, 7, 8.5];
const second = [5, 3, 8, 1, 9, 2, 7, 4];
const gradient = [1, -2, 0.5, 3, -1, 2, -0.25, 1.5];
const hessian = [1, 2, 1, 0.5, 1, 3, 1, 1.5];

/** A leaf of all rows with these numbers. */
function fit(
  columns: readonly (readonly number[])[],
  lambda = 0,
  by = [gradient, hessian],
): LinearLeaf | undefined {
  const leaf = {
    rows: Uint32Array.from(columns[0]!.keys()),
    numbers: columns.map((column) => Float64Array.from(column)),
    gradient: Float64Array.from(by[0]!),
    hessian: Float64Array.from(by[1]!),
  };
  return openLeafFit()(leaf, [...columns.keys()], lambda);
}

const answersOf = (
  { constant, features, coefficients }: LinearLeaf,
  columns: readonly (readonly number[])[],
) =>
  columns[0]!.map((_, row) =>
    coefficients.reduce((sum, one, at) => sum + one * columns[features[at]!]![row]!, constant),
  );

const same = (values: readonly number[]): number[] => values.map(() => 7);
const close = (got: readonly number[], wanted: readonly number[], digits = 9): void => {
  expect(got.length).toBe(wanted.length);
  for (const [at, value] of got.entries()) expect(value).toBeCloseTo(wanted[at]!, digits);
};

/** Penalty, coefficients and constant by `numpy.linalg.solve` (numpy 2.4.6) of XᵀHX + λ and -Xᵀg. */
const solved = [
  [0, [-0.07716302547519513, 0.21889410311012975], -1.007010936719511],
  [2, [-0.0751573954183884, 0.21278214196410658], -0.990236284997734],
] as const;

describe("openLeafFit", () => {
  it.each(solved)("gives what numpy solves with the penalty %s", (lambda, coefficients, constant) => {
    const leaf = fit([first, second], lambda)!;
    expect(leaf.features).toEqual([0, 1]);
    close([...leaf.coefficients, leaf.constant], [...coefficients, constant], 12);
  });

  it("gives a column that follows from others no coefficient, and answers the same", () => {
    const columns = [first, second];
    const wanted = answersOf(fit(columns)!, columns);
    const sum = first.map((value, row) => 2 * value - 3 * second[row]! + 1);
    for (const added of [sum, first, same(first)]) {
      const leaf = fit([...columns, added])!;
      expect(leaf.features).toEqual([0, 1]);
      close(answersOf(leaf, [...columns, added]), wanted);
    }
  });

  it("leaves out rows without a number, and columns without any", () => {
    const without = (column: readonly number[]): number[] => column.filter((_, row) => row !== 2);
    const gap = second.map((value, row) => (row === 2 ? Number.NaN : value));
    const wanted = fit([without(first), without(second)], 1, [without(gradient), without(hessian)]);
    expect(fit([first, gap], 1)).toEqual(wanted);
    expect(fit([first, first.map(() => Number.NaN)])).toEqual(fit([first]));
  });

  it("is a constant where nothing varies or rows lie at too few points", () => {
    expect(fit([same(first)])).toBeUndefined();
    expect(fit([[4], [2]])).toBeUndefined();
    expect(
      fit([
        [4, 4, 5, 5],
        [1, 1, 2, 2],
      ]),
    ).toBeUndefined();
    expect(fit([first.map(() => Number.NaN)])).toBeUndefined();
    expect(fit([first], 0, [gradient, gradient.map(() => 0)])).toBeUndefined();
    expect(fit([first], 1e300)?.coefficients[0] ?? 0).toBeCloseTo(0, 12);
  });

  it("is as good for numbers far from 0 as for numbers around it", () => {
    const wanted = answersOf(fit([first, second])!, [first, second]);
    const moved = first.map((value) => 1.7e12 + 1000 * value);
    close(answersOf(fit([moved, second])!, [moved, second]), wanted, 5);
  });

  it("answers with finite numbers for columns of any size", () => {
    for (const size of [1e300, 1.7e307, 1e-280, 1e-308, 5e-324]) {
      const sized = first.map((value) => value * size);
      const one = first.map((value, row) => (row === 3 ? 1e300 : value));
      for (const columns of [
        [sized, second],
        [one, sized],
      ])
        for (const lambda of [0, 1e-300, 1, 1e300]) {
          const leaf = fit(columns, lambda);
          if (leaf) for (const answer of answersOf(leaf, columns)) expect(Math.abs(answer)).toBeLessThan(100);
        }
    }
    expect(fit([first.map((value) => value * 1e300)])?.features).toEqual([0]);
    const ends = [-1.7e308, 1.7e308, 0, 1, 2, 3, 4, 5];
    for (const answer of answersOf(fit([ends, second])!, [ends, second])) expect(answer).toBeLessThan(100);
  });

  it("takes a weight as so many rows", () => {
    const twice = (column: readonly number[]): number[] => [...column, ...column.slice(0, 3)];
    const weighed = (column: readonly number[]): number[] =>
      column.map((value, row) => (row < 3 ? 2 * value : value));
    const repeated = fit([twice(first), twice(second)], 1, [twice(gradient), twice(hessian)])!;
    const weighted = fit([first, second], 1, [weighed(gradient), weighed(hessian)])!;
    close([...weighted.coefficients, weighted.constant], [...repeated.coefficients, repeated.constant], 13);
  });
});
