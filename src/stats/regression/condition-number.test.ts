import { describe, expect, it } from "vitest";
import { checkRegression } from "./check-regression.ts";
import { conditionNumber } from "./condition-number.ts";
import { designOfNumbers } from "./design.ts";
import { expectDigits, numbersOf, stored } from "./fixtures/oracle.test-support.ts";
import { linearRegression } from "./linear-regression.ts";

const cars = (names: readonly string[]): Readonly<Record<string, readonly number[]>> =>
  Object.fromEntries(names.map((name) => [name, numbersOf(stored["cars"]!["data"]![name])]));

/** Longley's six columns (J. W. Longley 1967), as NIST gives them. */
const longley = {
  deflator: [
    83, 88.5, 88.2, 89.5, 96.2, 98.1, 99, 100, 101.2, 104.6, 108.4, 110.8, 112.6, 114.2, 115.7, 116.9,
  ],
  product: [
    234.289, 259.426, 258.054, 284.599, 328.975, 346.999, 365.385, 363.112, 397.469, 419.18, 442.769, 444.546,
    482.704, 502.601, 518.173, 554.894,
  ],
  unemployed: [
    235.6, 232.5, 368.2, 335.1, 209.9, 193.2, 187, 357.8, 290.4, 282.2, 293.6, 468.1, 381.3, 393.1, 480.6,
    400.7,
  ],
  forces: [
    159, 145.6, 161.6, 165, 309.9, 359.4, 354.7, 335, 304.8, 285.7, 279.8, 263.7, 255.2, 251.4, 257.2, 282.7,
  ],
  population: [
    107.608, 108.632, 109.773, 110.929, 112.075, 113.27, 115.094, 116.219, 117.388, 118.734, 120.445, 121.95,
    123.366, 125.368, 127.852, 130.081,
  ],
  year: Array.from({ length: 16 }, (_, at) => 1947 + at),
};

describe("the condition number of a design", () => {
  // NumPy 2.4.6: numpy.linalg.svd of the columns divided by their lengths, about their means or with a column of ones.
  it("is that of the singular values of the scaled columns", () => {
    const design = designOfNumbers(cars(["wt", "hp", "qsec"]));
    expectDigits([conditionNumber(design).value], [4.2145282850588135], 11);
    expectDigits([conditionNumber(design, { about: "origin" }).value], [50.220123649652884], 11);
    const more = designOfNumbers(cars(["wt", "hp", "qsec", "cyl", "am"]));
    expectDigits([conditionNumber(more, { about: "origin" }).value], [89.04538948673795], 11);
    expectDigits([conditionNumber(designOfNumbers(longley)).value], [110.54415344231384], 10);
    expectDigits(
      [conditionNumber(designOfNumbers(longley), { about: "origin" }).value],
      [43275.043587179964],
      8,
    );
  });

  it("names the columns of which short axes hold most of the variance", () => {
    const design = designOfNumbers(cars(["wt", "hp", "qsec"]));
    expect(conditionNumber(design).columns).toEqual([]);
    // Their shares by NumPy: 0.9873, 0.2669, 0.6681, 0.9921.
    expect(conditionNumber(design, { about: "origin" }).columns).toEqual(["(intercept)", "hp", "qsec"]);
    // 0.6881, 0.9992, 0.9127, 0.3031, 0.941, 0.9996.
    expect(conditionNumber(designOfNumbers(longley)).columns).toEqual([
      "deflator",
      "product",
      "unemployed",
      "population",
      "year",
    ]);
  });

  it("does not depend on units, and is told among the checks of a regression", () => {
    const units = Object.fromEntries(
      Object.entries(longley).map(([name, values], at) => [
        name,
        values.map((value) => value * 10 ** (at - 3)),
      ]),
    );
    expectDigits([conditionNumber(designOfNumbers(units)).value], [110.54415344231384], 10);
    const response = longley.product.map((value, row) => value + ((row * 7) % 5));
    const checks = checkRegression(linearRegression({ design: designOfNumbers(units), response }));
    expect(checks.find(({ test }) => test === "condition number")).toMatchObject({
      verdict: "doubtful",
      detail:
        "The condition number of the scaled columns is 111: deflator, product, unemployed, population, year go together.",
    });
  });

  it("refuses columns that are combinations of others by name", () => {
    const { year, forces } = longley;
    const both = year.map((value, row) => value + forces[row]!);
    expect(() => conditionNumber(designOfNumbers({ year, forces, both }))).toThrow(/T2862 .*both/);
  });
});
