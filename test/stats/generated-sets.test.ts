import { describe, expect, it } from "vitest";
import {
  decimalColumn,
  fitLeastSquares,
  oneWayAnalysis,
  powerColumns,
  univariateSummary,
  type NumberColumn,
} from "../../src/stats/index.ts";
import { correctDigits } from "./certified-sets.ts";

// The sets of NIST's Statistical Reference Datasets that a rule makes, made by it: their figures follow from the rule exactly, or
// stand here as NIST certifies them (https://www.itl.nist.gov/div898/strd).

/** As texts, and as the float64 that they are read to. */
const doors: readonly ((texts: readonly string[]) => NumberColumn)[] = [
  decimalColumn,
  (texts) => Float64Array.from(texts, Number),
];

const expectDigits = (value: number | null | undefined, certified: string, digits: number): void => {
  const found = correctDigits(value, certified);
  expect(found, `${value} for ${certified}`).toBeGreaterThanOrEqual(digits);
};

/** The digits of π with the 3, by J. Machin's formula in whole numbers. */
function digitsOfPi(count: number): readonly string[] {
  const unit = 10n ** BigInt(count + 10);
  const arctangentOfInverse = (x: bigint): bigint => {
    let [power, sum] = [unit / x, unit / x];
    for (let n = 3n, sign = -1n; power > 0n; n += 2n, sign = -sign) {
      power /= x * x;
      sum += (sign * power) / n;
    }
    return sum;
  };
  const digits = String(4n * (4n * arctangentOfInverse(5n) - arctangentOfInverse(239n)));
  return digits.slice(0, count).split("");
}

/** The certified figures are those of NIST's file, in which the 957th digit is a 3; in π it is an 8. */
const certifiedDigitsOfPi = digitsOfPi(5000).with(956, "3");

/** A first text, then two by turns until there are `count` of them. */
const byTurns = (first: string, turns: readonly [string, string], count: number): readonly string[] =>
  Array.from({ length: count }, (_, at) => (at === 0 ? first : turns[(at - 1) % 2]!));

describe("univariate sets made by their rules", () => {
  it.each([
    ["PiDigits", certifiedDigitsOfPi, ["4.5348", "2.86733906028871", "-0.00355099287237972"]],
    ["NumAcc1", ["10000001", "10000003", "10000002"], ["10000002", "1", "-0.5"]],
    ["NumAcc2", byTurns("1.2", ["1.1", "1.3"], 1001), ["1.2", "0.1", "-0.999"]],
    ["NumAcc3", byTurns("1000000.2", ["1000000.1", "1000000.3"], 1001), ["1000000.2", "0.1", "-0.999"]],
    ["NumAcc4", byTurns("10000000.2", ["10000000.1", "10000000.3"], 1001), ["10000000.2", "0.1", "-0.999"]],
  ] as const)("has 14 digits of %s", (_, texts, [mean, deviation, autocorrelation]) => {
    for (const read of doors) {
      const found = univariateSummary(read(texts));
      expectDigits(found.mean, mean, 14);
      expectDigits(found.standardDeviation, deviation, 14);
      expectDigits(found.autocorrelation, autocorrelation, 14);
    }
  });
});

describe("analyses of variance of Simon and Lesage's rule", () => {
  // Nine groups whose middles differ by tenths behind a number that they share; in each, values a tenth around the middle by turns.
  const tenths = [4, 3, 5, 3, 5, 3, 5, 3, 5];
  const shared = ["1", "1000000", "1000000000000"];
  const counts = [21, 201, 2001];
  const sets = shared.flatMap((leading, row) =>
    counts.map((count, at) => [`SmLs0${3 * row + at + 1}`, leading, count] as const),
  );

  it.each(sets)("has 14 digits of %s (%s…, %i a group)", (_, leading, count) => {
    for (const read of doors) {
      const found = oneWayAnalysis(
        tenths.map((tenth) =>
          read(byTurns(`${leading}.${tenth}`, [`${leading}.${tenth - 1}`, `${leading}.${tenth + 1}`], count)),
        ),
      );
      const between = (8 * count) / 100;
      const within = (9 * (count - 1)) / 100;
      expectDigits(found.between.sumOfSquares, String(between), 14);
      expectDigits(found.within.sumOfSquares, String(within), 14);
      expectDigits(found.within.meanSquare, "0.01", 14);
      expectDigits(found.fStatistic, String(count), 14);
      expectDigits(found.rSquared, String((8 * count) / (8 * count + 9 * (count - 1))), 14);
      expectDigits(found.residualStandardDeviation, "0.1", 14);
    }
  });
});

describe("polynomials of Wampler's rule", () => {
  const x = Array.from({ length: 21 }, (_, at) => at);
  const ones = x.map((value) => [0, 1, 2, 3, 4, 5].reduce((sum, power) => sum + value ** power, 0));
  // Orthogonal to all powers up to the fifth.
  const half = [759, -2048, 2048, -2048, 2523, -2048, 2048, -2048, 1838, -2048];
  const errors = [...half, 2048, ...half.toReversed()];
  /** Of Wampler4, as NIST certifies them; the errors of the others are a hundredth and a hundred times those. */
  const standardErrors = [
    "215232.624678170",
    "236355.173469681",
    "77934.3524331583",
    "10147.5507550350",
    "564.566512170752",
    "11.2324854679312",
  ];
  const fit = (y: readonly string[], read: (texts: readonly string[]) => NumberColumn) =>
    fitLeastSquares({
      columns: powerColumns(decimalColumn(x.map(String)), 5).map((values, at) => ({
        name: `x${at + 1}`,
        values,
      })),
      target: { name: "y", values: read(y) },
    });

  it.each([
    ["Wampler3", 1, 1e-2],
    ["Wampler4", 100, 1],
    ["Wampler5", 10000, 1e2],
  ] as const)("has 13 digits of %s", (_, size, unit) => {
    const y = ones.map((value, at) => String(value + size * errors[at]!));
    for (const read of doors) {
      const found = fit(y, read);
      for (const [at, { coefficient, standardError }] of found.terms.entries()) {
        expectDigits(coefficient, "1", 13);
        expectDigits(standardError / unit, standardErrors[at]!, 13);
      }
      expectDigits(found.residualStandardDeviation / unit, "236014.502379268", 13);
    }
  });

  it("has 13 digits where nothing is left: Wampler1 and Wampler2", () => {
    // 0.1^k x^k in whole hundred-thousandths.
    const tenths = x.map((value) => {
      const whole = [0, 1, 2, 3, 4, 5].reduce((sum, power) => sum + value ** power * 10 ** (5 - power), 0);
      return `${Math.floor(whole / 1e5)}.${String(whole % 1e5).padStart(5, "0")}`;
    });
    for (const read of doors) {
      for (const { coefficient } of fit(ones.map(String), read).terms) expectDigits(coefficient, "1", 13);
      for (const [at, { coefficient }] of fit(tenths, read).terms.entries())
        expectDigits(coefficient, `1e-${at}`, 13);
    }
  });
});
