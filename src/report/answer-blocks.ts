import { answerChart, effectChart, type Answer } from "../explore/index.ts";
import type { AssumptionCheck, Effect, PairwiseResult, TestResult } from "../stats/index.ts";
import {
  callout,
  details,
  keyFigures,
  lead,
  list,
  paragraph,
  subheading,
  table,
  type Block,
  type KeyFigure,
  type TableBlock,
} from "./blocks.ts";
import { figure } from "./figure.ts";
import { countText, estimateText, intervalText, numberText } from "./number-text.ts";

/**
 * The answer to a question as blocks, for a page of its own or a part of a report: what it says, how large with its interval, the data
 * in a picture, how surprising, what it stands on and what could be taken instead. `id` begins the ids of its headings.
 */
export async function answerBlocks(answer: Answer, id: string): Promise<readonly Block[]> {
  const { result, pairs, proposals } = answer;
  return [
    lead(result.sentence),
    keyFigures(keyFiguresOf(result)),
    ...(await figure(effectChart(answer), { numbers: effectTable(result) })),
    ...(await figure(answerChart(answer), numbersOf(answer))),
    ...(proposals.length === 0
      ? []
      : [
          callout(
            "careful",
            "The rows belong together",
            list(proposals.map(({ question, reason }) => `${reason} Ask “${question}”.`)),
          ),
        ]),
    subheading(`${id}-stands-on`, "What it stands on"),
    assumptionTable(result.assumptions),
    ...(result.notes.length > 0 ? [list(result.notes)] : []),
    ...pairBlocks(pairs, id),
    details("The test, and why it is this one", paragraph(...testSentences(answer))),
  ];
}

/** Sizes of which the first is the whole: how many of the pairs changed, and how many treatments a block had, is no part to add to it. */
const wholes: readonly string[] = ["pairs", "pairs, changed", "blocks, treatments", "cases"];

function keyFiguresOf({ effect, pValue, sizes }: TestResult): readonly KeyFigure[] {
  const [first] = sizes;
  const isWhole = first !== undefined && wholes.includes(sizes.map(({ name }) => name).join(", "));
  const whole = isWhole ? first.count : sizes.reduce((sum, { count }) => sum + count, 0);
  const told = isWhole ? sizes.slice(1) : sizes.length > 1 ? sizes : [];
  return [
    { label: capital(shortName(effect.name)), ...figureOf(effect) },
    {
      label: "p",
      value: smallProbabilityText(pValue),
      note: "the chance of data this far off if there were nothing",
    },
    {
      label: isWhole ? capital(first.name) : "Cases",
      value: countText(whole),
      note: told.length <= 4 ? told.map((one) => sizeText(one, isWhole)).join(", ") : "",
    },
  ];
}

/** "57 changed"; "race = 1: 96", where a count beside the name would be read as a part of it. */
const sizeText = ({ name, count }: TestResult["sizes"][number], isOfWhole: boolean): string =>
  isOfWhole ? `${countText(count)} ${name}` : `${name}: ${countText(count)}`;

/** An effect with as many digits as its interval allows. */
function figureOf({ estimate, interval }: Effect): Pick<KeyFigure, "value" | "note"> {
  if (!interval) return { value: numberText(estimate), note: "no interval is known" };
  const { low, high } = interval;
  const isClosed = Number.isFinite(low) && Number.isFinite(high);
  const ends = isClosed
    ? intervalText({ estimate, low, high }).replace(/^.*\((.*)\)$/, "$1")
    : `${endText(low)} to ${endText(high)}`;
  return {
    value: isClosed ? estimateText({ estimate, low, high }) : numberText(estimate),
    note: `${levelText(interval.level)} interval ${ends}`,
  };
}

/** 95 %, 99.9 %. */
const levelText = (level: number): string => `${Number((level * 100).toPrecision(6))}\u00a0%`;

const capital = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;

const shortName = (name: string): string => name.replace(/ \([^()]*\)$/, "");

/** A p-value with two digits, down to 1e-300. */
export const smallProbabilityText = (value: number): string =>
  value < 1e-300
    ? `< ${numberText(1e-300)}`
    : value > 0.9995
      ? "1"
      : value < 1e-4
        ? numberText(value)
        : `${Number(value.toPrecision(2))}`;

export const endText = (value: number): string =>
  Number.isFinite(value) ? numberText(value) : value < 0 ? "any lower value" : "any higher value";

const effectTable = ({ effect, moreEffects }: TestResult): TableBlock =>
  table(
    "How large it is",
    ["Effect", "#Estimate", "#Low", "#High", "#Level"],
    [effect, ...moreEffects].map(({ name, estimate, interval }) => [
      name,
      numberText(estimate),
      interval ? endText(interval.low) : "",
      interval ? endText(interval.high) : "",
      interval ? levelText(interval.level) : "",
    ]),
  );

/** The numbers of the second picture. */
function numbersOf({ picture, groups, measure }: Answer): { readonly numbers?: TableBlock } {
  if (picture?.kind === "table")
    return {
      numbers: table(
        `How many rows there are of each ${picture.rowName} and ${picture.columnName}`,
        [picture.rowName, ...picture.columns.map((name) => `#${name}`)],
        picture.rows.map(({ name, counts }) => [name, ...counts.map(countText)]),
      ),
    };
  if (picture?.kind === "relation" || groups.length === 0) return {};
  return {
    numbers: table(
      capital(measure),
      ["Group", "#Cases", `#${capital(measure)}`, "#Low", "#High"],
      groups.map(({ name, count, estimate, interval }) => [
        name,
        countText(count),
        numberText(estimate),
        interval ? endText(interval.low) : "",
        interval ? endText(interval.high) : "",
      ]),
    ),
  };
}

const verdictWords: Readonly<Record<AssumptionCheck["verdict"], string>> = {
  holds: "holds",
  doubtful: "doubtful",
  violated: "violated",
  unchecked: "cannot be seen in the data",
};

const assumptionTable = (checks: readonly AssumptionCheck[]): TableBlock =>
  table(
    "What the test takes for granted",
    ["Assumption", "Verdict", "What was looked at", "Instead"],
    checks.map(({ assumption, verdict, detail, alternative }) => [
      capital(assumption),
      verdictWords[verdict],
      detail,
      alternative ?? "",
    ]),
  );

function pairBlocks(pairs: PairwiseResult | null, id: string): readonly Block[] {
  if (!pairs) return [];
  return [
    subheading(`${id}-pairs`, "All pairs of groups"),
    paragraph(pairs.sentence),
    table(
      `${pairs.test}; ${pairs.adjustment}`,
      ["Pair", "#Difference", "#Low", "#High", "#p, adjusted"],
      pairs.comparisons.map(({ first, second, effect, pValue }) => [
        `${first} - ${second}`,
        numberText(effect.estimate),
        effect.interval ? endText(effect.interval.low) : "",
        effect.interval ? endText(effect.interval.high) : "",
        smallProbabilityText(pValue),
      ]),
    ),
  ];
}

function testSentences({ choice, result }: Answer): readonly string[] {
  const { test, hypothesis, statistic, degreesOfFreedom, pValue } = result;
  const degrees = degreesOfFreedom.map(numberText).join(", ");
  return [
    `${capital(test)}: ${statistic.name}${degrees ? `(${degrees})` : ""} = ${numberText(statistic.value)}, p ${pValue < 1e-300 ? "" : "= "}${smallProbabilityText(pValue)}.`,
    `The hypothesis is that ${hypothesis}.`,
    choice.reason,
    ...choice.others.map((other) => `Take ${other.test} instead if ${other.when}.`),
  ];
}
