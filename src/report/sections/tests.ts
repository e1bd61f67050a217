import type { Hypothesis, HypothesisSubject, TierSummary } from "../../model/index.ts";
import type { RunRecord } from "../../project/index.ts";
import { pValueText } from "../../stats/index.ts";
import { details, paragraph, section, table, type Block } from "../blocks.ts";
import { effectText, testText } from "../evidence/test-words.ts";
import { metricName } from "../metric-words.ts";
import { countOf, countText, numberText } from "../number-text.ts";
import { shorten } from "../value-text.ts";
import type { Section } from "./section.ts";

/** How many tests stand behind the words of the report, how they were read together, and what was left. */
export const testsSection: Section = async (run) => [
  section("tests", "All that was tested"),
  ...(run.evidence
    ? familyBlocks(run, run.evidence)
    : [paragraph("The record says nothing of tests: an earlier version wrote it.")]),
];

/** More rows would make a table that nobody reads. */
const mostRows = 300;

function familyBlocks(
  { evidence }: RunRecord,
  { tiers, hypotheses, untested }: NonNullable<RunRecord["evidence"]>,
): Block[] {
  // The search is told in full where it belongs, among the weak parts.
  const shown = hypotheses.filter(({ tier, isBelow }) => tier === "confirmatory" || isBelow);
  const asked = tiers.filter(({ tested }) => tested > 0);
  if (!evidence || asked.length === 0)
    return [paragraph(`Nothing was tested; ${countOf(untested.length, "question")} could not be.`)];
  return [
    paragraph(
      "Among twenty tests of nothing, one comes below 0.05. So all tests of this report are read together, and nothing is called better, worse or wrong that does not stand out among them.",
      ...asked.map(tierSentence),
      ...(asked.some(({ tier }) => tier === "coefficients") ? [checksSentence] : []),
    ),
    details(
      "The tests fixed beforehand, and what the search found",
      table(
        "Hypotheses, each that there is no difference, with their tests",
        ["Question", "About", "#Effect", "Test", "#p, alone", "#p, adjusted"],
        shown.slice(0, mostRows).map(testRow),
      ),
      ...(shown.length > mostRows
        ? [paragraph(`${countText(shown.length - mostRows)} more are in the record of the run.`)]
        : []),
    ),
  ];
}

const tierSentences: Readonly<
  Record<TierSummary["tier"], (count: string, found: string, bound: string) => string>
> = {
  confirmatory: (count, found, bound) =>
    `Of ${count} about models and calibration, fixed beforehand, ${found}; the chance that any of these is false is below ${bound} (Holm's method).`,
  coefficients: (count, found, bound) =>
    `Of ${count} of coefficients of linear models, ${found}; the chance that any of these is false is below ${bound} (Holm's method).`,
  screening: (count, found, bound) =>
    `Of ${count} that search groups of rows, ${found}; of such findings no more than ${bound} are false on average (Benjamini and Hochberg's method).`,
};

/** Beside the table of coefficients stand figures that no finding rests on. */
const checksSentence =
  "The p-values of the residual checks and of the fit as a whole, beside the coefficients, say whether that table can be read; they are not adjusted, and nothing is concluded from them.";

const tierSentence = ({ tier, tested, found, bound }: TierSummary): string =>
  tierSentences[tier](
    countOf(tested, "test"),
    found === 0 ? "none stands out" : `${countText(found)} ${found === 1 ? "stands" : "stand"} out`,
    `${numberText(bound * 100)}\u00a0%`,
  );

const tierNames: Readonly<Record<TierSummary["tier"], string>> = {
  confirmatory: "fixed beforehand",
  screening: "search",
  coefficients: "coefficient",
};

const testRow = (one: Hypothesis): string[] => [
  tierNames[one.tier],
  subjectText(one.subject),
  effectText(one.effect),
  testText(one),
  pValueText(one.pValue),
  pValueText(one.adjustedPValue),
];

function subjectText(subject: HypothesisSubject): string {
  switch (subject.kind) {
    case "models":
      return `${shorten(subject.first)} − ${shorten(subject.second)} in ${metricName(subject.metric)}, test rows`;
    case "folds":
      return `${shorten(subject.first)} − ${shorten(subject.second)} in ${metricName(subject.metric)}, folds`;
    case "calibration":
      return `calibration of ${shorten(subject.model)}: ${subject.aspect}`;
    case "coefficient":
      return `${shorten(subject.term, 80)}${subject.outcome === null ? "" : `, for ${shorten(subject.outcome)}`}`;
    case "group":
      return `${metricName(subject.metric)} where ${shorten(subject.text, 80)}`;
    case "group-calibration":
      return `lean where ${shorten(subject.text, 80)}`;
  }
}
