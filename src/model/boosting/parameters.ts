import {
  byName,
  nameLists,
  oneOf,
  orWord,
  realNumber,
  wholeNumber,
  yesOrNo,
  type ParameterRules,
} from "../parameters.ts";
import { judgeRules, type JudgeParameters } from "./judging/parameters.ts";
import { objectiveRules, type ObjectiveParameters } from "./objectives/parameters.ts";

/** What `boosting` can be told: the names and, but for the number of iterations, the defaults of LightGBM. */
export interface BoostingParameters extends ObjectiveParameters, JudgeParameters {
  /** Rounds of boosting at most. `auto`: 30 / learningRate with a validation set to stop by, else 10 / learningRate; never over 3000. */
  readonly numIterations: number | "auto";
  /** The share of each tree's answer that is taken. */
  readonly learningRate: number;
  /** Leaves of a tree at most. */
  readonly numLeaves: number;
  /** Questions from the root to a leaf at most; 0 or -1 for no limit. */
  readonly maxDepth: number;
  /** Rows a leaf must have at least. */
  readonly minDataInLeaf: number;
  /** Sum of second derivatives a leaf must have at least. */
  readonly minSumHessianInLeaf: number;
  /** Penalty on the size of the leaf values. */
  readonly lambdaL1: number;
  /** Penalty on the squared leaf values. */
  readonly lambdaL2: number;
  /** The greatest size of a leaf value before the learning rate; 0 for no limit. */
  readonly maxDeltaStep: number;
  /** Rows by which a leaf's value is drawn to its parent's: weak leaves lean on the path to them. 0 for not at all. */
  readonly pathSmooth: number;
  /** Gain a split must exceed. */
  readonly minGainToSplit: number;
  /** Share of the features that each tree may ask about. */
  readonly featureFraction: number;
  /** Share of the tree's features that each leaf may ask about, drawn anew for each leaf. */
  readonly featureFractionBynode: number;
  /** One drawn threshold per leaf and feature instead of the best. */
  readonly extraTrees: boolean;
  /** Which leaf is parted next: the one that gains most, or all of one depth before any deeper one. */
  readonly growPolicy: "lossguide" | "depthwise";
  /** Features that answers may only rise (1) or only fall (-1) with, by name. */
  readonly monotoneConstraints: Readonly<Record<string, MonotoneDirection>>;
  /** Lists of features by name; features that share no list never stand on one branch. */
  readonly interactionConstraints: readonly (readonly string[])[];
  /** Share of the rows that each iteration learns from. */
  readonly baggingFraction: number;
  /** Bins for the values of a feature at most. */
  readonly maxBin: number;
  /** Bins at most for single features, by name. */
  readonly maxBinByFeature: Readonly<Record<string, number>>;
  /** Categories: rows added in the mind to each level, so that rare ones do not lead the order. */
  readonly catSmooth: number;
  /** Categories: penalty on the squared leaf values after a split by a set of levels. */
  readonly catL2: number;
  /** Categories: levels on the left side at most. */
  readonly maxCatThreshold: number;
  /** Categories: rows that a step of the search and the right side must have at least. */
  readonly minDataPerGroup: number;
  /** Categories: with this many levels at most, one level is parted from the rest. */
  readonly maxCatToOnehot: number;
}

/** How answers may go with a feature. */
export type MonotoneDirection = -1 | 0 | 1;

const many = 2_147_483_647;

/** How each parameter is read. */
export const boostingRules: ParameterRules<BoostingParameters> = {
  ...objectiveRules,
  numIterations: orWord("auto", wholeNumber(100, 1, 100_000)),
  learningRate: realNumber(0.1, { above: 0, to: 10 }),
  numLeaves: wholeNumber(31, 2, 131_072),
  maxDepth: wholeNumber(-1, -1, 1000),
  minDataInLeaf: wholeNumber(20, 1, many),
  minSumHessianInLeaf: realNumber(1e-3, { from: 0 }),
  lambdaL1: realNumber(0, { from: 0 }),
  lambdaL2: realNumber(0, { from: 0 }),
  maxDeltaStep: realNumber(0, { from: 0 }),
  pathSmooth: realNumber(0, { from: 0 }),
  minGainToSplit: realNumber(0, { from: 0 }),
  featureFraction: realNumber(1, { above: 0, to: 1 }),
  featureFractionBynode: realNumber(1, { above: 0, to: 1 }),
  extraTrees: yesOrNo(false),
  growPolicy: oneOf("lossguide", ["lossguide", "depthwise"]),
  monotoneConstraints: byName("-1, 0 or 1", (value): value is MonotoneDirection =>
    [-1, 0, 1].some((direction) => direction === value),
  ),
  interactionConstraints: nameLists(),
  baggingFraction: realNumber(1, { above: 0, to: 1 }),
  maxBin: wholeNumber(255, 2, 255),
  maxBinByFeature: byName("a whole number from 2 to 255", (value): value is number =>
    wholeNumber(255, 2, 255).accepts(value),
  ),
  ...judgeRules,
  catSmooth: realNumber(10, { from: 0 }),
  catL2: realNumber(10, { from: 0 }),
  maxCatThreshold: wholeNumber(32, 1, 255),
  minDataPerGroup: wholeNumber(100, 1, many),
  maxCatToOnehot: wholeNumber(4, 1, 255),
};
