import { failInput } from "../../base/index.ts";
import type { ColumnReader } from "../../data/index.ts";
import type { Interval, PairwiseResult, TestChoice, TestName, TestResult } from "../../stats/index.ts";
import { answerForCounts } from "./answer-for-counts.ts";
import { answerForNumbers, withNotes } from "./answer-for-numbers.ts";
import type { AnswerPicture } from "./answer-picture.ts";
import { averageCases } from "./average-cases.ts";
import {
  asNumbers,
  askedColumn,
  canGroup,
  columnOf,
  withUntoldGroups,
  type AskedColumn,
} from "./column-kind.ts";
import { withDesign } from "./design-advice.ts";
import { exactColumns, type SourceTexts } from "./exact-columns.ts";
import type { Question } from "./parse-question.ts";

/** What a group came to, with an interval: the bars of a chart. */
export interface GroupEstimate {
  readonly name: string;
  readonly count: number;
  readonly estimate: number;
  readonly interval: Interval | undefined;
}

/** The answer to a question of a table: which test and why, what it says, and what stands behind it. */
export interface Answer {
  readonly question: Question;
  readonly choice: TestChoice;
  readonly result: TestResult;
  /** All pairs of groups, where there are more than two. */
  readonly pairs: PairwiseResult | null;
  /** What the estimates of the groups are: "mean of delay". */
  readonly measure: string;
  readonly groups: readonly GroupEstimate[];
  /** The value that means no difference, on the scale of the effect. */
  readonly neutral: number;
  /** What a chart is drawn from; null unless it was asked for. */
  readonly picture: AnswerPicture | null;
  /** Questions that would fit the design of the data better, each with its reason. */
  readonly proposals: readonly Proposal[];
}

/** Another question, and why it may be the better one. */
export interface Proposal {
  readonly question: string;
  readonly reason: string;
}

/** How a question is to be answered. */
export interface AnswerOptions {
  readonly level?: number;
  readonly alternative?: "two-sided" | "less" | "greater";
  /** The test to take, if it answers the question; otherwise the one that fits best is chosen. */
  readonly test?: TestName;
  /** Where the source has texts: numbers of which float64 would lose digits are then taken from these. */
  readonly texts?: SourceTexts;
  /** Whether the answer is to hold what a chart is drawn from. */
  readonly withPicture?: boolean;
  /** What columns are for, as far as it is known: which rows belong together, and when they were. */
  readonly roles?: QuestionRoles;
  /** Columns of numbers of which no value is told: tests and estimates are, groups have letters, and no chart is drawn. */
  readonly unshown?: ReadonlySet<string>;
}

/** Columns that say how the rows came about. */
interface QuestionRoles {
  /** Rows with the same value belong together. */
  readonly group: string | null;
  readonly time: string | null;
  /** How often each row counts when a model is trained; a test counts it once, and says so. */
  readonly weight?: string | null;
}

/** What the answers are made of. */
export interface AskedTable {
  readonly question: Question;
  readonly outcome: AskedColumn;
  /** Null where the question is against a number. */
  readonly other: AskedColumn | null;
  readonly value: number | null;
  readonly pairedBy: AskedColumn | null;
  readonly options: AnswerOptions;
}

/**
 * Answers a question of a table: chooses the test from the types of the columns, the design and the assumptions, and runs it.
 * Rows with missing values are left out, with their count in the notes. Throws T1409 for a column that is not there (with the
 * nearest names), T2851 to T2855 and T2976 for columns that do not fit the question, and T2830 to T2845 where the values do not.
 */
export async function answerQuestion(
  reader: ColumnReader,
  question: Question,
  options: AnswerOptions = {},
): Promise<Answer> {
  const known = new Set(reader.schema.fields.map(({ name }) => name));
  const value =
    question.relation === "against" && !known.has(question.other) ? readValue(question.other) : null;
  const names = [
    question.outcome,
    ...(value === null ? [question.other] : []),
    ...(question.pairedBy === null ? [] : [question.pairedBy]),
    ...(question.averagedBy === undefined ? [] : [question.averagedBy]),
  ];
  const repeated = names.find((name, at) => names.indexOf(name) !== at);
  if (repeated !== undefined)
    failInput("T2853", "A column cannot be compared with itself", {
      place: `column "${repeated}"`,
      cure: "Name two different columns.",
    });
  const roles = [options.roles?.group, options.roles?.time].filter(
    (name): name is string => typeof name === "string" && known.has(name),
  );
  const table = await reader.load([...new Set([...names, ...roles])]);
  const told = (column: AskedColumn): AskedColumn =>
    options.unshown?.has(column.name) && column.kind !== "yes/no" ? { ...column, isUnshown: true } : column;
  const asked = (name: string): AskedColumn => told(askedColumn(name, table.columns.get(name)!));
  // Cases may be told apart by anything, days included.
  const named = (name: string): AskedColumn => told(columnOf(name, table.columns.get(name)!));
  const [outcome, given = null] = await exactColumns(
    readKinds([question.outcome, ...(value === null ? [question.other] : [])].map(asked), question, options),
    options.texts,
    question.relation === "against" && value === null,
  );
  if (!outcome) throw new Error("A question has an outcome");
  const isGroup = question.relation === "by" && !testsOfRelations.includes(options.test);
  const other = given?.isUnshown && isGroup ? withUntoldGroups(given) : given;
  const pairedBy = question.pairedBy === null ? null : named(question.pairedBy);
  const askedTable: AskedTable = { question, outcome, other, value, pairedBy, options };
  const { weight } = options.roles ?? {};
  const unshown = [outcome, other].find((column) => column?.isUnshown);
  const notes = [
    ...(typeof weight === "string" && known.has(weight) && !names.includes(weight)
      ? [weightNote(weight)]
      : []),
    ...(options.withPicture && unshown
      ? [`"${unshown.name}" is private, so no chart shows its values.`]
      : []),
  ];
  if (question.averagedBy !== undefined && other !== null)
    return noted(answerAveraged(askedTable, other, named(question.averagedBy)), notes);
  const roleColumn = (name: string | null | undefined): AskedColumn | null =>
    typeof name === "string" && known.has(name) ? named(name) : null;
  const answer = withDesign(answerTable(askedTable), askedTable, {
    group: roleColumn(options.roles?.group),
    time: roleColumn(options.roles?.time),
  });
  return noted(answer, notes);
}

const weightNote = (name: string): string =>
  `Every row counts once: the weights of "${name}", which the project names, have no part in this test.`;

const noted = (answer: Answer, notes: readonly string[]): Answer =>
  notes.length === 0 ? answer : { ...answer, result: withNotes(answer.result, notes) };

const testsOfRelations: readonly unknown[] = [
  "pearsonCorrelation",
  "spearmanCorrelation",
  "kendallCorrelation",
];
const testsOfCounts: readonly unknown[] = [
  "oneProportionTest",
  "twoProportionTest",
  "chiSquaredTest",
  "fisherExactTest",
  "mcNemarTest",
];

/** Columns of 0 and 1 count as no and yes, unless a test of numbers is asked for, or they are subtracted from other numbers. */
function readKinds(
  columns: readonly AskedColumn[],
  { relation }: Question,
  { test }: AnswerOptions,
): readonly AskedColumn[] {
  const [outcome, other] = columns;
  if (!outcome) return columns;
  if (testsOfRelations.includes(test)) return columns.map(asNumbers);
  const isApart = relation === "against" && other !== undefined && other.kind !== outcome.kind;
  if (isApart) return columns.map(asNumbers);
  const isAsked = test !== undefined && !testsOfCounts.includes(test);
  // A number behind `by` that cannot name groups is what is measured, and 0 and 1 are its groups.
  return isAsked && (other === undefined || canGroup(other))
    ? [asNumbers(outcome), ...columns.slice(1)]
    : columns;
}

const answerTable = (asked: AskedTable): Answer =>
  asked.outcome.kind === "number" ? answerForNumbers(asked) : answerForCounts(asked);

/** The answer from one row of each case, or of each case and group. */
function answerAveraged(asked: AskedTable, other: AskedColumn, cases: AskedColumn): Answer {
  const { question, outcome } = asked;
  const isGrouped = question.relation === "by" && canGroup(other);
  const averaged = averageCases(outcome, other, cases, isGrouped ? "by" : "vs");
  const { notes, pairedBy } = averaged;
  const answer = answerTable({
    ...asked,
    ...averaged,
    question: { ...question, pairedBy: pairedBy ? cases.name : null },
  });
  return { ...answer, question, result: withNotes(answer.result, notes) };
}

/** A number behind `against`; null leaves the column to be looked for. */
function readValue(text: string): number | null {
  const value = Number(text.replace(/\s*%$/, ""));
  if (text === "" || !Number.isFinite(value)) return null;
  return text.endsWith("%") ? value / 100 : value;
}
