import type { Json } from "../base/index.ts";
import { call, linear, type Expr } from "../ir/index.ts";
import { baseline } from "./baseline.ts";
import { oneClassModel } from "./class-shares.ts";
import { constantNote } from "./linear/linear-diagnostics.ts";
import {
  normalizeParameters,
  oneOf,
  orWord,
  realNumber,
  wholeNumber,
  type ParameterRule,
  type ParameterRules,
} from "./parameters.ts";
import { exactSum } from "../stats/index.ts";
import { layerExprs } from "./perceptron/layer-exprs.ts";
import type { Activation, Layer } from "./perceptron/layers.ts";
import type { Batch, Head } from "./perceptron/passes.ts";
import { trainLayers, type TrainedLayers } from "./perceptron/train-layers.ts";
import { prepareTrainingSet, prepareValidationSet } from "./prepare-training-set.ts";
import { createRowTable, rowsLike, scaledExprs, type RowTable } from "./row-table.ts";
import { softmaxExprs } from "./softmax.ts";
import { isClassTask, type Task } from "./task.ts";
import type { Fitted, StoppedEarly, TrainContext, Trainer, TrainingSet } from "./trainer.ts";
import { weightedMoments } from "./weighted-moments.ts";

/** What `mlp` can be told. */
export interface MlpParameters {
  /** The units of each hidden layer. */
  readonly hidden: readonly number[];
  readonly activation: Activation;
  /** Rounds over all rows at most; `auto` is 300 with a validation set to stop by, else 100. */
  readonly epochs: number | "auto";
  readonly learningRate: number;
  /** Rows of one step. */
  readonly batchSize: number;
  /** Beside the mean loss stands `weightDecay`/2 · Σ weight². */
  readonly weightDecay: number;
  /** Epochs without a better loss before training ends; 0 for never. */
  readonly earlyStoppingRounds: number;
}

const widthsRule: ParameterRule<readonly number[]> = {
  fallback: [32],
  allowed: "a list of 1 to 3 whole numbers from 1 to 512",
  accepts: (value): value is readonly number[] =>
    Array.isArray(value) &&
    value.length >= 1 &&
    value.length <= 3 &&
    value.every((width) => Number.isInteger(width) && width >= 1 && width <= 512),
};

const rules: ParameterRules<MlpParameters> = {
  hidden: widthsRule,
  activation: oneOf("relu", ["relu", "tanh"]),
  epochs: orWord("auto", wholeNumber(100, 1, 100_000)),
  learningRate: realNumber(0.005, { above: 0, to: 1 }),
  batchSize: wholeNumber(64, 1, 1_000_000),
  weightDecay: realNumber(0.0001, { from: 0 }),
  earlyStoppingRounds: wholeNumber(20, 0, 100_000),
};

const epochsWith = 300;
const epochsWithout = 100;

/**
 * A multilayer perceptron: one to three layers of units that each activate a weighted sum of the layer below (Rumelhart,
 * Hinton & Williams 1986), trained by Adam on small batches of standardised rows. Rows are worked on in the order of what they
 * hold and then of the seed, so their own order changes nothing.
 * @example
 * const params = mlp.normalize({ hidden: [32, 16] }, "models.0", diagnostics);
 * const fitted = await mlp.train(train, validation, params, { seed: 1, effects: quietEffects() });
 */
export const mlp: Trainer<MlpParameters> = {
  name: "mlp",
  title: "Multilayer perceptron: a small neural network",
  tasks: ["regression", "binary", "multiclass"],
  handles: { missing: false, categories: false },
  normalize: (params, place, diagnostics) => normalizeParameters(rules, params, place, diagnostics),
  settle: (params, stopped) => ({ ...params, epochs: meanEpochs(stopped) ?? params.epochs }),
  train: async (train, validation, params, context) =>
    fit(
      prepareTrainingSet(mlp, train),
      validation && prepareValidationSet(mlp, train, validation),
      params,
      context,
    ),
};

/** The mean of the best epochs, weighted by the rows learnt from, at least 1; undefined where no fit has one. */
function meanEpochs(stopped: readonly StoppedEarly[]): number | undefined {
  let rows = 0;
  let sum = 0;
  for (const { fitted, rowCount } of stopped) {
    const best = fitted.details["bestEpoch"];
    if (typeof best !== "number") continue;
    rows += rowCount;
    sum += best * rowCount;
  }
  return rows === 0 ? undefined : Math.max(1, Math.round(sum / rows));
}

async function fit(
  set: TrainingSet,
  validation: TrainingSet | undefined,
  params: MlpParameters,
  context: TrainContext,
): Promise<Fitted> {
  const constant = oneClassModel(set);
  if (constant) return constant;
  const table = createRowTable(set, true);
  const diagnostics = table.constant.length > 0 ? [constantNote(table.constant)] : [];
  const goal = goalOf(set);
  if (table.features.length === 0 || goal.deviation === 0) {
    const { outputs } = await baseline.train(set, undefined, { center: "mean" }, context);
    context.effects.signal.throwIfAborted();
    return { outputs, details: { constant: true }, importance: {}, diagnostics };
  }
  const trained = await trainLayers(
    batchOf(table, goal),
    validation && batchOf(createPart(table, validation), goal),
    {
      ...params,
      widths: [table.features.length, ...params.hidden, outputsFor(set.task)],
      head: headOf(set.task),
      epochs: params.epochs === "auto" ? (validation ? epochsWith : epochsWithout) : params.epochs,
    },
    context,
  );
  return {
    outputs: outputsOf(set.task, layerExprs(trained.layers, params.activation, scaledExprs(table)), goal),
    details: describe(trained),
    importance: importanceOf(table, trained.layers[0]!),
    diagnostics,
  };
}

/** What a target is less and divided by: a number has mean 0 and deviation 1 in training, a class stays. */
interface Goal {
  readonly mean: number;
  readonly deviation: number;
}

const goalOf = ({ task, target, weight }: TrainingSet): Goal =>
  isClassTask(task) ? { mean: 0, deviation: 1 } : weightedMoments(target, weight)!;

const outputsFor = (task: Task): number => (task.kind === "multiclass" ? task.classes.length : 1);

const headOf = ({ kind }: Task): Head => (kind === "binary" || kind === "multiclass" ? kind : "regression");

type Rows = Pick<RowTable, "rows" | "rowCount" | "target" | "weight">;

/** Rows of another set as those of the table. */
const createPart = (table: RowTable, set: TrainingSet): Rows => ({
  rows: rowsLike(table, set),
  rowCount: set.rowCount,
  target: Float64Array.from(set.target),
  weight: set.weight ? Float64Array.from(set.weight) : new Float64Array(set.rowCount).fill(1),
});

/** Targets and weights on the scale of training: weights have the mean 1. */
function batchOf({ rows, rowCount, target, weight }: Rows, { mean, deviation }: Goal): Batch {
  const total = exactSum(weight);
  return {
    rowCount,
    rows,
    target: target.map((value) => (value - mean) / deviation),
    weight: weight.map((one) => (one / total) * rowCount),
  };
}

function outputsOf(task: Task, scores: readonly Expr[], { mean, deviation }: Goal): readonly Expr[] {
  if (task.kind === "multiclass") return softmaxExprs(scores);
  if (task.kind === "binary") return [call("sigmoid", scores[0]!)];
  return [linear([{ weight: deviation, of: scores[0]! }], mean)];
}

const round = (value: number): number => Number(value.toPrecision(6));

/** Points of the loss curve that are told. */
const mostPoints = 20;

function describe({
  layers,
  epochsRun,
  bestEpoch,
  stoppedEarly,
  curve,
}: TrainedLayers): Readonly<Record<string, Json>> {
  const step = Math.ceil(curve.length / mostPoints);
  return {
    layers: layers.map(({ inputs, outputs }) => ({ inputs, outputs })),
    weightCount: layers.reduce((sum, { weights, biases }) => sum + weights.length + biases.length, 0),
    epochsRun,
    bestEpoch,
    stoppedEarly,
    lossCurve: curve
      .filter(({ epoch }) => epoch % step === 0 || epoch === bestEpoch || epoch === curve.length)
      .map(({ epoch, training, validation }) => ({
        epoch,
        training: round(training),
        validation: validation === null ? null : round(validation),
      })),
  };
}

/** The size of a feature's weights into the first hidden layer, as a share. */
function importanceOf({ features }: RowTable, { outputs, weights }: Layer): Readonly<Record<string, number>> {
  const sizes = features.map((_, at) =>
    weights.subarray(at * outputs, (at + 1) * outputs).reduce((sum, weight) => sum + Math.abs(weight), 0),
  );
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (!(total > 0)) return {};
  return Object.fromEntries(features.map(({ name }, at) => [name, sizes[at]! / total]));
}
