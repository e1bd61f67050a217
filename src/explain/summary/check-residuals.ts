import { TandemError } from "../../base/index.ts";
import {
  checkRegression,
  chiSquareUpper,
  designOfNumbers,
  generalizedLinearModel,
  pValueWords,
  type GeneralizedLinearModel,
  type LinearRegression,
} from "../../stats/index.ts";
import type { Companion } from "./companion.ts";
import type { SummaryCheck } from "./model-summary.ts";
import { rounded } from "./rounded.ts";

/** Which assumption each test of a linear regression is about; those that are not here are told elsewhere. */
const checkOf: Readonly<Record<string, SummaryCheck["check"]>> = {
  "Breusch-Pagan (Koenker)": "variance",
  White: "variance",
  "Durbin-Watson": "order",
  "Jarque-Bera": "normality",
  RESET: "linearity",
};

/**
 * What the residuals of a companion say about what it takes for granted. The order of rows is only looked at where they stand in the order of
 * time. Generalized linear models are checked for their spread and, by Pregibon's link test, for the straight line.
 */
export function checkResiduals(
  fit: LinearRegression | GeneralizedLinearModel,
  { family, link }: Companion,
  isOrdered: boolean,
): readonly SummaryCheck[] {
  if (fit.kind === "linear-regression")
    return checkRegression(fit, { ordered: isOrdered }).flatMap(
      ({ test, verdict, statistic, degreesOfFreedom, pValue, detail }) => {
        const check = checkOf[test];
        if (!check || verdict === "unchecked") return [];
        return [
          {
            check,
            test,
            verdict,
            statistic: rounded(statistic),
            degreesOfFreedom,
            pValue: rounded(pValue),
            detail,
          },
        ];
      },
    );
  // Single answers of yes and no cannot spread more than their mean says: there is nothing to look at.
  // Single answers of yes and no cannot spread more than their mean says: there is nothing to look at.
  const spread = fit.assumptions.flatMap(({ verdict, detail }): SummaryCheck[] =>
    verdict === "unchecked"
      ? []
      : [
          {
            check: "dispersion",
            test: "Pearson's chi-squared",
            verdict,
            statistic: rounded(fit.pearsonChiSquared),
            degreesOfFreedom: [fit.residualDegreesOfFreedom],
            pValue: rounded(pearsonPValue(fit)),
            detail,
          },
        ],
  );
  if (family === "least-squares" || fit.penalty === "firth") return spread;
  return [...spread, ...linkTest(fit, family, link)];
}

const pearsonPValue = ({ pearsonChiSquared, residualDegreesOfFreedom }: GeneralizedLinearModel): number =>
  Math.max(
    pearsonChiSquared > 0 ? chiSquareUpper(pearsonChiSquared, residualDegreesOfFreedom) : 1,
    Number.MIN_VALUE,
  );

/** Whether the square of the linear predictor still explains something, beside itself (Pregibon, "Goodness of link tests for generalized linear models", 1980). */
function linkTest(
  fit: GeneralizedLinearModel,
  family: Exclude<Companion["family"], "least-squares">,
  link: Companion["link"],
): SummaryCheck[] {
  const scores = Float64Array.from(fit.linearPredictor);
  const largest = scores.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (!(largest > 0)) return [];
  const unit = scores.map((value) => value / largest);
  try {
    const again = generalizedLinearModel({
      design: designOfNumbers({ score: unit, square: unit.map((value) => value * value) }),
      response: fit.problem.response,
      family,
      link,
      ...(fit.problem.weights && { weights: fit.problem.weights }),
    });
    const { statistic, pValue } = again.coefficients[2]!;
    const verdict = pValue < 0.01 ? "violated" : pValue < 0.05 ? "doubtful" : "holds";
    return [
      {
        check: "linearity",
        test: "Pregibon's link test",
        verdict,
        statistic: rounded(statistic),
        degreesOfFreedom: [],
        pValue: rounded(pValue),
        detail: `Pregibon's link test: ${statistic.toPrecision(4)} with ${pValueWords(pValue)}`,
      },
    ];
  } catch (error) {
    // Two columns in place of many may be dependent, or part the rows: then the test has no answer.
    if (error instanceof TandemError) return [];
    throw error;
  }
}
