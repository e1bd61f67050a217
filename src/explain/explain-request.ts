import { errorDiagnostic, throwIfErrors, type Diagnostic, type Effects } from "../base/index.ts";
import type { Program } from "../ir/index.ts";
import { outputCount, type Task } from "../model/index.ts";
import type { Table } from "../schema/index.ts";

/** What is to be explained, and on which rows. */
export interface ExplainRequest {
  readonly program: Program;
  readonly modelName: string;
  /**
   * The Program's outputs that hold the answer, as in `Predictions`: the prediction, the probability of the positive class, or
   * one probability per class.
   */
  readonly outputs: readonly string[];
  /** The Program's input columns, and the other columns to slice by. */
  readonly table: Table;
  /** The rows of the table to explain on: those that the model has not learnt from. */
  readonly rows: Uint32Array;
  /** For each row of the table, the number itself, the index of the class or the grade; NaN where nothing says what is true. */
  readonly truth: Float64Array;
  /** A weight for each row of the table; absent means 1. */
  readonly weight?: Float64Array;
  /** Of a ranking: for each row of the table the number of its group. */
  readonly group?: Int32Array;
  /** For each row of the table the number of what it varies together with, from 0 for the rows to explain on; absent for rows that vary alone. */
  readonly cluster?: Int32Array;
  /** Of clusters: the columns of the space in which the rows of the table are near or far. */
  readonly space?: readonly Float64Array[];
  readonly task: Task;
  /** The metric that ranks models. */
  readonly metric: string;
  /** The columns to explain. Those that the Program does not read are only sliced by. */
  readonly columns: readonly string[];
  readonly seed: number;
  readonly effects: Effects;
}

/** Throws every problem of a request at once: T1801 lengths and rows, T1802 unknown columns, T1803 outputs. */
export function checkExplainRequest(request: ExplainRequest): void {
  const { program, outputs, table, rows, truth, weight, group, cluster, task, columns } = request;
  const diagnostics: Diagnostic[] = [];
  const tell = (code: string, message: string, cure: string): void => {
    diagnostics.push(errorDiagnostic(code, message, { cure }));
  };
  if (task.kind === "ranking" && !group)
    tell("T1801", "A ranking is to be explained without groups", "Give the group of each row of the table.");
  for (const [what, values] of [
    ["truth", truth],
    ["weight", weight ?? truth],
    ["group", group ?? truth],
    ["cluster", cluster ?? truth],
  ] as const)
    if (values.length !== table.rowCount)
      tell(
        "T1801",
        `The ${what} has ${values.length} rows and the table has ${table.rowCount}`,
        "Give one for each row of the table.",
      );
  if (rows.length === 0) tell("T1801", "There are no rows to explain the model on", "Give the test rows.");
  const beyond = rows.find((row) => row >= table.rowCount);
  if (beyond !== undefined)
    tell("T1801", `Row ${beyond} is beyond the table's ${table.rowCount} rows`, "Give rows of the table.");
  for (const name of new Set([...columns, ...program.input.fields.map((field) => field.name)]))
    if (!table.columns.has(name))
      tell(
        "T1802",
        `The table has no column "${name}"`,
        "Load the Program's input and the columns to explain.",
      );
  for (const name of outputs)
    if (!Object.hasOwn(program.outputs, name))
      tell(
        "T1803",
        `The Program has no output "${name}"`,
        `Choose of ${Object.keys(program.outputs).join(", ")}.`,
      );
  if (outputs.length !== outputCount(task))
    tell(
      "T1803",
      `${outputs.length} outputs were named, and the task has ${outputCount(task)}`,
      "Name one, or one per class.",
    );
  throwIfErrors(diagnostics);
}
