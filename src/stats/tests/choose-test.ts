import { deepFreeze } from "../../base/index.ts";
import { failSetting } from "./problems.ts";
import type { AssumptionVerdict } from "./test-result.ts";

/** What is asked of which kind of data: enough to say which test fits. */
export interface TestQuestion {
  /** What was measured: a number, an order of numbers that have no unit (ranks, grades), yes/no, or one of several categories. */
  readonly outcome: "number" | "ordinal" | "yes/no" | "category";
  /** What it is compared with: nothing but a fixed value, groups, or another number. */
  readonly against: "value" | "groups" | "number";
  /** How many groups; 2 unless told. */
  readonly groups?: number;
  /** Whether the groups are different cases, or the same cases measured again (pairs, blocks). */
  readonly design?: "independent" | "same cases";
  /** What a look at the normality of the values, or differences, came to; `"unchecked"` unless told. */
  readonly normality?: AssumptionVerdict;
  /** How many values the smallest group has. */
  readonly smallestGroup?: number;
  /** The smallest expected count of a table. */
  readonly smallestExpected?: number;
  /** The share of a table's expected counts that are below 5; of a table of more than 2 × 2, χ² bears a fifth of them. */
  readonly shareBelowFive?: number;
}

/** The names of the tests that a question of a table can be answered by; the last three only where they are asked for. */
export type TestName =
  | "oneSampleTTest"
  | "pairedTTest"
  | "welchTTest"
  | "mannWhitneyTest"
  | "wilcoxonSignedRankTest"
  | "welchAnova"
  | "kruskalWallisTest"
  | "friedmanTest"
  | "oneProportionTest"
  | "twoProportionTest"
  | "chiSquaredTest"
  | "goodnessOfFitTest"
  | "fisherExactTest"
  | "mcNemarTest"
  | "pearsonCorrelation"
  | "spearmanCorrelation"
  | "studentTTest"
  | "oneWayAnova"
  | "kendallCorrelation";

/** A test, why it is this one, and what else could be taken. */
export interface TestChoice {
  readonly test: TestName;
  readonly reason: string;
  readonly others: readonly { readonly test: TestName; readonly when: string }[];
}

/**
 * Proposes a test for a question, with the reason in words. Throws T2835 for a question that no test here answers.
 * @example
 * chooseTest({ outcome: "number", against: "groups", groups: 2 }).test // "welchTTest"
 */
export function chooseTest(question: TestQuestion): TestChoice {
  const { outcome, against, groups = 2 } = question;
  if (!["number", "ordinal", "yes/no", "category"].includes(outcome))
    failSetting("outcome", outcome, '"number", "ordinal", "yes/no" or "category"');
  if (!["value", "groups", "number"].includes(against))
    failSetting("against", against, '"value", "groups" or "number"');
  if (!(Number.isSafeInteger(groups) && groups >= 2)) failSetting("groups", groups, "a whole number from 2");
  const isNumeric = outcome === "number" || outcome === "ordinal";
  return deepFreeze(isNumeric ? chooseForNumbers(question, groups) : chooseForCounts(question, groups));
}

/** Whether means can be trusted: not of ranks, and not of few values that are far from normal. */
const needsRanks = ({ outcome, normality }: TestQuestion): boolean =>
  outcome === "ordinal" || normality === "violated";

const rankReason = ({ outcome }: TestQuestion): string =>
  outcome === "ordinal"
    ? "The values have an order but no unit, so only their ranks count"
    : "The values are too few, or too skewed, for means of values so far from normal";

function chooseForNumbers(question: TestQuestion, groups: number): TestChoice {
  const ranked = needsRanks(question);
  if (question.against === "number")
    return pick(
      ranked,
      question,
      [
        "pearsonCorrelation",
        "Two numbers are looked at together, and both are nearly normal: a straight line is asked for",
      ],
      ["spearmanCorrelation", "the relation may bend, or single points lie far off"],
    );
  if (question.against === "value")
    return pick(
      ranked,
      question,
      ["oneSampleTTest", "One sample of numbers is compared with a fixed value"],
      ["wilcoxonSignedRankTest", "the values are few and skewed"],
    );
  if (question.design === "same cases")
    return groups === 2
      ? pick(
          ranked,
          question,
          ["pairedTTest", "The same cases were measured twice, so that each is compared with itself"],
          ["wilcoxonSignedRankTest", "the differences are few and skewed"],
        )
      : {
          test: "friedmanTest",
          reason:
            "The same cases were measured under more than two conditions, so that each is compared with itself.",
          others: [],
        };
  return groups === 2
    ? pick(
        ranked,
        question,
        [
          "welchTTest",
          "The means of two groups of different cases are compared; Welch's test does not need equal variances",
        ],
        ["mannWhitneyTest", "the values are few and skewed, or only their order counts"],
      )
    : pick(
        ranked,
        question,
        [
          "welchAnova",
          "The means of more than two groups of different cases are compared; Welch's test does not need equal variances",
        ],
        ["kruskalWallisTest", "the values are few and skewed, or only their order counts"],
      );
}

type Candidate = readonly [test: TestName, words: string];

/** The test of means, or that of ranks where means cannot be trusted; the other one beside it. */
function pick(ranked: boolean, question: TestQuestion, means: Candidate, ranks: Candidate): TestChoice {
  return ranked
    ? {
        test: ranks[0],
        reason: `${rankReason(question)}.`,
        others: [{ test: means[0], when: "there are many more values" }],
      }
    : { test: means[0], reason: `${means[1]}.`, others: [{ test: ranks[0], when: ranks[1] }] };
}

function chooseForCounts(question: TestQuestion, groups: number): TestChoice {
  const { outcome, against, design, smallestExpected = Infinity, shareBelowFive = 1 } = question;
  if (against === "number")
    return failSetting("against", against, '"groups": split by the category and compare the numbers');
  // W. G. Cochran's rule (Biometrics 10, 1954); where the share is not known, no expected count may be small.
  const isSmall = smallestExpected < 1 || (smallestExpected < 5 && !(shareBelowFive <= 0.2));
  if (against === "value")
    return outcome === "yes/no"
      ? { test: "oneProportionTest", reason: "One proportion is compared with a fixed value.", others: [] }
      : {
          test: "goodnessOfFitTest",
          reason: "The counts of one column are compared with given shares.",
          others: [],
        };
  if (design === "same cases") {
    if (outcome !== "yes/no")
      return failSetting("design", design, '"independent", or yes/no answers of the same cases');
    if (groups > 2)
      return {
        test: "friedmanTest",
        reason:
          "The same cases answered yes or no more than twice: of yes and no, Friedman's test is Cochran's Q.",
        others: [],
      };
    return {
      test: "mcNemarTest",
      reason: "The same cases answered yes or no twice: only those that changed count.",
      others: [],
    };
  }
  if (isSmall)
    return {
      test: "fisherExactTest",
      reason: `An expected count is as small as ${Number(smallestExpected.toPrecision(3))}, too small for χ²: p is found from the tables with the same margins.`,
      others: [{ test: "chiSquaredTest", when: "all expected counts are 5 or more" }],
    };
  return outcome === "yes/no" && groups === 2
    ? {
        test: "twoProportionTest",
        reason: "The proportions of two groups of different cases are compared.",
        others: [{ test: "fisherExactTest", when: "an expected count is below 5" }],
      }
    : {
        test: "chiSquaredTest",
        reason: "Two columns of categories are looked at together.",
        others: [{ test: "fisherExactTest", when: "an expected count is below 5" }],
      };
}
