import { compileTable } from "../../compile/index.ts";
import type { Program } from "../../ir/index.ts";
import type { Predictions, Task } from "../../model/index.ts";
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
