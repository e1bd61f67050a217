import { failInput } from "../../base/index.ts";
import {
  chooseTest,
  dunnDifferences,
  friedmanTest,
  gamesHowellDifferences,
  kruskalWallisTest,
  mannWhitneyTest,
  oneSampleTTest,
  pairedTTest,
  pearsonCorrelation,
  spearmanCorrelation,
  splitByLabel,
  welchAnova,
  welchTTest,
  wilcoxonSignedRankTest,
  type AssumptionVerdict,
  type Numbers,
  type SplitGroups,
  type TestResult,
} from "../../stats/index.ts";
import type { Answer, AskedTable, GroupEstimate } from "./answer-question.ts";
import { canGroup, labelsOf, mostGroups, numbersOf } from "./column-kind.ts";
import { splitBlocks } from "./split-blocks.ts";

/** Answers a question whose outcome is a number. */
export function answerForNumbers(asked: AskedTable): Answer {
  const { question, other, outcome } = asked;
  if (other === null) return againstValue(asked);
  if (question.relation === "against") return pairedColumns(asked);
  if (question.relation === "vs" && other.kind === "number") return twoNumbers(asked);
  if (question.pairedBy !== null) return sameCases(asked);
  if (!canGroup(other)) return twoNumbers(asked);
  const split = splitByLabel(numbersOf(outcome), labelsOf(other), { missing: "drop" });
  checkGroups(split, other.name);
  return differentCases(asked, split);
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
}

/** Runs the test of means, and that of ranks where its assumptions do not hold. */
function chosenOf(
  ask: (normality: AssumptionVerdict) => ReturnType<typeof chooseTest>,
  { means, ranks }: Candidates,
): {
  readonly choice: ReturnType<typeof chooseTest>;
  readonly result: TestResult;
  readonly isRanked: boolean;
} {
  const first = means();
  const choice = ask(normalityOf(first));
  const isRanked = choice.test !== ask("holds").test;
  return { choice, result: isRanked ? ranks() : first, isRanked };
}

const settingsOf = ({ options, outcome }: AskedTable) =>
  ({ ...options, missing: "drop", measure: outcome.name }) as const;

function againstValue(asked: AskedTable): Answer {
  const values = numbersOf(asked.outcome);
  const settings = { ...settingsOf(asked), names: [asked.outcome.name], against: asked.value! };
  const { choice, result } = chosenOf(
    (normality) => chooseTest({ outcome: "number", against: "value", normality }),
    {
      means: () => oneSampleTTest(values, settings),
      ranks: () => wilcoxonSignedRankTest(values, null, settings),
    },
  );
  return answer(asked, choice, result, [], asked.value!);
}

function pairedColumns(asked: AskedTable): Answer {
  const [first, second] = [numbersOf(asked.outcome), numbersOf(asked.other!)];
  const settings = {
    ...settingsOf(asked),
    measure: "the value",
    names: [asked.outcome.name, asked.other!.name],
  };
  const { choice, result } = chosenOf(
    (normality) => chooseTest({ outcome: "number", against: "groups", design: "same cases", normality }),
    {
      means: () => pairedTTest(first, second, settings),
      ranks: () => wilcoxonSignedRankTest(first, second, settings),
    },
  );
  return answer(asked, choice, result, [], 0);
}

function twoNumbers(asked: AskedTable): Answer {
  const [first, second] = [numbersOf(asked.outcome), numbersOf(asked.other!)];
  const settings = { ...settingsOf(asked), names: [asked.outcome.name, asked.other!.name] };
  const { choice, result } = chosenOf(
    (normality) => chooseTest({ outcome: "number", against: "number", normality }),
    {
      means: () => pearsonCorrelation(first, second, settings),
      ranks: () => spearmanCorrelation(first, second, settings),
    },
  );
  return answer(asked, choice, result, [], 0);
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
  const { choice, result, isRanked } = isThin
    ? { choice: thinChoice(ask("violated")), result: ranks(), isRanked: true }
    : chosenOf(ask, {
        means: () => (isPair ? welchTTest(first, second, settings) : welchAnova(groups, settings)),
        ranks,
      });
  const whole = answer(asked, choice, withDropped(result, dropped), estimates, 0);
  if (isPair) return whole;
  return { ...whole, pairs: (isRanked ? dunnDifferences : gamesHowellDifferences)(groups, settings) };
}

const thinChoice = (choice: Answer["choice"]): Answer["choice"] => ({
  ...choice,
  reason:
    "A group has one value only, or equal ones: there is no spread to weigh its mean by, so the ranks are compared.",
});

function sameCases(asked: AskedTable): Answer {
  const { names, columns, notes } = splitBlocks(
    numbersOf(asked.outcome),
    labelsOf(asked.other!),
    labelsOf(asked.pairedBy!),
    asked.pairedBy!.name,
  );
  checkGroups({ names }, asked.other!.name);
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
  if (names.length > 2)
    return answer(asked, ask("holds"), withNotes(friedmanTest(columns, settings), notes), estimates, 0);
  const [first, second] = columns as readonly [Float64Array, Float64Array];
  const { choice, result } = chosenOf(ask, {
    means: () => pairedTTest(first, second, settings),
    ranks: () => wilcoxonSignedRankTest(first, second, settings),
  });
  return answer(asked, choice, withNotes(result, notes), estimates, 0);
}

/** Refuses columns that name too few or too many groups (T2854). */
export function checkGroups({ names }: Pick<SplitGroups, "names">, column: string): void {
  if (names.length >= 2 && names.length <= mostGroups) return;
  failInput("T2854", `A comparison needs 2 to ${mostGroups} groups`, {
    place: `column "${column}"`,
    value: `${names.length}`,
    cure:
      names.length < 2
        ? "Take a column with at least two categories among the rows that have all values."
        : "Join rare categories first, or ask for the relation of two numbers.",
  });
}

/** Means of groups with the t interval of each, where it has two values that differ. */
function estimatesOf(
  names: readonly string[],
  groups: readonly Numbers[],
  { options }: AskedTable,
): readonly GroupEstimate[] {
  return names.map((name, at) => {
    const values = Float64Array.from(groups[at] as ArrayLike<number>).filter((value) => !Number.isNaN(value));
    const hasSpread = values.length > 1 && values.some((value) => value !== values[0]);
    if (!hasSpread) return { name, count: values.length, estimate: values[0] ?? 0, interval: undefined };
    const { effect } = oneSampleTTest(values, options.level === undefined ? {} : { level: options.level });
    return { name, count: values.length, estimate: effect.estimate, interval: effect.interval };
  });
}

/** Adds what was left out before the test saw the rows. */
export const withDropped = (result: TestResult, dropped: number): TestResult =>
  dropped === 0
    ? result
    : withNotes(result, [`${dropped === 1 ? "1 row" : `${dropped} rows`} with missing values left out.`]);

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
): Answer => ({ question, choice, result, pairs: null, measure: `mean of ${outcome.name}`, groups, neutral });
