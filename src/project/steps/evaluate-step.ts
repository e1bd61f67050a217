import {
  adjustQuestions,
  betterSide,
  evaluateModel,
  findMetric,
  testPaired,
  type Evaluation,
  type Fold,
  type HypothesisFamily,
  type PairedDifference,
  type PairedTest,
  type Predictions,
  type SplitSpec,
} from "../../model/index.ts";
import { unshownEvidence } from "../private/unshown-answers.ts";
import {
  calibrationQuestions,
  foldQuestions,
  groupQuestions,
  pairQuestions,
  type FoldScoresOf,
} from "../training/ask-questions.ts";
import { evaluationRows } from "../training/evaluation-rows.ts";
import type { LearningData } from "../training/fit-model.ts";
import { blockRowsOf, unitsOf, type RowUnits } from "../training/independent-units.ts";
import { predictModel, type ScoredModel } from "../training/predictions.ts";
import { runStep, type RunContext, type StepResult } from "./step.ts";

/** A model to measure. */
export interface MeasuredModel extends ScoredModel {
  readonly name: string;
  readonly hash: string;
}

/** What is measured, and what was known before the test rows were touched. */
export interface EvaluationPlan {
  readonly models: readonly MeasuredModel[];
  readonly winner: string;
  /** Which quantile the winner was made to predict; absent for one that predicts the mean, or classes. */
  readonly quantile?: number;
  readonly metric: string;
  readonly split: SplitSpec;
  readonly test: Uint32Array;
  readonly folds: readonly Fold[];
  readonly scores: readonly FoldScoresOf[];
  readonly dataKey: string;
}

/** What the test rows say: each model with intervals, each pair of models on the same rows, and every hypothesis of the run. */
export interface Evaluated {
  readonly evaluations: readonly Evaluation[];
  readonly differences: readonly PairedDifference[];
  readonly evidence: HypothesisFamily;
  /** How many rows that follow each other in time vary together for the winner; 1 where each varies by itself. */
  readonly blockRows: number;
}

/**
 * Measures all models on the test rows, tests every model against every simpler one, the winner's calibration, and the winner for groups
 * of rows, and adjusts all of it together. The champion, where there is one, is measured and compared too.
 */
export async function evaluateStep(
  context: RunContext,
  plan: EvaluationPlan,
  data: LearningData,
): Promise<StepResult<Evaluated>> {
  const { models, winner, quantile, metric, split, folds, scores, dataKey } = plan;
  const sizes = folds.map(({ train, validation }) => ({
    train: train.length,
    validation: validation.length,
  }));
  const inputs = {
    data: dataKey,
    models: models.map(({ name, hash }) => ({ name, hash })),
    metric,
    seed: data.seed,
    winner,
    split,
    sizes,
    scores: scores.map(({ name, folds: values }) => ({ name, folds: [...values] })),
  };
  return runStep(context, "evaluate", 4, inputs, async () => {
    const predictions = predictAll(context, plan, data);
    // Each model by the memory of its own errors, and a pair by the longer one.
    const memories = new Map(
      [...predictions].map(([name, one]) => [name, blockRowsOf(split, data, plan.test, one)]),
    );
    const rowsFor = (...names: readonly string[]): MeasuredRows => ({
      ...evaluationRows(data, plan.test),
      ...unitsOf(split, data, plan.test, Math.max(...names.map((name) => memories.get(name)!))),
    });
    const evaluations = models.map(({ name }, index) => {
      context.effects.progress({ task: "evaluate", done: index, total: models.length, note: name });
      context.effects.signal.throwIfAborted();
      const answers = predictions.get(name)!;
      return evaluateModel({ ...rowsFor(name), model: name, predictions: answers, seed: data.seed });
    });
    const tests = testPairs(plan, data.seed, predictions, rowsFor);
    const asked = {
      ...rowsFor(winner),
      model: winner,
      predictions: predictions.get(winner)!,
      metric,
      seed: data.seed,
      ...(quantile === undefined ? {} : { quantile }),
    };
    context.effects.progress({ task: "evaluate", done: models.length, total: models.length, note: "groups" });
    const tested = adjustQuestions([
      ...pairQuestions(tests),
      ...foldQuestions(scores, metric, sizes),
      ...calibrationQuestions(asked),
      ...groupQuestions(asked, data, plan.test, groupColumns(plan)),
    ]);
    const evidence = unshownEvidence(tested, data.amounts);
    return {
      evaluations,
      differences: judged(tests, evidence, metric, data),
      evidence,
      blockRows: memories.get(winner)!,
    };
  });
}

function predictAll(
  { effects }: RunContext,
  { models, test }: EvaluationPlan,
  data: LearningData,
): ReadonlyMap<string, Predictions> {
  return new Map(
    models.map(({ name, ...model }) => {
      effects.signal.throwIfAborted();
      return [name, predictModel(model, data, test)];
    }),
  );
}

type MeasuredRows = ReturnType<typeof evaluationRows> & RowUnits;

function testPairs(
  { models, metric }: EvaluationPlan,
  seed: number,
  predictions: ReadonlyMap<string, Predictions>,
  rowsFor: (...names: readonly string[]) => MeasuredRows,
): PairedTest[] {
  const named = ({ name }: MeasuredModel) => ({ model: name, predictions: predictions.get(name)! });
  return models.flatMap((second, at) =>
    models.slice(at + 1).flatMap((first) => {
      const rows = rowsFor(first.name, second.name);
      const tested = testPaired({ ...rows, metric, first: named(first), second: named(second), seed });
      return tested ? [tested] : [];
    }),
  );
}

/** The differences with the verdict of the adjusted tests: nothing is called better that does not stand out among all that was tested. */
function judged(
  tests: readonly PairedTest[],
  { hypotheses }: HypothesisFamily,
  metric: string,
  { task }: LearningData,
): PairedDifference[] {
  const { better } = findMetric(metric, task.kind);
  return tests.map(({ difference }) => {
    const { first, second } = difference;
    const found = hypotheses.find(
      ({ subject }) => subject.kind === "models" && subject.first === first && subject.second === second,
    );
    return {
      ...difference,
      better: found?.isBelow ? betterSide(difference.difference.estimate, better) : "none",
    };
  });
}

/** What the winner reads, and the time: columns whose parts it may do worse for. */
function groupColumns({ models, winner, split }: EvaluationPlan): readonly string[] {
  const read = models.find(({ name }) => name === winner)!.program.input.fields.map(({ name }) => name);
  return [...new Set([...read, ...(split.kind === "time" ? [split.column] : [])])];
}
