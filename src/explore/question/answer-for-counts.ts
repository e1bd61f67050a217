import { failInput } from "../../base/index.ts";
import {
  chiSquaredTest,
  chooseTest,
  crossTable,
  fisherExactTest,
  friedmanTest,
  mcNemarTest,
  oneProportionTest,
  twoProportionTest,
  wilsonInterval,
  type CrossTable,
  type Proportion,
  type TestChoice,
  type TestName,
  type TestResult,
} from "../../stats/index.ts";
import { answerForNumbers, droppedNote, withDropped, withNotes } from "./answer-for-numbers.ts";
import type { AnswerPicture } from "./answer-picture.ts";
import type { Answer, AskedTable, GroupEstimate } from "./answer-question.ts";
import { checkGroups } from "./check-groups.ts";
import { canGroup, groupNames, labelsOf, numbersOf, type AskedColumn } from "./column-kind.ts";
import { splitBlocks, type Blocks } from "./split-blocks.ts";
import { wantedTest, type AnsweringTests } from "./wanted-test.ts";

/** Answers a question whose outcome is yes/no or a category. */
export function answerForCounts(asked: AskedTable): Answer {
  const { outcome, other, question } = asked;
  if (other === null) return againstShare(asked);
  if (other.kind === "number" && !canGroup(other))
    // A category and a number: the number is what is measured, the category names the groups.
    return answerForNumbers({
      ...asked,
      question: { ...question, relation: "by" },
      outcome: other,
      other: outcome,
    });
  if (question.pairedBy !== null || question.relation === "against") return changed(asked);
  return related(asked, tableOf(other, outcome));
}

/** Counts the pairs of two columns, when it is known that there are not too many groups for a table (T2854). */
function tableOf(rows: AskedColumn, columns: AskedColumn): CrossTable {
  const [first, second] = [labelsOf(rows), labelsOf(columns)];
  const isWhole = (at: number): boolean => (first[at] ?? null) !== null && (second[at] ?? null) !== null;
  for (const [labels, { name }] of [
    [first, rows],
    [second, columns],
  ] as const)
    checkGroups({ names: [...new Set(labels.filter((_, at) => isWhole(at)))].map(String) }, name);
  return crossTable(first, second, { missing: "drop" });
}

function againstShare(asked: AskedTable): Answer {
  const { outcome, value, options } = asked;
  if (outcome.kind !== "yes/no")
    failInput(
      "T2852",
      "Only numbers and yes/no can be compared with a number, and this column holds categories",
      {
        place: `column "${outcome.name}"`,
        cure: "Derive a yes/no column from it, and ask about that.",
      },
    );
  const values = numbersOf(outcome);
  let [successes, trials] = [0, 0];
  for (let row = 0; row < values.length; row++) {
    if (Number.isNaN(values[row]!)) continue;
    trials++;
    successes += values[row]!;
  }
  const oneProportion = (): TestResult =>
    oneProportionTest(
      { successes, trials },
      { ...settingsOf(asked), names: [outcome.name], against: value! },
    );
  const { choice, run } = chosenOf(options.test, chooseTest({ outcome: "yes/no", against: "value" }), {
    oneProportionTest: oneProportion,
  });
  const shares = sharesOf([outcome.name], [{ successes, trials }], options.level);
  return answer(asked, choice, withDropped(run(), values.length - trials), shares, value!);
}

/** The test that fits, or the one that was asked for, if it answers the question (T2878). */
function chosenOf(wanted: TestName | undefined, fitting: TestChoice, tests: AnsweringTests) {
  const { choice, run } = wantedTest(wanted ?? fitting.test, tests);
  return { choice: wanted === undefined ? fitting : choice, run };
}

/** Yes/no answers of the same cases: two columns, or several rows of each case. */
function changed(asked: AskedTable): Answer {
  const { outcome, other, pairedBy, question, options } = asked;
  if (outcome.kind !== "yes/no" || (question.relation === "against" && other!.kind !== "yes/no"))
    failInput("T2852", "Categories of the same cases cannot be compared; only yes/no can", {
      place: `column "${outcome.name}"`,
      cure: "Derive a yes/no column from the category, and ask about that.",
    });
  const blocks = pairedBy ? splitBlocks(outcome, other!, pairedBy) : columnsBeside(outcome, other!);
  const { names, columns, notes } = blocks;
  const shares = sharesOf(
    names,
    columns.map((values) => ({
      successes: values.reduce((sum, one) => sum + one, 0),
      trials: values.length,
    })),
    options.level,
  );
  const fitting = chooseTest({
    outcome: "yes/no",
    against: "groups",
    design: "same cases",
    groups: names.length,
  });
  const { choice, run } = chosenOf(
    options.test,
    fitting,
    names.length === 2
      ? { mcNemarTest: () => mcNemarTest(changesOf(columns), { ...settingsOf(asked), names }) }
      : {
          // Of values that are 0 or 1, with its correction for ties, Friedman's statistic is Cochran's Q (1950).
          friedmanTest: () => friedmanTest(columns, { ...settingsOf(asked), names, measure: outcome.name }),
        },
  );
  return answer(asked, choice, withNotes(run(), notes), shares, 0);
}

/** Two columns of the same cases, without the rows in which one is missing. */
function columnsBeside(first: AskedColumn, second: AskedColumn): Blocks {
  const [left, right] = [numbersOf(first), numbersOf(second)];
  const kept = [...left.keys()].filter((row) => !Number.isNaN(left[row]!) && !Number.isNaN(right[row]!));
  const dropped = left.length - kept.length;
  return {
    names: [first.name, second.name],
    columns: [left, right].map((values) => Float64Array.from(kept, (row) => values[row]!)),
    notes: dropped === 0 ? [] : [droppedNote(dropped)],
  };
}

/** How often both said yes, only the first, only the second, and neither. */
function changesOf([first, second]: readonly Float64Array[]): readonly (readonly number[])[] {
  const table = [
    [0, 0],
    [0, 0],
  ];
  first!.forEach((value, row) => table[1 - value]![1 - second![row]!]!++);
  return table;
}

const settingsOf = ({ options: { level, alternative } }: AskedTable) => ({
  ...(level === undefined ? {} : { level }),
  ...(alternative === undefined ? {} : { alternative }),
});

function related(asked: AskedTable, cross: CrossTable): Answer {
  const { outcome, other, options } = asked;
  const { table } = cross;
  const rowNames = groupNames(other!, cross.rowNames);
  const columnNames = groupNames(outcome, cross.columnNames);
  const totals = table.map((row) => row.reduce((sum, one) => sum + one, 0));
  const whole = totals.reduce((sum, one) => sum + one, 0);
  const columnTotals = columnNames.map((_, at) => table.reduce((sum, row) => sum + row[at]!, 0));
  const expected = totals.flatMap((total) => columnTotals.map((one) => (total / whole) * one));
  // Of two categories the share of one says all: for yes and no that of yes, else of the one that comes last in order.
  const isYesNo = columnNames.length === 2;
  const measure = `${outcome.name} = ${cross.columnNames[1]}`;
  const fitting = chooseTest({
    outcome: isYesNo ? "yes/no" : "category",
    against: "groups",
    groups: rowNames.length,
    smallestExpected: expected.reduce((least, one) => Math.min(least, one)),
    shareBelowFive: expected.length > 4 ? expected.filter((one) => one < 5).length / expected.length : 1,
  });
  const names = [other!.name, outcome.name];
  const shares: readonly Proportion[] = table.map((row, at) => ({ successes: row[1]!, trials: totals[at]! }));
  const settings = { ...settingsOf(asked), names };
  const tests: AnsweringTests = {
    chiSquaredTest: () => chiSquaredTest(table, settings),
    fisherExactTest: () => fisherExactTest(table, settings),
    ...(isYesNo && rowNames.length === 2
      ? {
          twoProportionTest: () =>
            twoProportionTest(shares[0]!, shares[1]!, { ...settings, names: rowNames, measure }),
        }
      : {}),
  };
  const { choice, run } = chosenOf(options.test, fitting, tests);
  const groups = isYesNo ? sharesOf(rowNames, shares, options.level) : [];
  const neutral =
    choice.test === "fisherExactTest" && rowNames.length === 2 && columnNames.length === 2 ? 1 : 0;
  const found = answer(
    asked,
    choice,
    withNotes(withDropped(run(), cross.dropped), balanceNotes(table)),
    groups,
    neutral,
    isYesNo
      ? { kind: "shares" }
      : {
          kind: "table",
          rowName: other!.name,
          columnName: outcome.name,
          columns: columnNames,
          rows: rowNames.map((name, at) => ({ name, counts: table[at]! })),
        },
  );
  return isYesNo && outcome.kind === "category" ? { ...found, measure: `share of ${measure}` } : found;
}

/** A table whose cells are all alike is more often a list of cells, with what they count in another column, than data. */
function balanceNotes(table: CrossTable["table"]): readonly string[] {
  const [first = 0] = table[0] ?? [];
  return table.every((row) => row.every((count) => count === first))
    ? [
        `All combinations occur equally often (${first === 1 ? "once" : `${first} times`}): if the rows are cells with their counts in another column, repeat each row as often as it counts and ask again.`,
      ]
    : [];
}

const sharesOf = (
  names: readonly string[],
  shares: readonly Proportion[],
  level = 0.95,
): readonly GroupEstimate[] =>
  names.map((name, at) => {
    const { successes, trials } = shares[at]!;
    const around = wilsonInterval(successes, trials, level);
    return {
      name,
      count: trials,
      estimate: successes / trials,
      interval: around ? { level, ...around } : undefined,
    };
  });

const answer = (
  { question, outcome, options }: AskedTable,
  choice: Answer["choice"],
  result: TestResult,
  groups: readonly GroupEstimate[],
  neutral: number,
  picture: AnswerPicture = { kind: "shares" },
): Answer => ({
  question,
  choice,
  result,
  pairs: null,
  measure: `share of ${outcome.name}`,
  groups,
  neutral,
  picture: options.withPicture ? picture : null,
  proposals: [],
});
