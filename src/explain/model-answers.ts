import { failWork } from "../base/index.ts";
import { compileTable } from "../compile/index.ts";
import type { Predictions } from "../model/index.ts";
import type { Table, Vector } from "../schema/index.ts";
import type { ExplainRequest } from "./explain-request.ts";

/** The model as a function from rows to its answers. */
export type Model = (table: Table) => Predictions;

/** Compiles a Program for explaining: only the outputs that are asked for. T1804 when a row gets no answer. */
export function modelOf({ program, outputs }: Pick<ExplainRequest, "program" | "outputs">): Model {
  const run = compileTable({
    ...program,
    outputs: Object.fromEntries(outputs.map((name) => [name, program.outputs[name]!])),
  });
  return (table) => {
    const answers = run(table);
    return { outputs: outputs.map((name) => numbersOf(name, answers.columns.get(name))) };
  };
}

function numbersOf(name: string, vector: Vector | undefined): Float64Array {
  if (!vector || vector.kind === "texts")
    return failWork("T1804", `The output "${name}" is no number`, {
      cure: "Explain outputs that are numbers.",
    });
  const missing = vector.values.findIndex((value) => Number.isNaN(value));
  if (missing >= 0)
    return failWork("T1804", `The model gives no "${name}" for some rows, the first is row ${missing}`, {
      cure: "Let the model answer for every input.",
    });
  return vector.values;
}

/** The table with one column replaced. */
export const withColumn = (table: Table, name: string, vector: Vector): Table => ({
  ...table,
  columns: new Map([...table.columns].map(([column, old]) => [column, column === name ? vector : old])),
});
