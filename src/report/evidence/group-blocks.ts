import type { Hypothesis, HypothesisFamily, HypothesisSubject } from "../../model/index.ts";
import type { RunRecord } from "../../project/index.ts";
import { pValueText } from "../../stats/index.ts";
import { details, list, paragraph, table, type Block } from "../blocks.ts";
import { differenceText, metricName } from "../metric-words.ts";
import { countOf, countText } from "../number-text.ts";
import { commonScale, smallInterval } from "../small-pictures.ts";
import { capitalize } from "../value-text.ts";
import { effectText } from "./test-words.ts";

/** Rows of the forest plot that everybody sees. */
const mostShown = 12;
/** Rows of the tables behind it. */
const mostListed = 200;

type GroupSubject = Extract<HypothesisSubject, { readonly kind: "group" }>;

/** A tested difference between a group and the other rows. */
export interface GroupTest extends Hypothesis {
  readonly subject: GroupSubject;
}

const isGroupTest = (one: Hypothesis): one is GroupTest => one.subject.kind === "group";

/** The tested groups of a run. */
export const groupTests = ({ hypotheses }: HypothesisFamily): GroupTest[] => hypotheses.filter(isGroupTest);

/** Whether the model is worse in the group than elsewhere, beyond chance. */
export const isWorse = ({ subject: { better }, effect: { estimate }, isBelow }: GroupTest): boolean =>
  isBelow && estimate < 0 === (better === "higher");

const isLeaning = ({ subject, isBelow }: Hypothesis): boolean =>
  isBelow && subject.kind === "group-calibration";

/** For which rows the model is worse than for the others, or leans to one side: one sentence, one forest plot, the rest folded away. */
export function groupBlocks(run: RunRecord, evidence: HypothesisFamily): Block[] {
  const groups = groupTests(evidence);
  const leans = evidence.hypotheses.filter(({ subject }) => subject.kind === "group-calibration");
  if (groups.length + leans.length === 0) return [paragraph(whyNone(evidence)), ...untestedBlocks(evidence)];
  const shown = shownGroups(groups);
  return [
    paragraph(summary(evidence, groups, leans)),
    ...(shown.length === 0 ? [] : [forestTable(shown, groups)]),
    ...leanBlocks(leans.filter(isLeaning)),
    details(
      "All groups that were tested",
      ...(groups.length === 0 ? [] : [everyGroup("Better or worse than the other rows", groups)]),
      ...(leans.length === 0
        ? []
        : [everyGroup(capitalize(leans[0]!.effect.name.replace(" - ", " − ")), leans)]),
      ...untestedBlocks(evidence),
    ),
  ];
}

const whyNone = ({ untested }: HypothesisFamily): string =>
  untested.some(({ subject }) => subject.kind === "group")
    ? "No part of the rows is large enough to be tested."
    : "No parts of the rows were tested.";

function summary(
  { tiers }: HypothesisFamily,
  groups: readonly GroupTest[],
  leans: readonly Hypothesis[],
): string {
  const worse = groups.filter(isWorse).length;
  const better = groups.filter((one) => one.isBelow && !isWorse(one)).length;
  const leaning = leans.filter(isLeaning).length;
  const screened = tiers.find(({ tier }) => tier === "screening")?.tested ?? 0;
  const parts = countOf(groups.length, "part");
  const found = [
    worse > 0 ? `worse than in the other rows in ${countText(worse)}` : "",
    better > 0 ? `better in ${countText(better)}` : "",
  ].filter((text) => text !== "");
  const told =
    groups.length === 0
      ? ""
      : found.length === 0
        ? `In none of ${parts} of the rows is the model better or worse than in the other rows by more than chance`
        : `Of ${parts} of the rows, the model is ${found.join(" and ")}, by more than chance`;
  const lean =
    leans.length === 0
      ? ""
      : leaning === 0
        ? `in none of ${countOf(leans.length, "part")} does it lean to one side`
        : `in ${countText(leaning)} of ${countOf(leans.length, "part")} it leans to one side`;
  return `${[told, lean].filter((text) => text !== "").join("; ")} (adjusted for ${countOf(screened, "test")}).`;
}

/** Those that stand out, the worst first; where none does, those that come nearest. */
function shownGroups(groups: readonly GroupTest[]): GroupTest[] {
  const found = groups.filter(({ isBelow }) => isBelow);
  return (found.length > 0 ? found : groups)
    .toSorted((left, right) => Number(isWorse(right)) - Number(isWorse(left)) || left.pValue - right.pValue)
    .slice(0, found.length > 0 ? mostShown : 3);
}

const intervalOf = ({ effect: { estimate, low, high } }: Hypothesis) => ({
  estimate,
  low: low ?? estimate,
  high: high ?? estimate,
});

function forestTable(shown: readonly GroupTest[], all: readonly GroupTest[]): Block {
  const { metric, better } = all[0]!.subject;
  const ofMetric = shown.filter(({ subject }) => subject.metric === metric);
  const scale = commonScale(ofMetric.map(intervalOf), 0);
  return table(
    `Difference from the other rows (${better} is better); the line in the pictures is 0`,
    ["Rows where", "#Rows", "#Difference", "Picture", "#p, adjusted", "Against the others"],
    shown.map((one) => {
      const told = `${differenceText(one.subject.metric, intervalOf(one))}${one.subject.metric === metric ? "" : ` in ${metricName(one.subject.metric)}`}`;
      const picture = smallInterval(
        intervalOf(one),
        one.subject.metric === metric ? scale : commonScale([intervalOf(one)], 0),
        0,
        `${told} on a line`,
      );
      return [
        one.subject.text,
        countText(one.subject.rowCount),
        told,
        picture,
        pValueText(one.adjustedPValue),
        verdict(one),
      ];
    }),
  );
}

const verdict = (one: GroupTest): string =>
  isWorse(one) ? "worse" : one.isBelow ? "better" : "not told apart";

function leanBlocks(leans: readonly Hypothesis[]): Block[] {
  if (leans.length === 0) return [];
  const shown = leans.toSorted((left, right) => left.pValue - right.pValue).slice(0, mostShown);
  const scale = commonScale(shown.map(intervalOf), 0);
  return [
    table(
      `Where the answers lean: ${shown[0]!.effect.name.replace(" - ", " − ")}; the line in the pictures is 0`,
      ["Rows where", "#Rows", "#Lean", "Picture", "#p, adjusted", "Answers are"],
      shown.map((one) => [
        textOf(one.subject),
        countText(countIn(one.subject)),
        effectText(one.effect),
        smallInterval(intervalOf(one), scale, 0, `${effectText(one.effect)} on a line`),
        pValueText(one.adjustedPValue),
        one.effect.estimate > 0 ? "too low" : "too high",
      ]),
    ),
  ];
}

const textOf = (subject: HypothesisSubject): string => ("text" in subject ? subject.text : "");
const countIn = (subject: HypothesisSubject): number => ("rowCount" in subject ? subject.rowCount : 0);

const everyGroup = (caption: string, tests: readonly Hypothesis[]): Block =>
  table(
    caption,
    ["Rows where", "#Rows", "#Effect", "#p, alone", "#p, adjusted"],
    tests
      .slice(0, mostListed)
      .map((one) => [
        textOf(one.subject),
        countText(countIn(one.subject)),
        effectText(one.effect),
        pValueText(one.pValue),
        pValueText(one.adjustedPValue),
      ]),
  );

function untestedBlocks({ untested }: HypothesisFamily): Block[] {
  const groups = untested.filter(({ tier }) => tier === "screening");
  if (groups.length === 0) return [];
  const byReason = Map.groupBy(groups, ({ reason }) => reason);
  return [
    paragraph("Not tested:"),
    list([...byReason].map(([reason, ones]) => `${countOf(ones.length, "question")}: ${reason}.`)),
  ];
}
