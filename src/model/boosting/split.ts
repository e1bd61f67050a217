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
  readonly lambdaL2: number;
  /** Gain a split must exceed. */
  readonly minGainToSplit: number;
  readonly catSmooth: number;
  readonly catL2: number;
  readonly maxCatThreshold: number;
  readonly minDataPerGroup: number;
  readonly maxCatToOnehot: number;
  /** What one unit of a whole-number sum is worth. */
  readonly gradientUnit: number;
  readonly hessianUnit: number;
}

/** How much a leaf lowers the loss (twice): G² / (H + λ). */
export const leafScore = (gradient: number, hessian: number, lambda: number): number =>
  (gradient * gradient) / (hessian + lambda);
