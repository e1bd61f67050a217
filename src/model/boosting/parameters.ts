import { errorDiagnostic, type Diagnostic } from "../../base/index.ts";
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
import { linearContradictions } from "./linear-leaves/contradictions.ts";
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
  /** How leaves are kept in order: by the values of the leaves beside them, or (harder on the fit) by the middle of each split. */
  readonly monotoneConstraintsMethod: "intermediate" | "basic";
  /** Lists of features by name; features that share no list never stand on one branch. */
  readonly interactionConstraints: readonly (readonly string[])[];
  /** Share of the rows that each iteration learns from. */
  readonly baggingFraction: number;
  /** Iterations after which rows are drawn anew; 0 for no bagging. */
  readonly baggingFreq: number;
  /** Two classes: the share of the rows of the positive class that each iteration learns from. */
  readonly posBaggingFraction: number;
  /** Two classes: the share of the other rows. */
  readonly negBaggingFraction: number;
  /** How rows are drawn: in a bag, or by the size of their derivatives (GOSS). */
  readonly dataSampleStrategy: "bagging" | "goss";
  /** GOSS: the share of the rows with the greatest derivatives, which are kept. */
  readonly topRate: number;
  /** GOSS: rows drawn from the others, as a share of all. */
  readonly otherRate: number;
  /** A sum of trees, a sum with dropouts, or the mean of trees that all learn from the start. */
  readonly boosting: "gbdt" | "dart" | "rf";
  /** DART: the probability that an iteration before is left out. */
  readonly dropRate: number;
  /** DART: iterations left out at most; 0 or -1 for no limit. */
  readonly maxDrop: number;
  /** DART: the probability that nothing is left out. */
  readonly skipDrop: number;
  /** DART: whether all iterations are left out alike, or more likely the more they count. */
  readonly uniformDrop: boolean;
  /** DART: whether trees are made smaller as in XGBoost. */
  readonly xgboostDartMode: boolean;
  /** Bins for the values of a feature at most. */
  readonly maxBin: number;
  /** Bins at most for single features, by name. */
  readonly maxBinByFeature: Readonly<Record<string, number>>;
  /** Leaves that answer with a linear function of the numbers on their branch; from the second tree on. */
  readonly linearTree: boolean;
  /** Linear leaves: penalty on the squared coefficients. */
  readonly linearLambda: number;
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
type MonotoneDirection = -1 | 0 | 1;

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
  monotoneConstraintsMethod: oneOf("intermediate", ["intermediate", "basic"]),
  interactionConstraints: nameLists(),
  baggingFraction: realNumber(1, { above: 0, to: 1 }),
  baggingFreq: wholeNumber(1, 0, many),
  posBaggingFraction: realNumber(1, { above: 0, to: 1 }),
  negBaggingFraction: realNumber(1, { above: 0, to: 1 }),
  dataSampleStrategy: oneOf("bagging", ["bagging", "goss"]),
  topRate: realNumber(0.2, { from: 0, to: 1 }),
  otherRate: realNumber(0.1, { above: 0, to: 1 }),
  boosting: oneOf("gbdt", ["gbdt", "dart", "rf"]),
  dropRate: realNumber(0.1, { from: 0, to: 1 }),
  maxDrop: wholeNumber(50, -1, many),
  skipDrop: realNumber(0.5, { from: 0, to: 1 }),
  uniformDrop: yesOrNo(false),
  xgboostDartMode: yesOrNo(false),
  maxBin: wholeNumber(255, 2, 255),
  maxBinByFeature: byName("a whole number from 2 to 255", (value): value is number =>
    wholeNumber(255, 2, 255).accepts(value),
  ),
  ...judgeRules,
  linearTree: yesOrNo(false),
  linearLambda: realNumber(0, { from: 0 }),
  catSmooth: realNumber(10, { from: 0 }),
  catL2: realNumber(10, { from: 0 }),
  maxCatThreshold: wholeNumber(32, 1, 255),
  minDataPerGroup: wholeNumber(100, 1, many),
  maxCatToOnehot: wholeNumber(4, 1, 255),
};

/** Whether each tree is learnt from other rows, features or thresholds than the one before. */
export const drawsAnew = (params: BoostingParameters): boolean =>
  drawsRows(params) ||
  params.featureFraction < 1 ||
  params.featureFractionBynode < 1 ||
  params.extraTrees ||
  params.boosting === "dart";

/** Whether an iteration learns from some of the rows. */
export const drawsRows = (params: BoostingParameters): boolean =>
  isBagged(params) || params.dataSampleStrategy === "goss";

const isBagged = ({
  baggingFraction,
  baggingFreq,
  posBaggingFraction,
  negBaggingFraction,
}: BoostingParameters): boolean =>
  baggingFreq > 0 && Math.min(baggingFraction, posBaggingFraction, negBaggingFraction) < 1;

/** Parameters that are right each for itself and do not go together: T2654, and T2670 to T2672 for linear leaves. */
export const contradictions = (params: BoostingParameters, place: string): Diagnostic[] => [
  ...drawContradictions(params, place),
  ...linearContradictions(params, place),
];

function drawContradictions(params: BoostingParameters, place: string): Diagnostic[] {
  const { boosting, dataSampleStrategy, topRate, otherRate } = params;
  const problem = (name: string, message: string, cure: string): Diagnostic =>
    errorDiagnostic("T2654", message, { place: `${place}.${name}`, cure });
  const isGoss = dataSampleStrategy === "goss";
  return [
    ...(isGoss && isBagged(params)
      ? [
          problem(
            "baggingFraction",
            "GOSS draws the rows, so there is no bag beside it",
            "Leave out baggingFraction, posBaggingFraction and negBaggingFraction, or dataSampleStrategy.",
          ),
        ]
      : []),
    ...(isGoss && topRate + otherRate > 1
      ? [
          problem(
            "topRate",
            "topRate and otherRate are shares of the same rows, so together they are 1 at most",
            "Lower one of them.",
          ),
        ]
      : []),
    ...(isGoss && boosting === "rf"
      ? [
          problem(
            "dataSampleStrategy",
            "The trees of a forest all learn from the start, where GOSS has nothing to go by",
            "Use baggingFraction.",
          ),
        ]
      : []),
    ...(boosting === "rf" && !drawsAnew(params)
      ? [
          problem(
            "boosting",
            "The mean of trees that all see the same rows and features is one tree",
            "Set baggingFraction, featureFraction or featureFractionBynode below 1.",
          ),
        ]
      : []),
  ];
}
