import { takeTurn } from "../take-turn.ts";
import type { TrainContext, TrainingSet } from "../trainer.ts";
import { takeState } from "./boosting-state.ts";
import type { FeatureBins } from "./feature-bins.ts";
import { growIteration } from "./grow-iteration.ts";
import { watchMetric } from "./judging/stopping.ts";
import type { Link } from "./objectives/links.ts";
import { openTraining, patienceOf, type Training } from "./open-training.ts";
import { drawsAnew, type BoostingParameters } from "./parameters.ts";
import { addTrees } from "./side.ts";
import { scaleTree, type Tree } from "./tree.ts";

/** All metrics after an iteration. */
interface CurvePoint {
  readonly iteration: number;
  readonly training: readonly number[];
  readonly validation: readonly number[] | null;
}

/** What boosting learnt. */
export interface Boosted {
  readonly objective: string;
  /** How the sums of the trees become predictions. */
  readonly link: Link;
  /** The names of the metrics, that which decided first. */
  readonly metrics: readonly string[];
  readonly bins: readonly FeatureBins[];
  readonly start: readonly number[];
  /** For each iteration that is kept, one tree per output. */
  readonly iterations: readonly (readonly Tree[])[];
  readonly iterationsRun: number;
  readonly curve: readonly CurvePoint[];
  readonly stoppedEarly: boolean;
}

/** Points of the loss curve at most: fewer for many rows, for all rows are measured at each, which takes as long as half a tree. */
const pointsFor = (rowCount: number): number =>
  Math.min(20, Math.max(3, Math.ceil(curveRows / Math.max(1, rowCount))));
const curveRows = 2_000_000;
/** Checkpoints of a training, about. */
const checkpoints = 20;
/** Work after which other work gets a turn: some hundredths of a second. */
const turnWork = 20_000_000;

/** Gradient boosting (Friedman 2001) with histograms in fixed point; the parameters are LightGBM's (Ke et al. 2017). */
export async function boost(
  train: TrainingSet,
  validation: TrainingSet | undefined,
  params: BoostingParameters,
  context: TrainContext,
): Promise<Boosted> {
  const training = await openTraining(train, validation, params, context);
  try {
    return await iterate(training, params, context);
  } finally {
    training.growth.ground.close();
  }
}

async function iterate(
  training: Training,
  params: BoostingParameters,
  context: TrainContext,
): Promise<Boosted> {
  const { objective, metrics, bins, judge, booster, known, total } = training;
  const stopping = watchMetric(metrics, { ...params, earlyStoppingRounds: patienceOf(params) });
  const iterations: (readonly Tree[])[] = [];
  const curve: CurvePoint[] = [];
  const checkpoint = openCheckpoint(training, context, total);
  if (judge) stopping.see(0, judge());
  let work = turnWork;
  for (let iteration = 1; iteration <= total; iteration++) {
    const told = iteration === 1 ? { note: training.note } : {};
    const progress = { task: "train boosting", done: iteration - 1, total, ...told };
    if (work >= turnWork) {
      await takeTurn(context.effects, progress);
      work = 0;
    } else context.effects.progress(progress);
    const grown = nextTrees(training, iteration, params, context.seed);
    work += grown.work + training.side.set.rowCount * grown.trees.length * 10;
    iterations.push(grown.trees);
    booster.end(iteration, grown.trees);
    const values = judge?.() ?? null;
    if (values) stopping.see(iteration, values);
    const ends =
      iteration === total ||
      (values !== null && stopping.isOver(iteration)) ||
      (!drawsAnew(params) && grown.trees.every((tree) => tree.length === 1));
    if (ends || iteration % Math.ceil(total / pointsFor(training.side.set.rowCount)) === 0 || iteration === 1)
      curve.push({ iteration, training: training.ownMetrics(), validation: values });
    if (ends) break;
    if (iteration > known.length) await checkpoint(iterations);
  }
  const kept = judge && patienceOf(params) > 0 ? iterations.slice(0, stopping.best()) : iterations;
  await checkpoint(kept, true);
  const factors = booster.factors(kept.length);
  return {
    objective: objective.name,
    link: objective.link,
    metrics: metrics.map(({ name }) => name),
    bins,
    start: objective.start,
    iterations: kept.map((trees, at) => trees.map((tree) => withoutTables(scaleTree(tree, factors[at]!)))),
    iterationsRun: iterations.length,
    curve,
    stoppedEarly: iterations.length < total && kept.length < iterations.length,
  };
}

/** The trees of an iteration, known or grown; the scores of the training rows have them. */
function nextTrees(
  { growth, rules, sampler, booster, side, known }: Training,
  iteration: number,
  params: BoostingParameters,
  seed: number,
): { readonly trees: readonly Tree[]; readonly work: number } {
  const learningRate = booster.begin(iteration);
  const trees = known[iteration - 1];
  if (trees) {
    addTrees(side, trees);
    return { trees, work: 0 };
  }
  const task = { iteration, sampler, params, rules, learningRate, seed: `${seed}/${iteration}` };
  const grown = growIteration(growth, task);
  return {
    trees: grown.map(({ tree }) => tree),
    work: grown.reduce((sum, one) => sum + one.work, 0),
  };
}

/** Tells the state now and then, and at the end. */
function openCheckpoint({ keys }: Training, { onCheckpoint }: TrainContext, total: number) {
  const every = Math.max(1, Math.ceil(total / checkpoints));
  return async (iterations: readonly (readonly Tree[])[], isEnd = false): Promise<void> => {
    if (onCheckpoint && keys && (isEnd || iterations.length % every === 0))
      await onCheckpoint(takeState(keys, iterations));
  };
}

/** The tables of bins were for training only. */
const withoutTables = (tree: Tree): Tree => tree.map((node) => ({ ...node, goesLeft: emptyTable }));
const emptyTable = new Uint8Array(0);
