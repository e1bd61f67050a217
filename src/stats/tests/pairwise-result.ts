import type { Effect } from "./test-result.ts";

/** One pair of groups of a comparison of all pairs. */
export interface PairwiseComparison {
  readonly first: string;
  readonly second: string;
  readonly effect: Effect;
  readonly statistic: { readonly name: string; readonly value: number };
  readonly degreesOfFreedom: readonly number[];
  /** Adjusted: it counts that all pairs are looked at. */
  readonly pValue: number;
}

/** All pairs of groups, with intervals and p-values that hold for all of them together. */
export interface PairwiseResult {
  readonly test: string;
  /** How the p-values are adjusted for the number of pairs. */
  readonly adjustment: string;
  readonly comparisons: readonly PairwiseComparison[];
  readonly notes: readonly string[];
  readonly sentence: string;
}
