import type { Interval } from "../model/index.ts";
import type { Value } from "../schema/index.ts";

/** How much worse the model's metric gets when a raw column is shuffled; above 0 when the model needs the column. */
export interface ColumnImportance {
  readonly column: string;
  readonly importance: Interval;
}

/** The mean answer of the model when a column is set to a value for all rows. */
export interface PartialDependence {
  readonly column: string;
  /** Which output: `prediction`, or the class whose probability it is (of two, the positive one), as text. */
  readonly output: string;
  /** Ascending by value (text and booleans: the most frequent first); missing is last. `rows` have this value or are nearest to it. */
  readonly points: readonly { readonly value: Value; readonly mean: number; readonly rows: number }[];
}

/** A part of the rows where the model is worse (or better) than overall. */
export interface Slice {
  /** `Phase of flight is Approach`, in plain words. */
  readonly text: string;
  readonly column: string;
  readonly rowCount: number;
  readonly metric: string;
  /** The metric with an interval that is wide enough for all slices at once. */
  readonly value: Interval;
  /** The metric over all rows. */
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
