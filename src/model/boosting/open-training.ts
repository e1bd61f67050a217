import { availableThreads } from "../../kernel/index.ts";
import type { TrainContext, TrainingSet } from "../trainer.ts";
import { createSampler, type RowSampler } from "./bag.ts";
import { openBooster, type Booster } from "./booster.ts";
import { readState, stateKeys, type StateKeys, type StateUse } from "./boosting-state.ts";
import { applyBins, learnBins, mostBins, type FeatureBins } from "./feature-bins.ts";
import { openGrowth, type Growth } from "./grow-iteration.ts";
import { chooseMetrics, isOfForm, openJudge, type NamedMetric } from "./judging/judge.ts";
import { openLinearFit } from "./linear-leaves/fit-leaves.ts";
import { takeNumbers } from "./linear-leaves/take-numbers.ts";
import { describeMemory, estimateMemory, refuseTooMuch } from "./memory.ts";
import { isNarrowCount } from "./narrow.ts";
import { bindNamedRules, type NamedRules } from "./named-features.ts";
import type { Objective } from "./objectives/objective.ts";
import { openObjective } from "./objectives/open-objective.ts";
import { groundRoom, openTreeGround, worthwhile } from "./open-ground.ts";
import { drawsRows, type BoostingParameters } from "./parameters.ts";
import { partLevels } from "./part-levels.ts";
import { placeRows, placingTrees } from "./place-rows.ts";
import { openSide, type Side } from "./side.ts";
import type { Tree } from "./tree.ts";
import type { GroundSize } from "./tree-ground.ts";

/** Everything that the iterations of a training work on. Its ground is to be closed. */
export interface Training {
  /** The memory that it takes, in words. */
  readonly note: string;
  readonly objective: Objective;
  readonly metrics: ReturnType<typeof chooseMetrics>;
  readonly rules: NamedRules;
  readonly bins: readonly FeatureBins[];
  readonly side: Side;
  /** What a state of this training is bound to; absent where nobody asks for one. */
  readonly keys: StateKeys | undefined;
  /** The metrics on the validation rows, and on the training rows. */
  readonly judge: (() => readonly number[]) | undefined;
  readonly ownMetrics: () => readonly number[];
  readonly growth: Growth;
  readonly sampler: RowSampler;
  readonly booster: Booster;
  /** Trees that need not be grown again. */
  readonly known: readonly (readonly Tree[])[];
  readonly total: number;
}

/** Features in the order of their names: of equal gains the first wins, and that must not depend on the columns' order. */
const sortFeatures = (set: TrainingSet): TrainingSet => ({
  ...set,
  features: set.features.toSorted((left, right) => (left.name < right.name ? -1 : 1)),
});

/** Learns the bins, and makes everything ready for the first iteration. */
export async function openTraining(
  given: TrainingSet,
  validation: TrainingSet | undefined,
  params: BoostingParameters,
  context: TrainContext,
): Promise<Training> {
  const train = partLevels(sortFeatures(given), params.catSmooth);
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
  const note = stateMemory(train, validation, rules.maxBins, size, objective, metrics, params, context);
  const rows = learnBins(train, rules.maxBins, groundRoom(train, rules.maxBins, size));
  const { bins, columns } = rows;
  try {
    const { linearTree, linearLambda } = params;
    const raw = linearTree ? takeNumbers(bins, train.features) : undefined;
    const keys = isFollowed(context)
      ? stateKeys(train, { columns, bins, numbers: raw }, start, params, context.seed)
      : undefined;
    const read = (use: StateUse): readonly (readonly Tree[])[] =>
      context[use] === undefined
        ? []
        : readState(context[use], use, keys!, bins, { outputCount: start.length, linearTree });
    const first = read("initModel");
    const resumed = read("resume");
    const sampler = createSampler(train, params, context.seed);
    const ground = await openTreeGround(bins, rows, size);
    const total = first.length + iterationCount(params, validation !== undefined);
    const trees = drawsRows(params) ? 0 : placingTrees(total);
    const placing = { trees, start, seed: context.seed, numbers: raw };
    const { set, numbers } = placeRows(train, ground, params, rules, placing);
    const own = set === train ? objective : openObjective(set, params, context.seed);
    const side = openSide(set, { columns, numbers }, start, ground.scoreRoom(start.length));
    const judged = validation && openJudged(validation, bins, start, linearTree);
    return {
      note,
      objective: own,
      metrics,
      rules,
      bins,
      side,
      keys,
      judge: judged && openJudge(judged, link, metrics, params),
      ownMetrics: openJudge(side, link, metrics, params, ground),
      growth: openGrowth(ground, side, own, numbers && openLinearFit(ground, bins, numbers, linearLambda)),
      sampler,
      booster: openBooster({ start, training: side, judged }, params, context.seed),
      known: resumed.length > first.length ? resumed : first,
      total,
    };
  } catch (error) {
    for (const member of rows.crew) member.dismiss();
    throw error;
  }
}

/** Rows to judge by. */
const openJudged = (
  set: TrainingSet,
  bins: readonly FeatureBins[],
  start: readonly number[],
  linearTree: boolean,
): Side => {
  const numbers = linearTree ? takeNumbers(bins, set.features) : undefined;
  return openSide(set, { columns: applyBins(bins, set).columns, numbers }, start);
};

const isFollowed = ({ onCheckpoint, resume, initModel }: TrainContext): boolean =>
  onCheckpoint !== undefined || resume !== undefined || initModel !== undefined;

/** Iterations without a better one before training ends. Dropouts change trees that were kept, so that there is no best iteration to go back to. */
export const patienceOf = ({ boosting, earlyStoppingRounds }: BoostingParameters): number =>
  boosting === "dart" ? 0 : earlyStoppingRounds;

/** Smaller steps need more of them: at a learning rate of 0.1, 300 with rows to stop by, else 100. A mean of trees has 100. */
function iterationCount(params: BoostingParameters, canStop: boolean): number {
  const { numIterations, learningRate, boosting } = params;
  if (numIterations !== "auto") return numIterations;
  if (boosting === "rf") return 100;
  return Math.min(3000, Math.ceil((canStop && boosting !== "dart" ? 30 : 10) / learningRate));
}

/** What memory the training will take, in words; fails where it is too much. */
function stateMemory(
  train: TrainingSet,
  validation: TrainingSet | undefined,
  maxBins: readonly number[],
  size: GroundSize,
  { form, link }: Objective,
  metrics: readonly NamedMetric[],
  params: BoostingParameters,
  { memoryLimit }: TrainContext,
): string {
  const { features } = train;
  const isInPlace = ({ metric }: NamedMetric): boolean => isOfForm(metric, link, train);
  const whole = {
    ...size,
    threads: worthwhile(size, features.length),
    binCounts: features.map((feature, at) => mostBins(feature, maxBins[at]!)),
    hasForm: form !== undefined && !params.linearTree,
    isWeighted: form?.weight !== undefined,
    linearFeatureCount: params.linearTree ? features.filter(({ kind }) => kind === "number").length : 0,
    isJudgedInPlace: isNarrowCount(size.rowCount) && metrics.every(isInPlace),
    isBagged: drawsRows(params),
    validationRowCount: validation?.rowCount ?? 0,
  };
  const memory = estimateMemory(whole);
  refuseTooMuch(whole, memory, memoryLimit);
  return describeMemory(memory);
}
