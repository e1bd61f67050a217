import { explain, type Explanation } from "../../explain/index.ts";
import { hasTarget } from "../../model/index.ts";
import { scoreOutputs } from "../training/build-program.ts";
import type { LearningData } from "../training/fit-model.ts";
import { runStep, type RunContext, type StepResult } from "./step.ts";
import type { Trained } from "./train-step.ts";

/** Explains the winner on the test rows: which columns matter, how, and where it is weak. */
export function explainStep(
  context: RunContext,
  data: LearningData,
  test: Uint32Array,
  best: StepResult<Trained>,
  metric: string,
  dataKey: string,
): Promise<StepResult<Explanation>> {
  const { program, record } = best.output;
  return runStep(context, "explain", 1, { dataKey, model: best.hash, metric }, async () =>
    explain({
      program,
      modelName: record.name,
      outputs: scoreOutputs(data.task),
      table: data.table,
      rows: test,
      truth: hasTarget(data.task.kind)
        ? data.target
        : (data.label ?? new Float64Array(data.table.rowCount).fill(Number.NaN)),
      ...(data.weight ? { weight: data.weight } : {}),
      ...(data.group ? { group: data.group } : {}),
      ...(data.space ? { space: data.space } : {}),
      task: data.task,
      metric,
      columns: program.input.fields.map(({ name }) => name),
      seed: data.seed,
      effects: context.effects,
    }),
  );
}
