import {
  decimalColumn,
  fitLeastSquares,
  fitNonlinear,
  logarithmColumn,
  oneWayAnalysis,
  powerColumns,
  univariateSummary,
  type DoubleColumn,
  type NumberColumn,
} from "../../src/stats/index.ts";
import type { CertifiedSet } from "./certified-sets.ts";

/** Figures by the names of `certifiedFigures`. */
export type Figures = Readonly<Record<string, number | null | undefined>>;

/** How the texts of a file are read: exactly, or as float64. */
export type Door = (texts: readonly string[]) => NumberColumn;

/** The texts themselves. */
export const exactDoor = (texts: readonly string[]): DoubleColumn => decimalColumn(texts);

/** What the library makes of a certified set; `start` counts the starts of a nonlinear one from 0. */
export function ourFigures(set: CertifiedSet, read: Door = exactDoor, start = 0): Figures {
  switch (set.kind) {
    case "univariate": {
      const { mean, standardDeviation, autocorrelation } = univariateSummary(read(set.columns[0]!));
      return { mean, "standard deviation": standardDeviation, autocorrelation };
    }
    case "anova":
      return analysisFigures(set, read);
    case "linear":
      return linearFigures(set, read);
    case "nonlinear":
      return nonlinearFigures(set, start);
  }
}

function analysisFigures(set: CertifiedSet, read: Door): Figures {
  const { between, within, fStatistic, rSquared, residualStandardDeviation } = oneWayAnalysis(
    set.columns.map(read),
  );
  return {
    "between squares": between.sumOfSquares,
    "between mean": between.meanSquare,
    "within squares": within.sumOfSquares,
    "within mean": within.meanSquare,
    F: fStatistic,
    R2: rSquared,
    "residual sd": residualStandardDeviation,
  };
}

function linearFigures(set: CertifiedSet, read: Door): Figures {
  const [target, ...given] = set.columns.map(read);
  const columns = set.degree > 1 ? powerColumns(exactDoor(set.columns[1]!), set.degree) : given;
  const fit = fitLeastSquares({
    columns: columns.map((values, at) => ({ name: `x${at + 1}`, values })),
    target: { name: "y", values: target! },
    intercept: set.hasIntercept,
  });
  const terms = set.parameters.flatMap(({ name }, at) => [
    [name, fit.terms[at]?.coefficient] as const,
    [`se ${name}`, fit.terms[at]?.standardError] as const,
  ]);
  return {
    ...Object.fromEntries(terms),
    "residual sd": fit.residualStandardDeviation,
    R2: fit.rSquared,
    "regression squares": fit.regression.sumOfSquares,
    "regression mean": fit.regression.meanSquare,
    F: fit.fStatistic,
    "residual squares": fit.residual.sumOfSquares,
    "residual mean": fit.residual.meanSquare,
  };
}

function nonlinearFigures(set: CertifiedSet, start: number): Figures {
  const given = exactDoor(set.columns[0]!);
  const fit = fitNonlinear({
    formula: set.formula,
    parameters: set.parameters.map(({ name, starts }) => ({ name, start: Number(starts[start]) })),
    columns: set.predictors.map((name, at) => ({ name, values: exactDoor(set.columns[at + 1]!) })),
    target: { name: "y", values: set.isLogarithmic ? logarithmColumn(given) : given },
  });
  return {
    ...Object.fromEntries(
      fit.terms.flatMap(({ name, coefficient, standardError }) => [
        [name, coefficient],
        [`se ${name}`, standardError],
      ]),
    ),
    "residual squares": fit.residualSumOfSquares,
    "residual sd": fit.residualStandardDeviation,
  };
}
