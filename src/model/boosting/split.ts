/** Sums of a set of rows: whole numbers for the derivatives (see fixed-point.ts). */
export interface Sums {
  readonly gradient: number;
  readonly hessian: number;
  readonly count: number;
}

/** A way to part the rows of a leaf in two, in bins. */
export interface Split {
  readonly feature: number;
  readonly gain: number;
  /** 1 for each of the 256 bins that goes left. */
  readonly goesLeft: Uint8Array;
  /** Numbers: the bin whose upper edge is the threshold. Categories: -1. */
  readonly thresholdBin: number;
  readonly left: Sums;
  readonly right: Sums;
  /** The penalty for the values of both sides. */
  readonly lambda: number;
}

/** What the search for a split must keep to. */
export interface SplitLimits {
  readonly minDataInLeaf: number;
  readonly minSumHessianInLeaf: number;
  readonly lambdaL1: number;
  readonly lambdaL2: number;
  /** The greatest size of a leaf's value before the learning rate; 0 for no limit. */
  readonly maxDeltaStep: number;
  /** Rows by which a leaf's value is drawn to its parent's; 0 for not at all. */
  readonly pathSmooth: number;
  /** Gain a split must exceed. */
  readonly minGainToSplit: number;
  readonly catSmooth: number;
  readonly catL2: number;
  readonly maxCatThreshold: number;
  readonly minDataPerGroup: number;
  readonly maxCatToOnehot: number;
  /** One threshold per leaf and feature, drawn, instead of the best. */
  readonly extraTrees: boolean;
  /** Share of the tree's features that each leaf may ask about. */
  readonly featureFractionBynode: number;
  /** For each feature 1 where answers may only rise with it, -1 where they may only fall, else 0; absent for no such feature. */
  readonly monotone?: Int8Array | undefined;
  /** Whether monotone leaves are bounded by the values of those beside them, not by the middle of both sides of a split. */
  readonly looseBounds?: boolean;
  /** Lists of features that may stand on one branch; absent where all may. */
  readonly groups?: readonly (readonly number[])[] | undefined;
  /** What one unit of a whole-number sum is worth. */
  readonly gradientUnit: number;
  readonly hessianUnit: number;
}

/** How much a leaf lowers the loss (twice): G² / (H + λ). */
export const leafScore = (gradient: number, hessian: number, lambda: number): number =>
  (gradient * gradient) / (hessian + lambda);

/** Only `lambdaL2`, `minGainToSplit` and the least rows and hessians of a leaf bear on values and gains: G² / (H + λ) is a leaf's score. */
export const isPlain = ({ lambdaL1, maxDeltaStep, pathSmooth, extraTrees, monotone }: SplitLimits): boolean =>
  lambdaL1 === 0 && maxDeltaStep === 0 && pathSmooth === 0 && !extraTrees && monotone === undefined;
