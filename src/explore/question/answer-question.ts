import { failInput } from "../../base/index.ts";
import type { ColumnReader } from "../../data/index.ts";
import type { Interval, PairwiseResult, TestChoice, TestResult } from "../../stats/index.ts";
import { answerForCounts } from "./answer-for-counts.ts";
import { answerForNumbers } from "./answer-for-numbers.ts";
import { askedColumn, type AskedColumn } from "./column-kind.ts";
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
}

/** How a question is to be answered. */
export interface AnswerOptions {
  readonly level?: number;
  readonly alternative?: "two-sided" | "less" | "greater";
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
 * nearest names), T2851 to T2855 for columns that do not fit the question, and T2830 to T2845 where the values do not.
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
  ];
  const repeated = names.find((name, at) => names.indexOf(name) !== at);
  if (repeated !== undefined)
    failInput("T2853", "A column cannot be compared with itself", {
      place: `column "${repeated}"`,
      cure: "Name two different columns.",
    });
  const table = await reader.load(names);
  const asked = (name: string): AskedColumn => askedColumn(name, table.columns.get(name)!);
  const outcome = asked(question.outcome);
  const askedTable: AskedTable = {
    question,
    outcome,
    other: value === null ? asked(question.other) : null,
    value,
    pairedBy: question.pairedBy === null ? null : asked(question.pairedBy),
    options,
  };
  return outcome.kind === "number" ? answerForNumbers(askedTable) : answerForCounts(askedTable);
}

/** A number behind `against`; null leaves the column to be looked for. */
function readValue(text: string): number | null {
  const value = Number(text.replace(/\s*%$/, ""));
  if (text === "" || !Number.isFinite(value)) return null;
  return text.endsWith("%") ? value / 100 : value;
}
