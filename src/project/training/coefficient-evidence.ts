import type { ModelSummary, SummaryCoefficient, SummaryEquation } from "../../explain/index.ts";
import { adjustQuestions, untested, type HypothesisFamily, type Question } from "../../model/index.ts";

/** The coefficients of linear models among the hypotheses of a run, and the summaries with p-values that are adjusted over all of them. */
export interface CoefficientEvidence {
  readonly family: HypothesisFamily;
  readonly summaries: readonly ModelSummary[];
}

/** Adjusts the coefficients of all summaries of a run together: a reader sees them all. Intercepts are no hypotheses. */
export function coefficientEvidence(summaries: readonly ModelSummary[]): CoefficientEvidence {
  const questions = summaries.flatMap((summary) =>
    summary.equations.flatMap((equation) =>
      equation.coefficients.filter(isAsked).map((coefficient) => question(summary, equation, coefficient)),
    ),
  );
  const family = adjustQuestions(questions);
  // One summary is adjusted as it is.
  if (summaries.length < 2) return { family, summaries };
  const left = family.hypotheses.map(({ adjustedPValue }) => adjustedPValue);
  const adjusted = (coefficient: SummaryCoefficient): SummaryCoefficient => {
    const { inference } = coefficient;
    if (!isAsked(coefficient) || !inference || !isTested(coefficient)) return coefficient;
    return { ...coefficient, inference: { ...inference, adjustedPValue: left.shift() ?? null } };
  };
  return {
    family,
    summaries: summaries.map((summary) => ({
      ...summary,
      equations: summary.equations.map((equation) => ({
        ...equation,
        coefficients: equation.coefficients.map(adjusted),
      })),
    })),
  };
}

const isAsked = ({ kind, inference }: SummaryCoefficient): boolean =>
  kind !== "intercept" && inference !== null;

const isTested = ({ inference }: SummaryCoefficient): boolean =>
  inference !== null && inference.pValue !== null && inference.statistic !== null;

function question(
  { models, family }: ModelSummary,
  { outcome, fit, rowCount }: SummaryEquation,
  { name, inference }: SummaryCoefficient,
): Question {
  const subject = {
    kind: "coefficient",
    models: models.map((model) => model.name),
    term: name,
    outcome,
  } as const;
  if (!inference || inference.pValue === null || inference.statistic === null)
    return { tier: "coefficients", subject, answer: untested("its error is not finite") };
  const { estimate, low, high, statistic, pValue } = inference;
  const isStudent = family === "least-squares";
  return {
    tier: "coefficients",
    subject,
    answer: {
      kind: "tested",
      test: "Wald test",
      effect: { name: "coefficient", estimate, low, high },
      statistic: { name: isStudent ? "t" : "z", value: statistic },
      degreesOfFreedom: isStudent ? fit.degreesOfFreedom : null,
      units: rowCount,
      pValue,
    },
  };
}
