import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  betaLower,
  betaQuantile,
  betaUpper,
  chiSquareUpper,
  gammaLower,
  gammaUpper,
  logGamma,
  noncentralChiSquared,
  noncentralF,
  normalCdf,
  normalQuantile,
  normalUpper,
  studentTwoSidedQuantile,
  studentUpper,
} from "./index.ts";

/** Twelve digits that agree. */
const agrees = (found: number, expected: number, digits = 12): void =>
  expect(Math.abs(found - expected)).toBeLessThanOrEqual(Math.abs(expected) * 10 ** -digits);

describe("distributions against SciPy 1.17.1", () => {
  // scipy.stats.norm.sf(z)
  it.each([
    [-8, 0.9999999999999993],
    [-1, 0.8413447460685429],
    [-0.1, 0.539827837277029],
    [0, 0.5],
    [0.3, 0.3820885778110474],
    [1, 0.15865525393145707],
    [1.96, 0.024997895148220435],
    [5, 2.866515718791933e-7],
    [10, 7.61985302416047e-24],
    [20, 2.7536241186061556e-89],
    [30, 4.906713927147908e-198],
    [37, 5.7255712225239266e-300],
  ])("gives the normal tail above %f", (z, expected) => {
    agrees(normalUpper(z), expected);
    agrees(normalCdf(-z), expected);
  });

  // scipy.stats.norm.ppf(p)
  it.each([
    [1e-300, -37.0470962993612],
    [1e-100, -21.273453560965322],
    [1e-20, -9.262340089798409],
    [1e-5, -4.264890793922825],
    [0.025, -1.9599639845400545],
    [0.3, -0.5244005127080409],
    [0.5, 0.0],
    [0.7, 0.5244005127080407],
    [0.975, 1.959963984540054],
    [0.999999, 4.753424308817087],
  ])("gives the normal quantile at %f", (probability, expected) =>
    agrees(normalQuantile(probability), expected, 14),
  );

  // scipy.stats.chi2.sf(x, degrees)
  it.each([
    [0.1, 1, 0.7518296340458492],
    [3.84, 1, 0.05004352124870519],
    [10, 3, 0.01856613546304325],
    [1300, 1, 1.1303728441493301e-284],
    [1350, 5, 9.38661306380022e-290],
    [100, 100, 0.48119168452795674],
    [130, 100, 0.02351239780980871],
    [100000.0, 100000.0, 0.4994052918952067],
    [100500, 100000.0, 0.13185481160338378],
    [0.5, 10, 0.999993388289439],
  ])("gives the chi-square tail above %f with %f degrees", (x, degrees, expected) =>
    agrees(chiSquareUpper(x, degrees), expected),
  );

  // scipy.stats.t.sf(t, degrees)
  it.each([
    [0.1, 1, 0.4682744825694465],
    [2, 5, 0.050969739414929174],
    [12, 10, 1.460704412384992e-7],
    [1e30, 9.5, 5.5568339614361225e-282],
    [1000.0, 100, 3.9598093039739577e-202],
    [37, 1000000.0, 9.149865430900699e-300],
    [1.96, 100000000.0, 0.02499789653466404],
    [1e-8, 3, 0.499999996324474],
    [-2, 7, 0.957190335718512],
    [5, 2.5, 0.011725594985430925],
  ])("gives the Student tail above %f with %f degrees", (t, degrees, expected) =>
    agrees(studentUpper(t, degrees), expected),
  );

  // scipy.special.betainc(a, b, x)
  it.each([
    [2, 3, 0.4, 0.5247999999999999],
    [0.5, 0.5, 0.1, 0.20483276469913345],
    [100, 200, 0.3, 0.10884306564490986],
    [10000.0, 10000.0, 0.51, 0.9976629406698899],
    [0.001, 5, 0.2, 0.9997834456464277],
    [50, 1, 0.999, 0.9512056281970314],
  ])("gives the incomplete beta function of %f, %f at %f", (a, b, x, expected) =>
    agrees(betaLower(x, a, b), expected),
  );

  // scipy.special.gammaln(x)
  it.each([
    [1e-5, 11.512919692895826],
    [0.5, 0.5723649429247],
    [1.5, -0.12078223763524526],
    [2.5, 0.2846828704729192],
    [10, 12.801827480081469],
    [100.5, 361.43554046777757],
    [1000000.0, 12815504.569147611],
  ])("gives ln Γ(%f)", (x, expected) => agrees(logGamma(x), expected));

  it("inverts itself", () => {
    for (const probability of [1e-6, 0.01, 0.3, 0.999])
      agrees(betaLower(betaQuantile(probability, 3, 7), 3, 7), probability, 9);
    // scipy.stats.t.ppf(0.975, degrees)
    agrees(studentTwoSidedQuantile(0.05, 1), 12.706204736174694, 10);
    agrees(studentTwoSidedQuantile(0.05, 30), 2.0422724563012378, 10);
  });

  it("keeps to the edges", () => {
    expect([gammaLower(2, 0), gammaUpper(2, 0), gammaUpper(2, Number.POSITIVE_INFINITY)]).toEqual([0, 1, 0]);
    expect([betaLower(0, 2, 3), betaLower(1, 2, 3), studentUpper(0, 5)]).toEqual([0, 1, 0.5]);
    expect([normalQuantile(0), normalQuantile(1), normalQuantile(2)]).toEqual([
      Number.NEGATIVE_INFINITY,
      Number.POSITIVE_INFINITY,
      Number.NaN,
    ]);
  });
});

const tables = new URL("../../../../shared/data/scipy-reference-values/special/", import.meta.url);
const readTable = (name: string): number[][] =>
  readFileSync(new URL(name, tables), "utf8")
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => line.trim().split(/\s+/).map(Number));

describe.runIf(existsSync(tables) || process.env["CI"] !== undefined)(
  "distributions against the tables of Boost",
  () => {
    it("gives the regularized incomplete gamma functions", () => {
      // Columns: a, x, Γ(a, x), Q(a, x), γ(a, x), P(a, x).
      for (const size of ["small", "med", "int", "big"])
        for (const [a, x, , upper, , lower] of readTable(`igamma_${size}_data.txt`)) {
          if (upper! > 1e-300) agrees(gammaUpper(a!, x!), upper!);
          if (lower! > 1e-300) agrees(gammaLower(a!, x!), lower!);
        }
    });

    it("gives the regularized incomplete beta function", () => {
      // Columns: a, b, x, B_x, B_1-x, I_x, 1 - I_x.
      for (const size of ["small_", "", "int_", "large_"])
        for (const [a, b, x, , , lower, upper] of readTable(`ibeta_${size}data.txt`)) {
          if (lower! > 1e-300) agrees(betaLower(x!, a!, b!), lower!);
          if (upper! > 1e-300) agrees(betaUpper(x!, a!, b!), upper!);
        }
    });

    it("gives the noncentral chi-squared distribution", () => {
      // Columns: degrees, noncentrality, x, lower, upper.
      for (const [degrees, noncentrality, x, lower, upper] of readTable("nccs_big.txt")) {
        const found = noncentralChiSquared(degrees!, noncentrality!);
        if (lower! > 1e-300) agrees(found.cumulative(x!), lower!);
        if (upper! > 1e-300) agrees(found.survival(x!), upper!);
      }
    });

    it("gives the noncentral beta function", () => {
      // Columns: a, b, noncentrality, x, lower, upper.
      for (const [a, b, noncentrality, x, lower, upper] of readTable("ncbeta_big.txt")) {
        const found = noncentralF(2 * a!, 2 * b!, noncentrality!);
        const f = ((x! / (1 - x!)) * b!) / a!;
        if (lower! > 1e-300) agrees(found.cumulative(f), lower!);
        if (upper! > 1e-300) agrees(found.survival(f), upper!);
      }
    });
  },
);
