import { columnsOf } from "../ir/index.ts";
import type { ColumnRole, Table } from "../schema/index.ts";
import type { PreparedProject } from "./prepare.ts";
import type { SplitRows } from "./steps/split-step.ts";
import type { LearningData } from "./training/fit-model.ts";

const usefulRoles: readonly ColumnRole[] = ["feature", "target", "time", "group", "weight"];

/** Every column that a model, the split or the target may need, with the columns behind derived ones. */
export function neededColumns({ reader, roles, definition }: PreparedProject): string[] {
  const behind = new Set(definition.derived.flatMap(([, expr]) => columnsOf(expr)));
  return reader.schema.fields
    .map(({ name }) => name)
    .filter((name) => usefulRoles.includes(roles[name]!) || behind.has(name));
}

/** A project's table as the trainers want it. */
export function learningData(
  { definition, task }: PreparedProject,
  table: Table,
  target: Float64Array,
): LearningData {
  const weight = definition.weight ? table.columns.get(definition.weight) : undefined;
  const derived = definition.derived.filter(([name]) => name !== definition.target);
  return {
    table,
    task: task.task,
    targetColumn: definition.target,
    target,
    weight: weight?.kind === "numbers" ? weight.values : null,
    derived,
    seed: definition.seed,
  };
}

/** The rows that the final models learn from: training and validation rows, ascending. */
export function learntRows({ split }: SplitRows): Uint32Array {
  const rows = new Uint32Array(split.train.length + split.validation.length);
  rows.set(split.train);
  rows.set(split.validation, split.train.length);
  return rows.sort();
}
