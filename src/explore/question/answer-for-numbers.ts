import {
  chooseTest,
  dunnDifferences,
  friedmanTest,
  gamesHowellDifferences,
  kendallCorrelation,
  kruskalWallisTest,
  mannWhitneyTest,
  oneSampleTTest,
  oneWayAnova,
  pairedTTest,
  pearsonCorrelation,
  spearmanCorrelation,
  splitByLabel,
  studentTTest,
  tukeyHonestDifferences,
  welchAnova,
  welchTTest,
  wilcoxonSignedRankTest,
  type AssumptionVerdict,
  type Numbers,
  type SplitGroups,
  type TestName,
  type TestResult,
} from "../../stats/index.ts";
import type { Answer, AskedTable, GroupEstimate } from "./answer-question.ts";
import { distributionsPicture, relationPicture, type AnswerPicture } from "./answer-picture.ts";
import { checkGroups } from "./check-groups.ts";
import { canGroup, groupNames, labelsOf, numberNotes, numbersOf, type AskedColumn } from "./column-kind.ts";
import { splitBlocks } from "./split-blocks.ts";
import { wantedTest } from "./wanted-test.ts";

/** Answers a question whose outcome is a number. */
export function answerForNumbers(asked: AskedTable): Answer {
  const { question, other, outcome } = asked;
  const isGrouped = question.relation !== "by" || other === null || canGroup(other);
  const found = answerOf(asked);
  const notes = numberNotes(outcome, other, isGrouped);
  return notes.length === 0 ? found : { ...found, result: withNotes(found.result, notes) };
}

function answerOf(asked: AskedTable): Answer {
  const { question, other, outcome } = asked;
  if (other === null) return againstValue(asked);
  if (question.relation === "against") return pairedColumns(asked);
  if (question.relation === "vs" && other.kind === "number") return twoNumbers(asked);
  if (question.pairedBy !== null) return sameCases(asked);
  if (!canGroup(other)) return twoNumbers(asked);
  const split = splitByLabel(numbersOf(outcome), labelsOf(other), { missing: "drop" });
  checkGroups(split, other.name);
  return differentCases(asked, { ...split, names: groupNames(other, split.names) });
}

/** The worst that a look at the normality of groups came to, told by the test of means itself. */
function normalityOf(result: TestResult): AssumptionVerdict {
  const verdicts = result.assumptions
    .filter(({ assumption }) => assumption.endsWith("normally distributed"))
    .map(({ verdict }) => verdict);
  return verdicts.includes("violated") ? "violated" : verdicts.includes("doubtful") ? "doubtful" : "holds";
}

interface Candidates {
  readonly means: () => TestResult;
  readonly ranks: () => TestResult;
  /** Tests that are only taken when they are asked for. */
  readonly others?: Partial<Record<TestName, () => TestResult>>;
}

interface Chosen {
  readonly choice: ReturnType<typeof chooseTest>;
  readonly result: TestResult;
  readonly isRanked: boolean;
}

type Ask = (normality: AssumptionVerdict) => ReturnType<typeof chooseTest>;

/** Runs the test of means, and that of ranks where its assumptions do not hold; or the one that is asked for. */
function chosenOf({ options }: AskedTable, ask: Ask, { means, ranks, others = {} }: Candidates): Chosen {
  const ranked = ask("violated").test;
  if (options.test !== undefined) {
    const { choice, run } = wantedTest(options.test, {
      [ask("holds").test]: means,
      [ranked]: ranks,
      ...others,
    });
    return { choice, result: run(), isRanked: choice.test === ranked };
  }
  const first = means();
  const choice = ask(normalityOf(first));
  const isRanked = choice.test !== ask("holds").test;
  return { choice, result: isRanked ? ranks() : first, isRanked };
}

/** What is asked for, as the tests take it. */
const settingsOf = ({ options: { level, alternative }, outcome: { name, origin } }: AskedTable) =>
  ({
    ...(level === undefined ? {} : { level }),
    ...(alternative === undefined ? {} : { alternative }),
    missing: "drop",
    measure: name,
    origin,
  }) as const;

function againstValue(asked: AskedTable): Answer {
  const values = numbersOf(asked.outcome);
  const settings = { ...settingsOf(asked), names: [asked.outcome.name], against: asked.value! };
  const { choice, result } = chosenOf(
    asked,
    (normality) => chooseTest({ outcome: "number", against: "value", normality }),
    {
      means: () => oneSampleTTest(values, settings),
      ranks: () => wilcoxonSignedRankTest(values, null, settings),
    },
  );
  const picture = drawn(asked, () => oneDistribution(asked.outcome.name, values, asked));
  return answer(asked, choice, result, [], asked.value!, picture);
}

function pairedColumns(asked: AskedTable): Answer {
  const [first, second] = [numbersOf(asked.outcome), numbersOf(asked.other!)];
  const settings = {
    ...settingsOf(asked),
    measure: "the value",
    names: [asked.outcome.name, asked.other!.name],
  };
  const { choice, result } = chosenOf(
    asked,
    (normality) => chooseTest({ outcome: "number", against: "groups", design: "same cases", normality }),
    {
      means: () => pairedTTest(first, second, settings),
      ranks: () => wilcoxonSignedRankTest(first, second, settings),
    },
  );
  const picture = drawn(asked, () => differencesPicture(settings.names, [first, second], asked));
  return answer(asked, choice, result, [], 0, picture);
}

function twoNumbers(asked: AskedTable): Answer {
  const [first, second] = [numbersOf(asked.outcome), numbersOf(asked.other!)];
  const settings = { ...settingsOf(asked), names: [asked.outcome.name, asked.other!.name] };
  const { choice, result } = chosenOf(
    asked,
    (normality) => chooseTest({ outcome: "number", against: "number", normality }),
    {
      means: () => pearsonCorrelation(first, second, settings),
      ranks: () => spearmanCorrelation(first, second, settings),
      others: { kendallCorrelation: () => kendallCorrelation(first, second, settings) },
    },
  );
  const picture = drawn(asked, () => cloudPicture(asked, choice.test === "pearsonCorrelation"));
  return answer(asked, choice, result, [], 0, picture);
}

/** A group of one value, or of equal ones, has no spread that a test of means could weigh it by. */
const hasNoSpread = (values: Float64Array): boolean => values.every((value) => value === values[0]);

function differentCases(asked: AskedTable, { names, groups, dropped }: SplitGroups): Answer {
  const settings = { ...settingsOf(asked), names };
  const ask = (normality: AssumptionVerdict) =>
    chooseTest({ outcome: "number", against: "groups", groups: groups.length, normality });
  const estimates = estimatesOf(names, groups, asked);
  const [first, second] = groups as readonly [Float64Array, Float64Array];
  const isPair = groups.length === 2;
  const ranks = (): TestResult =>
    isPair ? mannWhitneyTest(first, second, settings) : kruskalWallisTest(groups, settings);
  const isThin = isPair
    ? groups.some((values) => values.length < 2) || groups.every(hasNoSpread)
    : groups.some(hasNoSpread);
  const others = isPair
    ? { studentTTest: () => studentTTest(first, second, settings) }
    : { oneWayAnova: () => oneWayAnova(groups, settings) };
  const { choice, result, isRanked } =
    isThin && asked.options.test === undefined
      ? { choice: thinChoice(ask("violated")), result: ranks(), isRanked: true }
      : chosenOf(asked, ask, {
          means: () => (isPair ? welchTTest(first, second, settings) : welchAnova(groups, settings)),
          ranks,
          others,
        });
  const picture = drawn(asked, () => distributionsPicture(estimates, groups, asked.outcome.origin));
  const whole = answer(asked, choice, withDropped(result, dropped), estimates, 0, picture);
  if (isPair) return whole;
  const compare =
    choice.test === "oneWayAnova"
      ? tukeyHonestDifferences
      : isRanked
        ? dunnDifferences
        : gamesHowellDifferences;
  return { ...whole, pairs: compare(groups, settings) };
}

const thinChoice = (choice: Answer["choice"]): Answer["choice"] => ({
  ...choice,
  reason:
    "A group has one value only, or equal ones: there is no spread to weigh its mean by, so the ranks are compared.",
});

function sameCases(asked: AskedTable): Answer {
  const { names, columns, notes } = splitBlocks(asked.outcome, asked.other!, asked.pairedBy!);
  const settings = { ...settingsOf(asked), names };
  const ask = (normality: AssumptionVerdict) =>
    chooseTest({
      outcome: "number",
      against: "groups",
      groups: names.length,
      design: "same cases",
      normality,
    });
  const estimates = estimatesOf(names, columns, asked);
  const distributions = (): AnswerPicture | null =>
    drawn(asked, () => distributionsPicture(estimates, columns, asked.outcome.origin));
  if (names.length > 2) {
    const friedman = (): TestResult => friedmanTest(columns, settings);
    const { choice, run } =
      asked.options.test === undefined
        ? { choice: ask("holds"), run: friedman }
        : wantedTest(asked.options.test, { friedmanTest: friedman });
    return answer(asked, choice, withNotes(run(), notes), estimates, 0, distributions());
  }
  const [first, second] = columns as readonly [Float64Array, Float64Array];
  const { choice, result } = chosenOf(asked, ask, {
    means: () => pairedTTest(first, second, settings),
    ranks: () => wilcoxonSignedRankTest(first, second, settings),
  });
  const picture = drawn(asked, () => differencesPicture(names, [first, second], asked));
  return answer(asked, choice, withNotes(result, notes), estimates, 0, picture);
}

/** What a chart is drawn from, where it is asked for; it would show single values, so there is none of what is not told. */
const drawn = ({ options, outcome, other }: AskedTable, draw: () => AnswerPicture): AnswerPicture | null =>
  options.withPicture && !outcome.isUnshown && !other?.isUnshown ? draw() : null;

/** One sample, or the differences of pairs, as a single distribution. */
const oneDistribution = (name: string, values: Float64Array, asked: AskedTable): AnswerPicture =>
  distributionsPicture(estimatesOf([name], [values], asked), [values], asked.outcome.origin);

function differencesPicture(
  names: readonly string[],
  [first, second]: readonly [Float64Array, Float64Array],
  asked: AskedTable,
): AnswerPicture {
  // What is common to both is gone in their differences.
  const plain = { ...asked, outcome: { ...asked.outcome, origin: 0 } };
  return oneDistribution(
    `difference (${names.join(" - ")})`,
    first.map((value, row) => value - second[row]!),
    plain,
  );
}

function cloudPicture({ outcome, other, options }: AskedTable, isLine: boolean): AnswerPicture {
  // The numbers themselves, for their axes.
  const plain = (column: AskedColumn): Float64Array => numbersOf({ ...column, distances: null });
  return relationPicture(
    { x: other!.name, y: outcome.name },
    plain(other!),
    plain(outcome),
    isLine ? "line" : "medians",
    options.level,
  );
}

/** Means of groups with the t interval of each, where it has two values that differ. */
function estimatesOf(
  names: readonly string[],
  groups: readonly Numbers[],
  { options, outcome: { origin } }: AskedTable,
): readonly GroupEstimate[] {
  return names.map((name, at) => {
    const values = Float64Array.from(groups[at] as ArrayLike<number>).filter((value) => !Number.isNaN(value));
    const hasSpread = values.length > 1 && values.some((value) => value !== values[0]);
    if (!hasSpread)
      return { name, count: values.length, estimate: origin + (values[0] ?? 0), interval: undefined };
    const { effect } = oneSampleTTest(values, {
      origin,
      ...(options.level === undefined ? {} : { level: options.level }),
    });
    return { name, count: values.length, estimate: effect.estimate, interval: effect.interval };
  });
}

/** Adds what was left out before the test saw the rows. */
export const withDropped = (result: TestResult, dropped: number): TestResult =>
  dropped === 0 ? result : withNotes(result, [droppedNote(dropped)]);

export const droppedNote = (dropped: number): string =>
  `${dropped === 1 ? "1 row" : `${dropped} rows`} with missing values left out.`;

export const withNotes = (result: TestResult, notes: readonly string[]): TestResult => ({
  ...result,
  notes: [...result.notes, ...notes],
});

const answer = (
  { question, outcome }: AskedTable,
  choice: Answer["choice"],
  result: TestResult,
  groups: readonly GroupEstimate[],
  neutral: number,
  picture: AnswerPicture | null,
): Answer => ({
  question,
  choice,
  result,
  pairs: null,
  measure: `mean of ${outcome.name}`,
  groups,
  neutral,
  picture,
  proposals: [],
});
