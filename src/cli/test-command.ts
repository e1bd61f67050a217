import { buildCommand } from "@stricli/core";
import { jsonFlag } from "./command.ts";
import type { TestFlags } from "./commands/test.ts";
import type { TestName } from "../stats/index.ts";
import type { CliContext } from "./context.ts";

/** A level as a share (0.95) or in percent (95). Below a half it is what a level leaves out: an interval of 5 % is never meant. */
export function parseLevel(text: string): number {
  const value = Number(text.replace(/\s*%$/, ""));
  const level = value > 1 ? value / 100 : value;
  if (!(level > 0 && level < 1)) throw new SyntaxError(`"${text}" is no level between 0 and 1`);
  if (level < 0.5)
    throw new SyntaxError(
      `"${text}" is what a level leaves out; give the level of the interval itself: ${Number((1 - level).toPrecision(6))}`,
    );
  return level;
}

const tests = [
  "welchTTest",
  "studentTTest",
  "mannWhitneyTest",
  "pairedTTest",
  "wilcoxonSignedRankTest",
  "oneSampleTTest",
  "welchAnova",
  "oneWayAnova",
  "kruskalWallisTest",
  "friedmanTest",
  "pearsonCorrelation",
  "spearmanCorrelation",
  "kendallCorrelation",
  "oneProportionTest",
  "twoProportionTest",
  "chiSquaredTest",
  "fisherExactTest",
  "mcNemarTest",
] as const satisfies readonly TestName[];

const examples = [
  'tandem test "delay by airline"',
  'tandem test "weight vs height" people.csv',
  'tandem test "score by week paired by student" scores.csv',
  'tandem test "after against before" scores.csv --level 0.99',
  'tandem test "price by region" "price vs size" houses.csv --html answers.html',
];

/** `tandem test`: its arguments; the work is loaded when it is called. */
export const test = buildCommand<TestFlags, string[], CliContext>({
  loader: async () => (await import("./commands/test.ts")).testCommand,
  parameters: {
    flags: {
      json: jsonFlag,
      level: {
        kind: "parsed",
        parse: parseLevel,
        brief: "The share of intervals that hold the true value; default: 0.95",
        optional: true,
        placeholder: "level",
      },
      test: {
        kind: "enum",
        values: tests,
        brief: "The test to take; default: the one that fits the data",
        optional: true,
      },
      adjust: {
        kind: "enum",
        values: ["holm", "benjamini-hochberg"],
        brief: "How the p-values of several questions are adjusted; default: holm",
        optional: true,
      },
      html: {
        kind: "parsed",
        parse: String,
        brief: "Write the answers with their charts to this file, as one page to share",
        optional: true,
        placeholder: "file",
      },
      alternative: {
        kind: "enum",
        values: ["two-sided", "less", "greater"],
        brief: "Which departures count; default: two-sided",
        optional: true,
      },
    },
    positional: {
      kind: "array",
      minimum: 1,
      parameter: {
        brief:
          'What is asked: "A by B", "A ~ B", "A vs B", "A against 0", "A by B paired by C", "A by B averaged by C"; last the project\'s folder, or a data file (default: here)',
        parse: String,
        placeholder: "question",
      },
    },
  },
  docs: {
    brief: "Test a question of the data: effect with interval, p-value, assumptions, and why this test",
    fullDescription: `Chooses the test from the types of the columns, the design and the assumptions, and says why. Rows with missing values are left out and counted. Several questions are adjusted together. In a project the target may be left out: "by airline".\n\nExample:\n${examples.map((line) => `  $ ${line}`).join("\n")}`,
  },
});
