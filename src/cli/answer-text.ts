import type { Answer } from "../explore/index.ts";
import type { AssumptionCheck, Effect, Family } from "../stats/index.ts";
import { intervalChart } from "./interval-chart.ts";
import { textTable } from "./text-table.ts";

/** What the command prints: the sentence, the effect with its interval, a chart, the p-value, and what the test stands on. */
export function answerText({ choice, result, pairs, measure, groups, neutral, proposals }: Answer): string {
  const { effect, moreEffects, statistic, degreesOfFreedom, pValue, sizes, assumptions, notes } = result;
  const degrees = degreesOfFreedom.map(show).join(", ");
  const charted = groups.length > 0 ? groups : effect.interval ? [{ ...effect, count: 0 }] : [];
  const chart = intervalChart(charted, groups.length > 1 ? undefined : neutral);
  return [
    result.sentence,
    "",
    ...(chart ? [...(groups.length > 0 ? [`${measure}, with intervals:`] : []), chart, ""] : []),
    textTable(["effect", "estimate", "interval"], [effect, ...moreEffects].map(effectRow)),
    "",
    `${result.test}: ${statistic.name}${degrees ? `(${degrees})` : ""} = ${show(statistic.value)}, ${pValue < 1e-300 ? "p < 1e-300" : `p = ${show(pValue)}`}`,
    `Hypothesis: ${result.hypothesis}.`,
    `Chosen because: ${choice.reason}`,
    ...choice.others.map(({ test, when }) => `Instead: ${test}, if ${when}.`),
    ...proposals.map(({ question, reason }) => `Better: ${reason} Ask "${question}".`),
    `Sizes: ${sizes.map(({ name, count }) => `${name}: ${count.toLocaleString("en")}`).join(", ")}.`,
    ...notes.map((note) => `Note: ${note}`),
    "",
    ...assumptions.map(assumptionLine),
    ...(pairs ? ["", pairs.sentence, `(${pairs.test}; ${pairs.adjustment}.)`] : []),
  ].join("\n");
}

/** All answers together: what each is worth among them. */
export const familyText = ({ members, method, sentence }: Family): string =>
  [
    `All questions together: ${sentence}`,
    "",
    textTable(
      ["question", "p", method === "holm" ? "p, adjusted (Holm)" : "p, adjusted (Benjamini-Hochberg)"],
      members.map(({ name, pValue, adjustedPValue }) => [name, show(pValue), show(adjustedPValue)]),
    ),
  ].join("\n");

const show = (value: number): string => `${Number(value.toPrecision(4))}`;

const effectRow = ({ name, estimate, interval }: Effect): string[] => [
  name,
  show(estimate),
  interval ? `${show(interval.low)} to ${show(interval.high)} (${show(interval.level * 100)} %)` : "",
];

const assumptionLine = ({ assumption, verdict, detail, alternative }: AssumptionCheck): string =>
  `${verdict === "unchecked" ? "not checked" : verdict}: ${assumption}. ${detail}${alternative ? ` Instead: ${alternative}.` : ""}`;
