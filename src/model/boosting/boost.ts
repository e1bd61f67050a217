import type { TrainContext, TrainingSet } from "../trainer.ts";
import { takeTurn } from "../take-turn.ts";
import { createBag, drawFeatures } from "./bag.ts";
import { applyBins, learnBins, type FeatureBins } from "./feature-bins.ts";
import { fixedPointSum, toFixedPoint } from "./fixed-point.ts";
import { growTree, prepareGround, type GrowingGround, type GrownTree } from "./grow-tree.ts";
import { lossOf, type Loss } from "./loss.ts";
import type { BoostingParameters } from "./parameters.ts";
import { addTree, type Tree } from "./tree.ts";

/** Mean losses after an iteration. */
interface LossPoint {
  readonly iteration: number;
  readonly training: number;
  readonly validation: number | null;
}

/** What boosting learnt. */
export interface Boosted {
  readonly bins: readonly FeatureBins[];
  readonly start: readonly number[];
  /** For each iteration that is kept, one tree per output. */
  readonly iterations: readonly (readonly Tree[])[];
  readonly iterationsRun: number;
  readonly curve: readonly LossPoint[];
  readonly stoppedEarly: boolean;
}

/** Points of the loss curve at most. */
const curvePoints = 20;
/** Work after which other work gets a turn: some hundredths of a second. */
const turnWork = 20_000_000;

/** Rows as the trees see them, with the scores so far. */
interface Side {
  readonly set: TrainingSet;
  readonly columns: readonly Uint8Array[];
  readonly scores: readonly Float64Array[];
  readonly predicted: readonly Float64Array[];
  readonly buffer: Float64Array;
  readonly weightSum: number;
}

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
  const train = sortFeatures(given);
  const loss = lossOf(train.task);
  const bins = train.features.map((feature) => learnBins(feature, params.maxBin));
  const start = loss.start(train);
  const side = openSide(train, bins, start);
  const judge = validation && openSide(validation, bins, start);
  const ground = prepareGround(bins, side.columns, train.rowCount);
  const bag = createBag(train, side.columns, params.baggingFraction, context.seed);
  const total =
    params.numIterations === "auto" ? autoIterations(params, judge !== undefined) : params.numIterations;
  const patience = judge && params.earlyStoppingRounds > 0 ? params.earlyStoppingRounds : Infinity;
  const iterations: (readonly Tree[])[] = [];
  const curve: LossPoint[] = [];
  let best = { iteration: 0, loss: judge ? meanLoss(loss, judge) : Infinity };
  let work = turnWork;
  for (let iteration = 1; iteration <= total; iteration++) {
    const progress = { task: "train boosting", done: iteration - 1, total };
    if (work >= turnWork) {
      await takeTurn(context.effects, progress);
      work = 0;
    } else context.effects.progress(progress);
    const grown = growIteration(
      ground,
      side,
      loss,
      bag.draw(iteration),
      params,
      `${context.seed}/${iteration}`,
    );
    work += grown.reduce((sum, one) => sum + one.work, train.rowCount * grown.length * 10);
    iterations.push(grown.map(({ tree }) => tree));
    if (judge) addTrees(judge, iterations.at(-1)!);
    const judged = judge ? meanLoss(loss, judge) : null;
    if (judged !== null && judged < best.loss) best = { iteration, loss: judged };
    const ends = iteration === total || iteration - best.iteration >= patience || isSettled(grown, params);
    if (ends || iteration % Math.ceil(total / curvePoints) === 0 || iteration === 1)
      curve.push({ iteration, training: meanLoss(loss, side), validation: judged });
    if (ends) break;
  }
  const kept = judge && patience < Infinity ? iterations.slice(0, best.iteration) : iterations;
  return {
    bins,
    start,
    iterations: kept.map((trees) => trees.map(withoutTables)),
    iterationsRun: iterations.length,
    curve,
    stoppedEarly: iterations.length < total && kept.length < iterations.length,
  };
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

function openSide(set: TrainingSet, bins: readonly FeatureBins[], start: readonly number[]): Side {
  const byName = new Map(set.features.map((feature) => [feature.name, feature]));
  const weightSum = set.weight ? fixedPointSum(set.weight.slice()) : set.rowCount;
  return {
    set,
    columns: bins.map((one) => applyBins(one, byName.get(one.name)!)),
    scores: start.map((score) => new Float64Array(set.rowCount).fill(score)),
    predicted: start.map(() => new Float64Array(set.rowCount)),
    buffer: new Float64Array(set.rowCount),
    weightSum,
  };
}

/** The weighted mean loss, by sums that do not depend on the order of the rows. */
function meanLoss(loss: Loss, { set, scores, buffer, weightSum }: Side): number {
  loss.rowLosses(set, scores, buffer);
  return fixedPointSum(buffer) / weightSum;
}

function addTrees({ columns, scores }: Side, trees: readonly Tree[]): void {
  for (const [output, tree] of trees.entries()) addTree(tree, columns, scores[output]!);
}

/** One tree per output, all from the same predictions; then the scores of all rows. */
function growIteration(
  ground: GrowingGround,
  side: Side,
  loss: Loss,
  bag: Uint32Array,
  params: BoostingParameters,
  seed: string,
): readonly GrownTree[] {
  const { set, scores, predicted } = side;
  loss.predict(scores, predicted);
  const gradient = new Float64Array(set.rowCount);
  const hessian = new Float64Array(set.rowCount);
  return scores.map((score, output) => {
    loss.differentiate(set, predicted, output, gradient, hessian);
    const gradientUnit = 1 / toFixedPoint(gradient);
    const hessianUnit = 1 / toFixedPoint(hessian);
    const rows = scores.length > 1 ? bag.slice() : bag;
    const grown = growTree(ground, {
      ...params,
      gradient,
      hessian,
      rows,
      features: drawFeatures(ground.bins.length, params.featureFraction, `${seed}/${output}`),
      limits: { ...params, gradientUnit, hessianUnit },
    });
    if (rows.length < set.rowCount) addTree(grown.tree, side.columns, score);
    else addLeaves(grown, rows, score);
    return grown;
  });
}

function addLeaves({ leaves }: GrownTree, rows: Uint32Array, scores: Float64Array): void {
  for (const { from, to, value } of leaves) {
    for (let at = from; at < to; at++) scores[rows[at]!]! += value;
  }
}
