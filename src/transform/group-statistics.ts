import { failInput } from "../base/index.ts";
import { call, choose, float, lookup, typeOf, type Expr } from "../ir/index.ts";
import type { DataType } from "../schema/index.ts";
import type { Aggregate, AggregateResults, GroupStatistics } from "./aggregate.ts";
import { asFloat, numberResult, statisticsResult } from "./expressions.ts";
import { normalizeParams, someOf, someTextOrNull } from "./params.ts";
import { countOf } from "./plain-words.ts";
import type { JointTransform, StepInput, StepOutput } from "./transform.ts";

/** Parameters of `group-statistics`. */
export interface GroupStatisticsParams {
  /** The column whose values are the groups; null: the first one of the step. */
  readonly by: string | null;
  /** What is told of each number; null: all. */
  readonly statistics: readonly Statistic[] | null;
}

const words = ["difference", "ratio", "mean", "min", "max", "deviation", "count"] as const;
type Statistic = (typeof words)[number];

const rules = {
  by: someTextOrNull,
  statistics: { ...someOf(words), byDefault: ["difference", "mean"] as readonly Statistic[] },
};

/** Types that can be groups: those that a lookup has keys of. */
const groupTypes: readonly DataType[] = ["Boolean", "Int", "Text", "Day"];

/**
 * Adds to numbers what they are like in the group of their row: the group's mean and the difference from it, and more. A group
 * that was never seen counts as all rows together.
 */
export const groupStatistics: JointTransform<GroupStatisticsParams> = {
  over: "columns",
  name: "group-statistics",
  title: "Compares numbers with those of their group: differences, ratios, means, spreads and counts.",
  accepts: ["Boolean", "Int", "Float", "Text", "Day", "Instant"],
  usesTarget: false,
  normalize: (params, place, diagnostics) =>
    normalizeParams<GroupStatisticsParams>(rules, params, place, diagnostics),
  learn: (inputs, params) => {
    const { group, values } = partInputs(inputs, params);
    const questions = values.flatMap(({ expr }, at): readonly [string, Aggregate][] => {
      const of = asFloat(expr);
      return [
        [`groups ${at}`, { kind: "groupStatistics", by: group.expr, of }],
        [`mean ${at}`, { kind: "mean", of }],
        [`min ${at}`, { kind: "min", of }],
        [`max ${at}`, { kind: "max", of }],
        [`deviation ${at}`, { kind: "standardDeviation", of }],
      ];
    });
    return Object.fromEntries(questions);
  },
  apply: (inputs, params, results) => {
    const { group, values } = partInputs(inputs, params);
    const made = values.flatMap((value, at) =>
      (params.statistics ?? words).map((word) => outputOf(word, value, group, tableOf(at, results))),
    );
    return [...inputs.map(({ name, expr }) => ({ name, expr })), ...made];
  },
  describe: (inputs, params, results) => {
    const { group, values } = partInputs(inputs, params);
    const groups = statisticsResult(results["groups 0"]).length;
    const told = (params.statistics ?? words).join(", ");
    return [
      {
        columns: values.map(({ name }) => name),
        text: `got the ${told} by ${countOf(groups, "group")} of ${JSON.stringify(group.name)}`,
      },
    ];
  },
};

/** The column of the groups, and the numbers. Texts among the others stay as they are. */
function partInputs(inputs: readonly StepInput[], { by }: GroupStatisticsParams) {
  const group = by === null ? inputs[0] : inputs.find(({ name }) => name === by);
  if (!group)
    return failInput("T1565", `The step does not name the column ${JSON.stringify(by)} of its groups`, {
      cure: "Name it among the columns of the step, beside the numbers.",
    });
  if (!groupTypes.includes(typeOf(group.expr)))
    failInput("T1566", `${JSON.stringify(group.name)} is ${typeOf(group.expr)}, which makes no groups`, {
      cure: `Group by a column of ${groupTypes.join(", ")}, or bin it first.`,
    });
  const values = inputs.filter((input) => input !== group && typeOf(input.expr) !== "Text");
  if (values.length === 0)
    failInput("T1566", "There is no number to tell about in the groups", {
      cure: "Name number columns beside the column of the groups.",
    });
  return { group, values };
}

/** What one number is like in each group, and over all rows. */
interface StatisticsTable {
  readonly groups: readonly GroupStatistics[];
  readonly all: Omit<GroupStatistics, "value">;
}

function tableOf(at: number, results: AggregateResults): StatisticsTable {
  const read = (name: string): number => numberResult(results[`${name} ${at}`]) ?? 0;
  const groups = statisticsResult(results[`groups ${at}`]);
  const all = {
    count: 0,
    mean: read("mean"),
    min: read("min"),
    max: read("max"),
    deviation: read("deviation"),
  };
  return { groups, all };
}

function outputOf(word: Statistic, value: StepInput, group: StepInput, table: StatisticsTable): StepOutput {
  const name = `${value.name} (${word} by ${group.name})`;
  const of = asFloat(value.expr);
  if (word !== "difference" && word !== "ratio") return { name, expr: statisticOf(word, group, table) };
  const op = word === "difference" ? "subtract" : "divide";
  return { name, expr: call(op, of, statisticOf("mean", group, table)) };
}

/** A group's statistic by its value; all rows' for a group without a number, and for one that was never seen. */
function statisticOf(
  word: Exclude<Statistic, "difference" | "ratio">,
  { expr }: StepInput,
  { groups, all }: StatisticsTable,
): Expr {
  const known = groups.flatMap((one) => (one.value === null ? [] : [[one.value, one[word]] as const]));
  const found = lookup(expr, known, "Float", float(all[word]));
  const missing = groups.find(({ value }) => value === null);
  return missing ? choose([{ when: call("isNull", expr), then: float(missing[word]) }], found) : found;
}
