import { explain, type Explanation } from "../../explain/index.ts";
import { hasTarget } from "../../model/index.ts";
import { unshownExplanation } from "../private/unshown-answers.ts";
import { scoreOutputs } from "../training/build-program.ts";
import type { LearningData } from "../training/fit-model.ts";
import type { RowUnits } from "../training/independent-units.ts";
import { runStep, type RunContext, type StepResult } from "./step.ts";
import type { Trained } from "./train-step.ts";

/** The rows to explain on, and what varies together among them. */
export interface ExplainedOn {
  readonly rows: Uint32Array;
  readonly units: RowUnits;
  readonly blockRows: number;
}

/** Explains the winner on the test rows: which columns matter, how, and where it is weak. */
export function explainStep(
  context: RunContext,
  data: LearningData,
  { rows, units, blockRows }: ExplainedOn,
  best: StepResult<Trained>,
  metric: string,
  dataKey: string,
): Promise<StepResult<Explanation>> {
  const { program, record } = best.output;
  const cluster = units.cluster && spreadOver(data.table.rowCount, rows, units.cluster);
  const inputs = { dataKey, model: best.hash, metric, blockRows };
  return runStep(context, "explain", 2, inputs, async () => {
    const explanation = explain({
      program,
      modelName: record.name,
      outputs: scoreOutputs(data.task),
      table: data.table,
      rows,
      truth: hasTarget(data.task.kind)
        ? data.target
        : (data.label ?? new Float64Array(data.table.rowCount).fill(Number.NaN)),
      ...(data.weight ? { weight: data.weight } : {}),
      ...(data.group ? { group: data.group } : {}),
      ...(cluster ? { cluster } : {}),
      ...(data.space ? { space: data.space } : {}),
      task: data.task,
      metric,
      columns: program.input.fields.map(({ name }) => name),
      seed: data.seed,
      effects: context.effects,
    });
    return unshownExplanation(explanation, data.amounts);
  });
}

/** A number for each row of the table; -1 for rows that are not explained. */
function spreadOver(rowCount: number, rows: Uint32Array, codes: Int32Array): Int32Array {
  const spread = new Int32Array(rowCount).fill(-1);
  for (const [at, row] of rows.entries()) spread[row] = codes[at]!;
  return spread;
}
