import {
  createRandom,
  exponential,
  mixBits,
  warningDiagnostic,
  type Diagnostic,
  type Json,
} from "../../base/index.ts";
import { call, float, type Expr } from "../../ir/index.ts";
import { fixedPointSum } from "../boosting/fixed-point.ts";
import { oneClassModel } from "../class-shares.ts";
import { rowKeys } from "../row-keys.ts";
import { takeTurn } from "../take-turn.ts";
import { isClassTask } from "../task.ts";
import type { Fitted, TrainContext, TrainingSet } from "../trainer.ts";
import { greatestDraw, openForestGround, type ForestGround } from "./forest-ground.ts";
import { createNodes, forestOf, type ForestNodes } from "./forest-nodes.ts";
import { growForestTree } from "./grow-forest-tree.ts";
import type { ForestParameters } from "./parameters.ts";

/** A forest: the mean of trees that each learn from another draw of rows, features or thresholds (Breiman 2001). */
export async function fitForest(
  name: string,
  train: TrainingSet,
  params: ForestParameters,
  context: TrainContext,
  drawsThresholds: boolean,
): Promise<Fitted> {
  const constant = oneClassModel(train);
  if (constant) return constant;
  const ground = openForestGround(train, params.maxBin);
  const nodes = createNodes(ground.width);
  const gains = new Float64Array(ground.bins.length);
  const out = openOutOfBag(ground);
  const keys = params.bootstrap ? rowKeys(train) : undefined;
  for (let tree = 0; tree < params.numTrees; tree++) {
    await takeTurn(context.effects, { task: `train ${name}`, done: tree, total: params.numTrees });
    const seed = `${context.seed}/${name}/${tree}`;
    const task = {
      ...params,
      ground,
      seed,
      drawsThresholds,
      times: drawTimes(ground.rowCount, keys, params.baggingFraction, seed),
      featureCount: featureCount(train, params),
    };
    growForestTree(task, nodes, gains, out.add);
  }
  const total = gains.reduce((sum, gain) => sum + gain, 0);
  const importance =
    total > 0
      ? Object.fromEntries(ground.bins.map(({ name: feature }, at) => [feature, gains[at]! / total]))
      : {};
  return {
    outputs: outputsOf(train, ground, nodes),
    details: {
      treeCount: params.numTrees,
      leafCount: nodes.feature.filter((feature) => feature < 0).length,
      outOfBag: keys ? out.score(train) : null,
    },
    importance,
    diagnostics: total > 0 ? [] : [constantWarning(name)],
  };
}

/** How often each row counts in a tree: a Poisson number by what the row holds, or once each. */
function drawTimes(rowCount: number, keys: Uint32Array | undefined, rate: number, seed: string): Uint8Array {
  const times = new Uint8Array(rowCount).fill(1);
  if (!keys) return times;
  const bounds = poissonBounds(rate);
  const salt = createRandom(`${seed}/rows`).integer(4294967296);
  let sum = 0;
  for (let row = 0; row < rowCount; row++) {
    const draw = mixBits(keys[row]! ^ salt) / 4294967296;
    let count = 0;
    while (draw >= bounds[count]!) count++;
    times[row] = count;
    sum += count;
  }
  return sum > 0 ? times : times.fill(1);
}

/** The cumulated probabilities of 0, 1, … by a Poisson distribution, up to the greatest draw. */
function poissonBounds(rate: number): readonly number[] {
  const bounds: number[] = [];
  let probability = exponential(-rate);
  let sum = 0;
  for (let count = 0; count < greatestDraw; count++) {
    sum += probability;
    bounds.push(sum);
    probability *= rate / (count + 1);
  }
  return [...bounds, Infinity];
}

const featureCount = (
  { task, features }: TrainingSet,
  { featureFractionBynode }: ForestParameters,
): number => {
  const { length } = features;
  if (featureFractionBynode !== "auto") return Math.max(1, Math.round(featureFractionBynode * length));
  return isClassTask(task) ? Math.max(1, Math.floor(Math.sqrt(length))) : Math.max(1, length);
};

/** The mean over the trees: sums of shares by the number of trees, so that no rounding leads above 1. */
function outputsOf(
  { task, features }: TrainingSet,
  ground: ForestGround,
  nodes: ForestNodes,
): readonly Expr[] {
  const kinds = new Map(features.map(({ name, kind }) => [name, kind]));
  const inputs = ground.bins.map(({ name }) => ({ name, kind: kinds.get(name)! }));
  const outputs = task.kind === "binary" ? [1] : nodes.values.map((_, output) => output);
  return outputs.map((output) => {
    const first = nodes.values[output]![0]!;
    if (
      nodes.roots.length === nodes.feature.length &&
      nodes.values[output]!.every((value) => value === first)
    )
      return float(first);
    return call("divide", forestOf(nodes, output, inputs), float(nodes.roots.length));
  });
}

/** The answers of the trees for rows that they did not learn from. */
function openOutOfBag({ rowCount, width }: ForestGround) {
  const sums = Array.from({ length: width }, () => new Float64Array(rowCount));
  const counts = new Uint32Array(rowCount);
  return {
    add: (rows: Uint32Array, numbers: readonly number[]): void => {
      for (const row of rows) {
        counts[row]! += 1;
        for (let output = 0; output < width; output++) sums[output]![row]! += numbers[output]!;
      }
    },
    /** Share of rows that are told right, or the share of the variance that is explained; as scikit-learn's `oob_score_`. */
    score: ({ task, target, weight }: TrainingSet): Json => {
      const seen = counts.map((count) => (count > 0 ? 1 : 0));
      const weights = Float64Array.from(seen, (is, row) => is * (weight?.[row] ?? 1));
      const totalWeight = fixedPointSum(weights.slice());
      if (!(totalWeight > 0)) return null;
      const meanOf = (value: (row: number) => number): number =>
        fixedPointSum(weights.map((rowWeight, row) => (rowWeight > 0 ? rowWeight * value(row) : 0))) /
        totalWeight;
      const answer = (output: number, row: number): number => sums[output]![row]! / counts[row]!;
      const rowCount = seen.reduce((sum, one) => sum + one, 0);
      if (isClassTask(task)) {
        const accuracy = meanOf((row) => (greatestAt(sums, row) === target[row] ? 1 : 0));
        return { rows: rowCount, accuracy: rounded(accuracy) };
      }
      const mean = meanOf((row) => target[row]!);
      const error = meanOf((row) => (target[row]! - answer(0, row)) ** 2);
      const variance = meanOf((row) => (target[row]! - mean) ** 2);
      return { rows: rowCount, rSquared: variance > 0 ? rounded(1 - error / variance) : null };
    },
  };
}

function greatestAt(sums: readonly Float64Array[], row: number): number {
  let best = 0;
  for (let at = 1; at < sums.length; at++) if (sums[at]![row]! > sums[best]![row]!) best = at;
  return best;
}

const rounded = (value: number): number => Number(value.toPrecision(6));

const constantWarning = (name: string): Diagnostic =>
  warningDiagnostic(
    "T2653",
    `No tree of ${name} found a question that parts the rows, so the model is a constant`,
    {
      cure: "Give it features that vary, or lower minDataInLeaf.",
    },
  );
