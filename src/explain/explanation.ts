import type { Interval } from "../model/index.ts";
import type { Value } from "../schema/index.ts";

/** How much worse the model gets when a raw column is shuffled. */
export interface ColumnImportance {
  readonly column: string;
  readonly importance: Interval;
}

/** The mean answer of the model when a column is set to a value for all rows. */
export interface PartialDependence {
  readonly column: string;
  /** Which output: the prediction, or the probability of a class. */
  readonly output: string;
  readonly points: readonly { readonly value: Value; readonly mean: number; readonly rows: number }[];
}

/** A part of the rows where the model is worse (or better) than overall. */
export interface Slice {
  /** `Phase of flight is Approach`, in plain words. */
  readonly text: string;
  readonly column: string;
  readonly rowCount: number;
  readonly metric: string;
  readonly value: Interval;
  readonly overall: number;
  /** True when the interval lies on the worse side of the overall value. */
  readonly weak: boolean;
}

/** Why the model answers as it does, on the user's own columns. Plain JSON. */
export interface Explanation {
  readonly model: string;
  readonly metric: string;
  readonly importance: readonly ColumnImportance[];
  readonly dependence: readonly PartialDependence[];
  readonly slices: readonly Slice[];
}
