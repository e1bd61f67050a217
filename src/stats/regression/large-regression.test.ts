import { describe, expect, it } from "vitest";
import { checkRegression } from "./check-regression.ts";
import { designOfNumbers } from "./design.ts";
import { generalizedLinearModel } from "./generalized-linear-model.ts";
import { linearRegression } from "./linear-regression.ts";
import { expectDigits } from "./fixtures/oracle.test-support.ts";

/** A small table, and the same again and again: more numbers than are turned by reflections. */
const times = 4500;
const more = Object.fromEntries(
  [3, 5, 7, 9, 11, 13, 15, 19].map((step) => [
    `by${step}`,
    Array.from({ length: 40 }, (_, row) => (row * row * step) % 37),
  ]),
);
const few = {
  x: Array.from({ length: 40 }, (_, row) => ((row * 17) % 41) / 10),
  z: Array.from({ length: 40 }, (_, row) => 100 + ((row * row) % 23)),
  ...more,
};
const manyOf = (values: readonly number[]): Float64Array =>
  Float64Array.from({ length: 40 * times }, (_, row) => values[row % 40]!);
const many: Readonly<Record<string, Float64Array>> & { readonly x: Float64Array; readonly z: Float64Array } =
  {
    ...Object.fromEntries(Object.entries(few).map(([name, values]) => [name, manyOf(values)])),
    x: manyOf(few.x),
    z: manyOf(few.z),
  };
const weights = few.x.map(() => times);
describe("a regression on 180,000 rows that are 40 rows again and again", () => {
  it("has the coefficients and the sum of squares of the 40, by products in place of reflections", () => {
    const response = few.x.map((x, row) => 2 * x - few.z[row]! / 50 + ((row * 7) % 11) / 5);
    const small = linearRegression({ design: designOfNumbers(few), response, weights });
    const large = linearRegression({ design: designOfNumbers(many), response: manyOf(response) });
    expectDigits(large.estimates.values, [...small.estimates.values]);
    expectDigits([large.residualSquares, large.rSquared], [small.residualSquares, small.rSquared]);
  });

  it("has checks of as much per row", () => {
    const response = few.x.map((x, row) => 2 * x - few.z[row]! / 50 + ((row * 7) % 11) / 5);
    const [small] = checkRegression(linearRegression({ design: designOfNumbers(few), response }));
    const [large] = checkRegression(
      linearRegression({ design: designOfNumbers(many), response: manyOf(response) }),
    );
    expectDigits([large!.statistic / times], [small!.statistic]);
  });

  it.each(["binomial", "poisson"] as const)(
    "has the estimates and errors of the 40 with weights: %s",
    (family) => {
      const response = few.x.map((x, row) => ((row * 7) % 5 < x ? 1 : 0));
      const small = generalizedLinearModel({ design: designOfNumbers(few), response, weights, family });
      const large = generalizedLinearModel({
        design: designOfNumbers(many),
        response: manyOf(response),
        family,
      });
      // Columns a hundred away from 0 cost the intercept a digit where the rows are too many for reflections.
      expectDigits(large.estimates.values, [...small.estimates.values], 11);
      expectDigits(
        large.coefficients.map((one) => one.standardError),
        small.coefficients.map((one) => one.standardError),
        11,
      );
    },
  );

  it("names what separates and what is collinear there too", () => {
    const response = manyOf(few.x.map((x) => (x > 2 ? 1 : 0)));
    expect(() =>
      generalizedLinearModel({ design: designOfNumbers(many), response, family: "binomial" }),
    ).toThrow(/T2868 .*x/);
    const sum = { ...many, sum: many.x.map((x, row) => x + many.z[row]!) };
    expect(() => linearRegression({ design: designOfNumbers(sum), response })).toThrow(
      /T2862 .*sum = x \+ z/,
    );
    const noise = manyOf(few.x.map((_, row) => row % 2));
    expect(() =>
      generalizedLinearModel({ design: designOfNumbers(sum), response: noise, family: "binomial" }),
    ).toThrow(/T2862 .*sum = x \+ z/);
  });
});

describe("what a regression leaves out", () => {
  it("is told: White's test of a table that is too large for it", () => {
    const checks = checkRegression(
      linearRegression({
        design: designOfNumbers(
          Object.fromEntries(
            Array.from({ length: 14 }, (_, at) => [
              `x${at}`,
              Array.from({ length: 300 }, (_row, row) => ((row * (at + 3) * 7 + at) % 31) + (row % (at + 2))),
            ]),
          ),
        ),
        response: Array.from({ length: 300 }, (_, row) => (row * 37) % 53),
      }),
    );
    const white = checks.find(({ test }) => test === "White");
    expect(white?.verdict).toBe("unchecked");
    expect(white?.detail).toMatch(/left out: 119 squares and products of 300 rows/);
    expect(white?.pValue).toBeUndefined();
  });

  it("is told: a p-value that float64 cannot hold", () => {
    const x = Array.from({ length: 400 }, (_, row) => row);
    const fit = linearRegression({
      design: designOfNumbers({ x }),
      response: x.map((value) => 3 * value + (value % 7) / 100),
    });
    expect(fit.coefficients[1]!.pValue).toBe(Number.MIN_VALUE);
    expect(fit.notes).toEqual([
      "The p-value of x is below float64: what is given is the smallest positive number.",
    ]);
  });
});
