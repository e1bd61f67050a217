import {
  comparePaired,
  evaluateModel,
  type Evaluation,
  type PairedDifference,
  type Predictions,
} from "../../model/index.ts";
import { evaluationRows } from "../training/evaluation-rows.ts";
import type { LearningData } from "../training/fit-model.ts";
import { predictModel, type ScoredModel } from "../training/predictions.ts";
import { runStep, type RunContext, type StepResult } from "./step.ts";

/** A model to measure. */
export interface MeasuredModel extends ScoredModel {
  readonly name: string;
  readonly hash: string;
}

/** What the test rows say: each model with intervals, and each pair of models on the same rows. */
export interface Evaluated {
  readonly evaluations: readonly Evaluation[];
  readonly differences: readonly PairedDifference[];
}

/** Measures all models on the test rows, and every model against every simpler one. The champion, where there is one, is measured too. */
export async function evaluateStep(
  context: RunContext,
  models: readonly MeasuredModel[],
  data: LearningData,
  test: Uint32Array,
  metric: string,
  dataKey: string,
): Promise<StepResult<Evaluated>> {
  const inputs = {
    data: dataKey,
    models: models.map(({ name, hash }) => ({ name, hash })),
    metric,
    seed: data.seed,
  };
  return runStep(context, "evaluate", 1, inputs, async () => {
    const rows = evaluationRows(data, test);
    const predictions = new Map<string, Predictions>();
    const evaluations: Evaluation[] = [];
    for (const [index, { name, ...model }] of models.entries()) {
      context.effects.progress({ task: "evaluate", done: index, total: models.length, note: name });
      context.effects.signal.throwIfAborted();
      predictions.set(name, predictModel(model, data, test));
      evaluations.push(
        evaluateModel({ ...rows, model: name, predictions: predictions.get(name)!, seed: data.seed }),
      );
    }
    const pairs = models.flatMap((second, at) => models.slice(at + 1).map((first) => ({ first, second })));
    const differences = pairs.flatMap(({ first, second }) => {
      const named = (model: MeasuredModel) => ({
        model: model.name,
        predictions: predictions.get(model.name)!,
      });
      const difference = comparePaired({
        ...rows,
        metric,
        first: named(first),
        second: named(second),
        seed: data.seed,
      });
      return difference ? [difference] : [];
    });
    return { evaluations, differences };
  });
}
