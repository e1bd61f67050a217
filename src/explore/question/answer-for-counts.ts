import { failInput } from "../../base/index.ts";
import {
  chiSquaredTest,
  chooseTest,
  crossTable,
  fisherExactTest,
  mcNemarTest,
  oneProportionTest,
  twoProportionTest,
  wilsonInterval,
  type CrossTable,
  type Proportion,
  type TestResult,
} from "../../stats/index.ts";
import { answerForNumbers, checkGroups, withDropped, withNotes } from "./answer-for-numbers.ts";
import type { AnswerPicture } from "./answer-picture.ts";
import type { Answer, AskedTable, GroupEstimate } from "./answer-question.ts";
import { canGroup, labelsOf, numbersOf } from "./column-kind.ts";
import { splitBlocks } from "./split-blocks.ts";
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
  const cross = crossTable(labelsOf(other), labelsOf(outcome), { missing: "drop" });
  checkGroups({ names: cross.rowNames }, other.name);
  checkGroups({ names: cross.columnNames }, outcome.name);
  return related(asked, cross);
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
  const result = oneProportionTest(
    { successes, trials },
    {
      ...levelOf(asked),
      ...(options.alternative === undefined ? {} : { alternative: options.alternative }),
      names: [outcome.name],
      against: value!,
    },
  );
  const choice = chooseTest({ outcome: "yes/no", against: "value" });
  const shares = sharesOf([outcome.name], [{ successes, trials }], options.level);
  return answer(asked, choice, withDropped(result, values.length - trials), shares, value!);
}

/** Two yes/no answers of the same cases: two columns, or two rows of each case. */
function changed(asked: AskedTable): Answer {
  const { outcome, other, pairedBy, question } = asked;
  if (outcome.kind !== "yes/no" || (question.relation === "against" && other!.kind !== "yes/no"))
    failInput("T2852", "Categories of the same cases cannot be compared; only yes/no can", {
      place: `column "${outcome.name}"`,
      cure: "Derive a yes/no column from the category, and ask about that.",
    });
  const { names, columns, notes } = pairedBy
    ? splitBlocks(numbersOf(outcome), labelsOf(other!), labelsOf(pairedBy), pairedBy.name)
    : { names: [outcome.name, other!.name], columns: [numbersOf(outcome), numbersOf(other!)], notes: [] };
  if (names.length !== 2)
    failInput("T2854", "Yes/no answers of the same cases can be compared between two groups only", {
      place: `column "${other!.name}"`,
      value: `${names.length}`,
      cure: "Keep the rows of two groups.",
    });
  const table = [
    [0, 0],
    [0, 0],
  ];
  let dropped = 0;
  for (let row = 0; row < columns[0]!.length; row++) {
    const [first, second] = [columns[0]![row]!, columns[1]![row]!];
    if (Number.isNaN(first) || Number.isNaN(second)) dropped++;
    else table[1 - first]![1 - second]!++;
  }
  const result = mcNemarTest(table, { ...levelOf(asked), names });
  const choice = chooseTest({ outcome: "yes/no", against: "groups", design: "same cases" });
  const [[both = 0, left = 0] = [], [right = 0, neither = 0] = []] = table;
  const trials = both + left + right + neither;
  const shares = [both + left, both + right].map((successes) => ({ successes, trials }));
  const groups = sharesOf(names, shares, asked.options.level);
  return answer(asked, choice, withDropped(withNotes(result, notes), dropped), groups, 0);
}

const levelOf = ({ options }: AskedTable) => (options.level === undefined ? {} : { level: options.level });

function related(asked: AskedTable, cross: CrossTable): Answer {
  const { outcome, other, options } = asked;
  const { table, rowNames, columnNames } = cross;
  const totals = table.map((row) => row.reduce((sum, one) => sum + one, 0));
  const whole = totals.reduce((sum, one) => sum + one, 0);
  const columnTotals = columnNames.map((_, at) => table.reduce((sum, row) => sum + row[at]!, 0));
  const smallestExpected =
    (totals.reduce((least, one) => Math.min(least, one)) / whole) *
    columnTotals.reduce((least, one) => Math.min(least, one));
  const isYesNo = outcome.kind === "yes/no" && columnNames.length === 2;
  const fitting = chooseTest({
    outcome: isYesNo ? "yes/no" : "category",
    against: "groups",
    groups: rowNames.length,
    smallestExpected,
  });
  const names = [other!.name, outcome.name];
  const shares: readonly Proportion[] = table.map((row, at) => ({ successes: row[1]!, trials: totals[at]! }));
  const { alternative } = options;
  const tests: AnsweringTests = {
    chiSquaredTest: () => chiSquaredTest(table, { ...levelOf(asked), names }),
    fisherExactTest: () => fisherExactTest(table, { ...levelOf(asked), names }),
    ...(isYesNo && rowNames.length === 2
      ? {
          twoProportionTest: () =>
            twoProportionTest(shares[0]!, shares[1]!, {
              ...levelOf(asked),
              ...(alternative === undefined ? {} : { alternative }),
              names: rowNames,
            }),
        }
      : {}),
  };
  const { choice, run } = wantedTest(options.test ?? fitting.test, tests);
  const groups = isYesNo ? sharesOf(rowNames, shares, options.level) : [];
  const neutral =
    choice.test === "fisherExactTest" && rowNames.length === 2 && columnNames.length === 2 ? 1 : 0;
  return answer(
    asked,
    options.test === undefined ? fitting : choice,
    withDropped(run(), cross.dropped),
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
