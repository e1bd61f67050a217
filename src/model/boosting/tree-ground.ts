import type { BinTable, DerivedLoss, JudgedLoss } from "../../kernel/index.ts";
import type { FeatureBins } from "./feature-bins.ts";
import type { Histogram } from "./histogram.ts";
import type { SplitLimits, Sums } from "./split.ts";

/** What one unit of the whole-number sums is worth. */
export interface Units {
  readonly gradientUnit: number;
  readonly hessianUnit: number;
}

/**
 * Derivatives that follow from scores, target and weight alone, in a form that the kernel knows. With many rows they are taken in
 * 32-bit floats, on every ground alike.
 */
export interface DerivativeForm {
  readonly kind: DerivedLoss;
  readonly target: Float64Array;
  readonly weight?: Float64Array;
  /** The class of the rows whose loss is small where the score is great; absent: that with the number of the output. */
  readonly label?: number;
  /** The power of `tweedie`. */
  readonly power?: number;
  /** What the second derivative is made greater by. */
  readonly hessianFactor?: number;
}

/** A loss that the training rows are judged by, of the same form on every ground. */
export interface JudgedForm extends DerivativeForm {
  readonly kind: JudgedLoss;
}

/** Sums by bin of one leaf, kept by the ground that filled it. */
export type HistogramKey = number;

/** A row of places whose rows are one leaf, and what a row there adds. */
export interface LeafPlaces {
  readonly from: number;
  readonly to: number;
  readonly value: number;
}

/** A leaf whose split is searched. */
interface SearchedLeaf {
  readonly histogram: HistogramKey;
  readonly sums: Sums;
  /** The score of the leaf as it is, and what a split must gain more than. */
  readonly score: number;
  readonly leastGain: number;
}

/** How many rows a ground has, how many leaves a tree on it at most, how many scores, and who works. */
export interface GroundSize {
  readonly rowCount: number;
  readonly leafCount: number;
  /** Scores of a row. */
  readonly outputCount: number;
  /** Threads that may work on it. They decide no bit. */
  readonly threads: number;
  /** Where the bins stand already, if in the memory of the kernels. */
  readonly table?: BinTable | undefined;
}

/**
 * The table that trees grow on: rows in bins with their derivatives, and the heavy work of growing. All sums are whole
 * numbers, so that nothing depends on the order of rows or on threads. One tree at a time: `derive`, `begin`, then leaves.
 */
export interface TreeGround {
  readonly rowCount: number;
  readonly bins: readonly FeatureBins[];
  /** Arrays for the scores of so many outputs, where the ground can work on them. */
  scoreRoom(outputCount: number): readonly Float64Array[];
  /** Takes the derivatives of all rows (and may overwrite the arrays). */
  derive(gradient: Float64Array, hessian: Float64Array): Units;
  /** What a form of several outputs shares among them: probabilities by the scores of `scoreRoom`; undefined where it needs nothing. */
  prepareForm(form: DerivativeForm): readonly Float32Array[] | undefined;
  /** Takes derivatives of a known form by scores of `scoreRoom`; undefined where it cannot, and `derive` must. */
  deriveForm(form: DerivativeForm, scores: Float64Array): Units | undefined;
  /** The mean loss of all rows by scores of `scoreRoom`; undefined where the ground does not tell. */
  judgeForm(form: JudgedForm, scores: Float64Array): number | undefined;
  /**
   * Makes the given rows, ascending, or all, the first leaf, of a tree that may ask about the given features; their sums. The other
   * rows have the places behind them, in their order.
   */
  begin(rows: Uint32Array | undefined, features: readonly number[]): Sums;
  /** The sums by bin of the rows at the places `from` up to `to`. */
  fill(from: number, to: number): HistogramKey;
  /** The same for one side of a parted leaf, taken from the sums of the leaf: those become the other side's. */
  fillSide(from: number, to: number, leaf: HistogramKey): HistogramKey;
  /**
   * Makes the numbers of rows true that `read` gives for a histogram, which the rows at these places filled, and puts those rows in
   * their order again: they were parted in vain, and whoever adds values finds them by that order.
   */
  recount(histogram: HistogramKey, from: number, to: number): void;
  /** Gives the room of a histogram back. */
  release(histogram: HistogramKey): void;
  /**
   * One feature's gradient, hessian and rows for each bin in a row. Valid until the next call. Where the ground keeps no count of
   * rows, they are an estimate from the hessians, exact where all are equal, until `recount`.
   */
  read(histogram: HistogramKey, feature: number): Histogram;
  /**
   * For each of at most two leaves the feature whose best split gains most, -1 for none, where neither constraints nor draws bear
   * on splits: what a search over all features of the tree would find. Absent, or undefined, where the ground cannot tell.
   */
  search?(leaves: readonly SearchedLeaf[], limits: SplitLimits): readonly number[] | undefined;
  /** Moves the rows that go left to the front of their places, all in their order; where the right side begins. */
  part(from: number, to: number, feature: number, goesLeft: Uint8Array): number;
  /** How many rows the tree learns from: the places are 0 up to this. */
  placeCount(): number;
  /** Adds each leaf's value to the scores of its rows, which must stand in their order. */
  addValues(leaves: readonly LeafPlaces[], scores: Float64Array): void;
  /**
   * Makes the places of the rows their new numbers, in the columns of bins too; gives for each place the row that stood there.
   * Absent, or undefined, where rows stay as they are.
   */
  reorder?(): Uint32Array | undefined;
  /** Lets go of the threads that work on it. It is not to be used after that. */
  close(): void;
}
