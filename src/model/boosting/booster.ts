import { createRandom } from "../../base/index.ts";
import type { BoostingParameters } from "./parameters.ts";
import { addTrees, type Side } from "./side.ts";
import type { Tree } from "./tree.ts";

/** How the trees of all iterations make a model together. */
export interface Booster {
  /** Makes the scores ready for the trees of an iteration; the share of their answers that is taken. */
  begin(iteration: number): number;
  /** Takes the trees of the iteration, which the training rows' scores have already. */
  end(iteration: number, trees: readonly Tree[]): void;
  /** What the trees of each iteration count in a model of the first `count` iterations. */
  factors(count: number): readonly number[];
}

/** What a booster works on. */
export interface BoosterSides {
  readonly start: readonly number[];
  readonly training: Side;
  readonly judged: Side | undefined;
}

/** The booster that the parameters name. */
export function openBooster(sides: BoosterSides, params: BoostingParameters, seed: number): Booster {
  if (params.boosting === "dart") return openDart(sides, params, seed);
  return params.boosting === "rf" ? openAverage(sides) : openSum(sides, params);
}

/** Gradient boosting: each tree mends what all before it lack. */
function openSum({ judged }: BoosterSides, { learningRate }: BoostingParameters): Booster {
  return {
    begin: () => learningRate,
    end: (_, trees) => {
      if (judged) addTrees(judged, trees);
    },
    factors: (length) => Array.from({ length }, () => 1),
  };
}

/** A random forest: each tree learns from the start, and the mean of all counts. */
function openAverage({ start, training, judged }: BoosterSides): Booster {
  const sides = [training, ...(judged ? [judged] : [])].map((side) => ({
    side,
    sums: { ...side, scores: side.scores.map((score) => new Float64Array(score.length)) },
  }));
  let count = 0;
  return {
    begin: () => {
      for (const [output, bias] of start.entries()) training.scores[output]!.fill(bias);
      return 1;
    },
    end: (_, trees) => {
      count++;
      for (const { side, sums } of sides) {
        addTrees(sums, trees);
        for (const [output, bias] of start.entries()) {
          const [score, sum] = [side.scores[output]!, sums.scores[output]!];
          for (let row = 0; row < score.length; row++) score[row] = bias + sum[row]! / count;
        }
      }
    },
    factors: (length) => Array.from({ length }, () => 1 / length),
  };
}

interface DroppableTrees {
  readonly trees: readonly Tree[];
  /** The share of their answers that was taken when they grew. */
  readonly rate: number;
  factor: number;
}

/**
 * DART (Vinayak and Gilad-Bachrach, "DART: Dropouts meet Multiple Additive Regression Trees", AISTATS 2015), with LightGBM's
 * ways of drawing: an iteration leaves out some of the trees before it, and afterwards they and the new ones are made
 * smaller so that together they say what those left out said alone.
 */
function openDart({ training, judged }: BoosterSides, params: BoostingParameters, seed: number): Booster {
  const { learningRate, xgboostDartMode } = params;
  const grown: DroppableTrees[] = [];
  let dropped: readonly DroppableTrees[] = [];
  let rate = learningRate;
  return {
    begin: (iteration) => {
      dropped = drawDropped(grown, params, `${seed}/dart/${iteration}`);
      for (const { trees, factor } of dropped) addTrees(training, trees, -factor);
      rate = rateAfter(dropped.length, params);
      return rate;
    },
    end: (_, trees) => {
      const { length } = dropped;
      if (judged) addTrees(judged, trees);
      const kept = length / (length + (xgboostDartMode ? learningRate : 1));
      for (const one of dropped) {
        const before = one.factor;
        one.factor *= kept;
        addTrees(training, one.trees, one.factor);
        if (judged) addTrees(judged, one.trees, one.factor - before);
      }
      grown.push({ trees, rate, factor: 1 });
    },
    factors: (length) => grown.slice(0, length).map(({ factor }) => factor),
  };
}

/** What new trees count beside so many that were left out. */
const rateAfter = (dropped: number, { learningRate, xgboostDartMode }: BoostingParameters): number =>
  dropped === 0 ? learningRate : learningRate / (dropped + (xgboostDartMode ? learningRate : 1));

/** The iterations that are left out: each with the probability `dropRate`, or more likely the more its trees count. */
function drawDropped(
  grown: readonly DroppableTrees[],
  { dropRate, maxDrop, skipDrop, uniformDrop }: BoostingParameters,
  seed: string,
): readonly DroppableTrees[] {
  const random = createRandom(seed);
  if (grown.length === 0 || random.next() < skipDrop) return [];
  const weights = grown.map(({ rate, factor }) => (uniformDrop ? 1 : rate * factor));
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / grown.length;
  const share = maxDrop > 0 ? Math.min(dropRate, maxDrop / grown.length) : dropRate;
  const chosen = grown.filter((_, at) => random.next() < (share * weights[at]!) / mean);
  return maxDrop > 0 ? chosen.slice(0, maxDrop) : chosen;
}
