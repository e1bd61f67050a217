import { errorDiagnostic, throwIfErrors, type Diagnostic } from "../base/index.ts";
import { columnsOf } from "../ir/index.ts";
import type { ColumnRole, Table } from "../schema/index.ts";
import { targetNumbers } from "./choose-task.ts";
import { groupCodes, labelNumbers } from "./name-task.ts";
import type { PreparedProject } from "./prepare.ts";
import type { SplitRows } from "./steps/split-step.ts";
import type { LearningData } from "./training/fit-model.ts";

const usefulRoles: readonly ColumnRole[] = ["feature", "target", "label", "time", "group", "weight"];

/** Every column that a model, the split or the target may need, with the columns behind derived ones. */
export function neededColumns({ reader, roles, definition }: PreparedProject): string[] {
  const behind = new Set(definition.derived.flatMap(([, expr]) => columnsOf(expr)));
  return reader.schema.fields
    .map(({ name }) => name)
    .filter((name) => usefulRoles.includes(roles[name]!) || behind.has(name));
}

/** A project's table as the trainers want it. Fails with T2054 for weights that are missing, negative or all 0. */
export function learningData(project: PreparedProject, table: Table): LearningData {
  const { definition, task, answers, hidden } = project;
  const target = trainingTarget(project);
  const weight = definition.weight ? table.columns.get(definition.weight) : undefined;
  if (definition.weight && weight?.kind === "numbers")
    throwIfErrors(weightProblems(definition.weight, weight.values, target));
  const derived = definition.derived.filter(
    ([name]) => name !== definition.target && name !== definition.label && !hidden?.derived.has(name),
  );
  return {
    table,
    task: task.task,
    targetColumn: definition.target,
    target,
    weight: weight?.kind === "numbers" ? weight.values : null,
    ...(task.task.kind === "ranking" && answers.group ? { group: groupCodes(answers.group) } : {}),
    ...(answers.label ? { label: labelNumbers(definition, answers.label) } : {}),
    ...(definition.outlierShare === undefined ? {} : { outlierShare: definition.outlierShare }),
    derived,
    ...(hidden ? { amounts: hidden.amounts } : {}),
    seed: definition.seed,
  };
}

/** The target as numbers, empty where the task has none; rows to rank without a group count as rows without a target. */
function trainingTarget({ task: { task }, answers: { target, group } }: PreparedProject): Float64Array {
  if (!target) return new Float64Array(0);
  const numbers = targetNumbers(task, target);
  if (task.kind !== "ranking" || !group) return numbers;
  const codes = groupCodes(group);
  return codes.includes(-1) ? numbers.map((value, row) => (codes[row]! < 0 ? Number.NaN : value)) : numbers;
}

/** What is wrong with the weights of the rows that have a target. */
function weightProblems(name: string, weights: Float64Array, target: Float64Array): Diagnostic[] {
  const rowsWhere = (holds: (weight: number) => boolean): number[] =>
    [...weights.keys()].filter((row) => !Number.isNaN(target[row]!) && holds(weights[row]!));
  const problem = (rows: readonly number[], what: string, cure: string): Diagnostic[] =>
    rows.length === 0
      ? []
      : [
          errorDiagnostic("T2054", `The weight "${name}" is ${what}`, {
            place: `weight: ${JSON.stringify(name)}`,
            value: `first in row ${rows[0]! + 1}`,
            cure,
          }),
        ];
  const missing = rowsWhere((weight) => Number.isNaN(weight));
  const negative = rowsWhere((weight) => weight < 0);
  return [
    ...problem(
      missing,
      `missing in ${missing.length} rows`,
      `Derive one without gaps, such as weighted: column(${JSON.stringify(name)}).coalesce(1), and name that.`,
    ),
    ...problem(negative, `negative in ${negative.length} rows`, "Weights are 0 or above: mend the rows."),
    ...(rowsWhere((weight) => weight !== 0).length > 0
      ? []
      : problem(
          rowsWhere(() => true),
          "0 in every row",
          "At least one row must count.",
        )),
  ];
}

/** The rows that the final models learn from: training and validation rows, ascending. */
export function learntRows({ split }: SplitRows): Uint32Array {
  const rows = new Uint32Array(split.train.length + split.validation.length);
  rows.set(split.train);
  rows.set(split.validation, split.train.length);
  return rows.sort();
}
