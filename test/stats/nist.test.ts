import { describe, expect, it } from "vitest";
import {
  decimalColumn,
  fitLeastSquares,
  oneWayAnalysis,
  powerColumns,
  univariateSummary,
  type NumberColumn,
} from "../../src/stats/index.ts";
import { certifiedSets, correctDigits, hasCertifiedSets, type CertifiedSet } from "./certified-sets.ts";

const sets = hasCertifiedSets ? certifiedSets() : [];
const ofKind = (kind: CertifiedSet["kind"]): readonly CertifiedSet[] =>
  sets.filter((one) => one.kind === kind);

/** Both doors: the texts of the file, and the float64 that they are read to. */
const doors: readonly (readonly [string, (texts: readonly string[]) => NumberColumn])[] = [
  ["texts", (texts) => decimalColumn(texts)],
  ["float64", (texts) => Float64Array.from(texts, Number)],
];

/** The least number of correct digits of some figures. */
function leastDigits(
  ours: Readonly<Record<string, number | null>>,
  { certified, name }: CertifiedSet,
): number {
  const digits = Object.entries(certified).map(([figure, text]) => correctDigits(ours[figure], text));
  expect(digits.length, name).toBeGreaterThan(0);
  return Math.min(...digits);
}

describe.runIf(hasCertifiedSets)("the certified sets of NIST", () => {
  it("are there, of each kind", () => {
    for (const kind of ["univariate", "anova", "linear", "nonlinear"] as const)
      expect(ofKind(kind).length, kind).toBeGreaterThan(5);
  });

  it.each(ofKind("univariate"))("has 14 digits of mean, deviation and autocorrelation of $name", (set) => {
    for (const [door, read] of doors) {
      const { mean, standardDeviation, autocorrelation } = univariateSummary(read(set.columns[0]!));
      const ours = { mean, "standard deviation": standardDeviation, autocorrelation };
      expect(leastDigits(ours, set), door).toBeGreaterThanOrEqual(14);
    }
  });

  it.each(ofKind("anova"))("has 14 digits of the analysis of variance of $name", (set) => {
    for (const [door, read] of doors) {
      const { between, within, fStatistic, rSquared, residualStandardDeviation } = oneWayAnalysis(
        set.columns.map(read),
      );
      const ours = {
        "between squares": between.sumOfSquares,
        "between mean": between.meanSquare,
        "within squares": within.sumOfSquares,
        "within mean": within.meanSquare,
        F: fStatistic,
        R2: rSquared,
        "residual sd": residualStandardDeviation,
      };
      expect(leastDigits(ours, set), door).toBeGreaterThanOrEqual(14);
    }
  });

  it.each(ofKind("linear"))("has 13 digits of the regression of $name", (set) => {
    for (const [door, read] of doors) {
      const fit = fitLeastSquares(linearProblem(set, read));
      const digits = set.parameters.flatMap(({ estimate, standardError }, at) => [
        correctDigits(fit.terms[at]!.coefficient, estimate),
        correctDigits(fit.terms[at]!.standardError, standardError),
      ]);
      expect(fit.terms).toHaveLength(set.parameters.length);
      expect(Math.min(...digits), door).toBeGreaterThanOrEqual(13);
      const ours = {
        "residual sd": fit.residualStandardDeviation,
        R2: fit.rSquared,
        "regression squares": fit.regression.sumOfSquares,
        "regression mean": fit.regression.meanSquare,
        F: fit.fStatistic,
        "residual squares": fit.residual.sumOfSquares,
        "residual mean": fit.residual.meanSquare,
      };
      expect(leastDigits(ours, set), door).toBeGreaterThanOrEqual(13);
    }
  });
});

/** The design of a linear set: its columns, or the powers of the only one. */
function linearProblem(set: CertifiedSet, read: (texts: readonly string[]) => NumberColumn) {
  const [target, ...given] = set.columns.map(read);
  const intercept = set.parameters[0]!.name === "B0";
  const degree = set.parameters.length - (intercept ? 1 : 0);
  const columns =
    given.length === 1 && degree > 1
      ? powerColumns(given[0] instanceof Float64Array ? decimalColumn(set.columns[1]!) : given[0]!, degree)
      : given;
  return {
    columns: columns.map((values, at) => ({ name: `x${at + 1}`, values })),
    target: { name: "y", values: target! },
    intercept,
  };
}
