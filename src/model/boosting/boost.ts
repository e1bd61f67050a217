import { availableThreads } from "../../kernel/index.ts";
import type { TrainContext, TrainingSet } from "../trainer.ts";
import { takeTurn } from "../take-turn.ts";
import { createBag } from "./bag.ts";
import { applyBins, learnBins, mostBins, type FeatureBins } from "./feature-bins.ts";
import { growIteration, openGrowth } from "./grow-iteration.ts";
import type { GrownTree } from "./grow-tree.ts";
import { chooseMetrics, openJudge } from "./judging/judge.ts";
import { watchMetric } from "./judging/stopping.ts";
import type { Link } from "./objectives/links.ts";
import type { Objective } from "./objectives/objective.ts";
import { openObjective } from "./objectives/open-objective.ts";
import { describeMemory, estimateMemory, refuseTooMuch } from "./memory.ts";
import { bindNamedRules } from "./named-features.ts";
import { groundRoom, openTreeGround, worthwhile } from "./open-ground.ts";
import type { BoostingParameters } from "./parameters.ts";
import { addTrees, openSide } from "./side.ts";
import type { Tree } from "./tree.ts";
import type { GroundSize, TreeGround } from "./tree-ground.ts";

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
/** Work after which other work gets a turn: some hundredths of a second. */
const turnWork = 20_000_000;

/** Features in the order of their names: of equal gains the first wins, and that must not depend on the columns' order. */
const sortFeatures = (set: TrainingSet): TrainingSet => ({
  ...set,
  features: set.features.toSorted((left, right) => (left.name < right.name ? -1 : 1)),
});

/** Gradient boosting (Friedman 2001) with histograms in fixed point; the parameters are LightGBM's (Ke et al. 2017). */
export async function boost(
  given: TrainingSet,
  validation: TrainingSet | undefined,
  params: BoostingParameters,
  context: TrainContext,
): Promise<Boosted> {
  const opened: TreeGround[] = [];
  try {
    return await boostOn(given, validation, params, context, opened);
  } finally {
    for (const ground of opened) ground.close();
  }
}

/** Boosting on a ground that it opens and leaves to be closed, whatever happens. */
async function boostOn(
  given: TrainingSet,
  validation: TrainingSet | undefined,
  params: BoostingParameters,
  context: TrainContext,
  opened: TreeGround[],
): Promise<Boosted> {
  const train = sortFeatures(given);
  const rules = bindNamedRules(train, params);
  const objective = openObjective(train, params, context.seed);
  const { start, link } = objective;
  const metrics = chooseMetrics(params, objective, train.task.kind);
  const size = {
    rowCount: train.rowCount,
    leafCount: params.numLeaves,
    outputCount: start.length,
    threads: context.threads ?? availableThreads(),
  };
  const note = stateMemory(train, validation, rules.maxBins, size, objective, params, context);
  const { bins, columns, table } = learnBins(train, rules.maxBins, groundRoom(train, rules.maxBins, size));
  const ground = await openTreeGround(bins, columns, table, size);
  opened.push(ground);
  const side = openSide(train, columns, start, ground.scoreRoom(start.length));
  const judged = validation && openSide(validation, applyBins(bins, validation).columns, start);
  const judge = judged && openJudge(judged, link, metrics, params);
  const training = openJudge(side, link, metrics, params);
  const growth = openGrowth(ground, side, objective);
  const bag = createBag(train, side.columns, params.baggingFraction, context.seed);
  const total =
    params.numIterations === "auto" ? autoIterations(params, judge !== undefined) : params.numIterations;
  const stopping = watchMetric(metrics, params);
  const iterations: (readonly Tree[])[] = [];
  const curve: CurvePoint[] = [];
  if (judge) stopping.see(0, judge());
  let work = turnWork;
  for (let iteration = 1; iteration <= total; iteration++) {
    const told = iteration === 1 ? { note } : {};
    const progress = { task: "train boosting", done: iteration - 1, total, ...told };
    if (work >= turnWork) {
      await takeTurn(context.effects, progress);
      work = 0;
    } else context.effects.progress(progress);
    const grown = growIteration(
      growth,
      iteration,
      bag.draw(iteration),
      params,
      rules,
      `${context.seed}/${iteration}`,
    );
    work += grown.reduce((sum, one) => sum + one.work, train.rowCount * grown.length * 10);
    iterations.push(grown.map(({ tree }) => tree));
    if (judged) addTrees(judged, iterations[iterations.length - 1]!);
    const values = judge?.() ?? null;
    if (values) stopping.see(iteration, values);
    const ends =
      iteration === total || (values !== null && stopping.isOver(iteration)) || isSettled(grown, params);
    if (ends || iteration % Math.ceil(total / pointsFor(train.rowCount)) === 0 || iteration === 1)
      curve.push({ iteration, training: training(), validation: values });
    if (ends) break;
  }
  const kept = judge && params.earlyStoppingRounds > 0 ? iterations.slice(0, stopping.best()) : iterations;
  return {
    objective: objective.name,
    link,
    metrics: metrics.map(({ name }) => name),
    bins,
    start,
    iterations: kept.map((trees) => trees.map(withoutTables)),
    iterationsRun: iterations.length,
    curve,
    stoppedEarly: iterations.length < total && kept.length < iterations.length,
  };
}

/** What memory the training will take, in words; fails where it is too much. */
function stateMemory(
  { features }: TrainingSet,
  validation: TrainingSet | undefined,
  maxBins: readonly number[],
  size: GroundSize,
  { form }: Objective,
  { baggingFraction }: BoostingParameters,
  { memoryLimit }: TrainContext,
): string {
  const whole = {
    ...size,
    threads: worthwhile(size, features.length),
    binCounts: features.map((feature, at) => mostBins(feature, maxBins[at]!)),
    hasForm: form !== undefined,
    isBagged: baggingFraction < 1,
    validationRowCount: validation?.rowCount ?? 0,
  };
  const memory = estimateMemory(whole);
  refuseTooMuch(whole, memory, memoryLimit);
  return describeMemory(memory);
}

/** Smaller steps need more of them: at a learning rate of 0.1, 300 with rows to stop by, else 100. */
const autoIterations = ({ learningRate }: BoostingParameters, canStop: boolean): number =>
  Math.min(3000, Math.ceil((canStop ? 30 : 10) / learningRate));

/** No tree found a split, and the next iteration would see the same rows and features. */
const isSettled = (
  grown: readonly GrownTree[],
  { featureFraction, baggingFraction }: BoostingParameters,
): boolean => featureFraction >= 1 && baggingFraction >= 1 && grown.every(({ tree }) => tree.length === 1);

/** The tables of bins were for training only. */
const withoutTables = (tree: Tree): Tree => tree.map((node) => ({ ...node, goesLeft: emptyTable }));
const emptyTable = new Uint8Array(0);
