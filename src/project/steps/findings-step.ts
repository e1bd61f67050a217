import type { Findings } from "../findings.ts";
import { evaluationRows } from "../training/evaluation-rows.ts";
import type { LearningData } from "../training/fit-model.ts";
import { predictRows } from "../training/predictions.ts";
import { findClusters } from "./find-clusters.ts";
import { findOutliers } from "./find-outliers.ts";
import { findRanking } from "./find-ranking.ts";
import { runStep, type RunContext, type StepResult } from "./step.ts";
import type { Trained } from "./train-step.ts";

/** What the winner found beside its metrics; undefined for a task whose predictions say it all. */
export async function findingsStep(
  context: RunContext,
  data: LearningData,
  test: Uint32Array,
  best: StepResult<Trained>,
  dataKey: string,
): Promise<Findings | undefined> {
  if (!hasFindings(data)) return undefined;
  const inputs = { dataKey, model: best.hash };
  const { output } = await runStep(context, "describe", 1, inputs, async () =>
    describe(data, test, best.output),
  );
  return output;
}

const hasFindings = ({ task }: LearningData): boolean =>
  task.kind === "ranking" || task.kind === "clusters" || task.kind === "outliers";

function describe(data: LearningData, test: Uint32Array, { program, record }: Trained): Findings {
  const { task, table, group, seed } = data;
  if (group) {
    const { truth, weight } = evaluationRows(data, test);
    return findRanking({
      truth,
      group: Int32Array.from(test, (row) => group[row]!),
      ...(weight && { weight }),
      predictions: predictRows(program, task, table, test),
      seed,
    });
  }
  const all = Uint32Array.from({ length: table.rowCount }, (_, row) => row);
  const answers = predictRows(program, task, table, all).outputs[0]!;
  const columns = program.input.fields.map(({ name }) => [name, table.columns.get(name)!] as const);
  if (task.kind === "clusters") return findClusters(answers, columns);
  return findOutliers(
    {
      scores: answers,
      threshold: Number(record.details["threshold"]),
      share: data.outlierShare ?? 0,
      test,
      ...(data.label && { label: data.label }),
    },
    new Map(columns.filter(([name]) => !data.amounts?.has(name))),
  );
}
