import {
  chiSquareUpper,
  testHypotheses,
  type GeneralizedLinearModel,
  type LinearRegression,
  type Significance,
} from "../../stats/index.ts";
import { TandemError } from "../../base/index.ts";
import type { SummaryFit } from "./model-summary.ts";
import { rounded } from "./rounded.ts";

/** How well a companion fits. With weights, which are no counts of rows, there is no likelihood to compare models by. */
export function describeFit(fit: LinearRegression | GeneralizedLinearModel, isWeighted: boolean): SummaryFit {
  return fit.kind === "linear-regression" ? ofLeastSquares(fit) : ofMeans(fit, isWeighted);
}

const ofLeastSquares = (fit: LinearRegression): SummaryFit => ({
  degreesOfFreedom: fit.residualDegreesOfFreedom,
  rSquared: rounded(fit.rSquared) ?? 0,
  adjustedRSquared: rounded(fit.adjustedRSquared),
  residualStandardDeviation: rounded(fit.residualStandardDeviation),
  overall: overallOf(fit.overall),
  deviance: null,
  nullDeviance: null,
  dispersion: null,
  logLikelihood: rounded(fit.logLikelihood),
  aic: rounded(fit.aic),
  bic: rounded(fit.bic),
});

const ofMeans = (fit: GeneralizedLinearModel, isWeighted: boolean): SummaryFit => ({
  degreesOfFreedom: fit.residualDegreesOfFreedom,
  rSquared: fit.nullDeviance > 0 ? (rounded(1 - fit.deviance / fit.nullDeviance) ?? 0) : 0,
  adjustedRSquared: null,
  residualStandardDeviation: null,
  overall: overallOf(overallOfMeans(fit)),
  deviance: rounded(fit.deviance),
  nullDeviance: rounded(fit.nullDeviance),
  dispersion: rounded(fit.dispersion),
  logLikelihood: isWeighted ? null : rounded(fit.logLikelihood),
  aic: isWeighted ? null : rounded(fit.aic),
  bic: isWeighted ? null : rounded(fit.bic),
});

/** The likelihood ratio where the likelihood is believed; elsewhere Wald's test with the errors of the table; none with a penalty. */
function overallOfMeans(fit: GeneralizedLinearModel): Significance | undefined {
  const names = fit.design.names.slice(1);
  if (fit.penalty === "firth") return undefined;
  if (fit.covarianceKind === "classical" && fit.dispersion === 1) {
    const value = Math.max(0, fit.nullDeviance - fit.deviance);
    return {
      name: "chi-squared",
      value,
      degreesOfFreedom: [names.length],
      pValue: Math.max(value > 0 ? chiSquareUpper(value, names.length) : 1, Number.MIN_VALUE),
    };
  }
  if (fit.estimates.degreesOfFreedom < names.length) return undefined;
  try {
    return testHypotheses(
      fit,
      names.map((name) => ({ weights: { [name]: 1 } })),
    ).joint;
  } catch (error) {
    // Fewer clusters than coefficients cannot test all of them at once.
    if (error instanceof TandemError) return undefined;
    throw error;
  }
}

const overallOf = (one: Significance | undefined): SummaryFit["overall"] =>
  one && Number.isFinite(one.value)
    ? {
        name: one.name,
        value: rounded(one.value)!,
        degreesOfFreedom: one.degreesOfFreedom,
        pValue: rounded(one.pValue) ?? 0,
      }
    : null;
