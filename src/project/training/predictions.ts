import { compileTable } from "../../compile/index.ts";
import type { Program } from "../../ir/index.ts";
import type { Predictions, Task } from "../../model/index.ts";
import type { LearningData } from "./fit-model.ts";
import { takeTableRows, type Table } from "../../schema/index.ts";
import { scoreOutputs } from "./build-program.ts";

/** The numbers that a Program gives for some rows of a table, for measuring. */
export function predictRows(program: Program, task: Task, table: Table, rows: Uint32Array): Predictions {
  const inputs = new Map(program.input.fields.map(({ name }) => [name, table.columns.get(name)!]));
  const scored = compileTable(program)(
    takeTableRows({ schema: program.input, rowCount: table.rowCount, columns: inputs }, rows),
  );
  return {
    outputs: scoreOutputs(task).map((name) => {
      const vector = scored.columns.get(name)!;
      if (vector.kind === "texts") throw new TypeError(`The output "${name}" is text`);
      return vector.values;
    }),
  };
}

/** A model to measure, with its twin where it has one. */
export interface ScoredModel {
  readonly program: Program;
  /** Of outliers: the same model learnt from half of the rows. */
  readonly twin?: Program;
}

/** The numbers that a model gives for some rows, with those of its twin. */
export function predictModel(
  { program, twin }: ScoredModel,
  { task, table }: LearningData,
  rows: Uint32Array,
): Predictions {
  const [again] = twin ? predictRows(twin, task, table, rows).outputs : [];
  return { ...predictRows(program, task, table, rows), ...(again && { again }) };
}
