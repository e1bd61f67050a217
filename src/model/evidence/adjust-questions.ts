import { adjustBenjaminiHochberg, adjustHolm } from "../../stats/index.ts";
import type { Hypothesis, HypothesisFamily, HypothesisSubject, Tier } from "./hypothesis.ts";
import type { TestAnswer } from "./test-outcome.ts";

/** One question that was asked of the test rows or the folds. */
export interface Question {
  readonly tier: Tier;
  readonly subject: HypothesisSubject;
  readonly answer: TestAnswer;
}

const bound = 0.05;

const methods = {
  confirmatory: { method: "holm", adjust: adjustHolm },
  screening: { method: "benjamini-hochberg", adjust: adjustBenjaminiHochberg },
  coefficients: { method: "holm", adjust: adjustHolm },
} as const;

/**
 * Reads all questions of a run together. Of the confirmatory ones and of coefficients the chance of any false finding is held below 5 %
 * (Holm, Scand. J. Statist. 6, 1979); of the screening ones the expected share of false ones among the findings (Benjamini & Hochberg, J. R. Statist.
 * Soc. B 57, 1995). Each tier is adjusted over everything that was tested in it.
 */
export function adjustQuestions(questions: readonly Question[]): HypothesisFamily {
  const asked = (["confirmatory", "screening", "coefficients"] as const).filter((tier) =>
    questions.some((question) => question.tier === tier),
  );
  const tiers = asked.map((tier) => {
    const { method, adjust } = methods[tier];
    const tested = questions.flatMap(({ subject, answer, ...question }) =>
      question.tier === tier && answer.kind === "tested" ? [{ subject, answer }] : [],
    );
    const adjusted = adjust(tested.map(({ answer }) => answer.pValue));
    const hypotheses = tested.map(({ subject, answer }, at): Hypothesis => {
      const { test, effect, statistic, degreesOfFreedom, units, pValue } = answer;
      const adjustedPValue = adjusted[at]!;
      const outcome = { test, effect, statistic, degreesOfFreedom, units, pValue };
      return { tier, subject, ...outcome, adjustedPValue, isBelow: adjustedPValue < bound };
    });
    const found = hypotheses.filter(({ isBelow }) => isBelow).length;
    return { summary: { tier, method, bound, tested: hypotheses.length, found }, hypotheses };
  });
  return {
    tiers: tiers.map(({ summary }) => summary),
    hypotheses: tiers.flatMap(({ hypotheses }) => hypotheses),
    untested: questions.flatMap(({ tier, subject, answer }) =>
      answer.kind === "untested" ? [{ tier, subject, reason: answer.reason }] : [],
    ),
  };
}

/** What was asked at two times as one: tiers that both have must not be adjusted apart, so they share none. */
export const joinFamilies = (first: HypothesisFamily, second: HypothesisFamily): HypothesisFamily => ({
  tiers: [...first.tiers, ...second.tiers],
  hypotheses: [...first.hypotheses, ...second.hypotheses],
  untested: [...first.untested, ...second.untested],
});
