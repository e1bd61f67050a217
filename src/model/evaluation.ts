import type { Value } from "../schema/index.ts";

/** An estimate with its 95 % interval. */
export interface Interval {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}

/** A metric on some rows with its bootstrap interval. `null` where it is not defined (one class only). */
export interface MetricValue {
  readonly metric: string;
  /** `higher` or `lower` is better. */
  readonly better: "higher" | "lower";
  readonly value: Interval | null;
  /** Rows that the metric could not look at (truth 0 for a relative error); absent when there are none. */
  readonly leftOut?: number;
  /** Why there is no interval: `low` and `high` are then the estimate itself and say nothing. Absent where there is one. */
  readonly withoutInterval?: string;
}

/** How the intervals of an evaluation were made: what was drawn, how often, and what became of it. */
export interface IntervalMethod {
  readonly level: number;
  /** `percentile` of the resamples; `student`: with fewer than 30 units, Student's t of the resamples' standard error. */
  readonly method: "percentile" | "student";
  readonly resamples: number;
  /** What is drawn as a whole, since it varies together. */
  readonly unit: "row" | "group" | "block";
  readonly units: number;
}

/** How two models differ on the same rows: the difference of the metric (first minus second) with the 95 % interval of its test. */
export interface PairedDifference {
  readonly metric: string;
  readonly first: string;
  readonly second: string;
  readonly difference: Interval;
  /** `first` or `second` where the test, adjusted for all that a run tests, says that it is more than chance; else `none`. */
  readonly better: "first" | "second" | "none";
}

/**
 * One bin of a calibration curve: what was predicted and what happened, with a Wilson interval. With more than two
 * classes it is about the most probable class: its probability, and how often it was right.
 */
export interface CalibrationBin {
  readonly predicted: number;
  readonly observed: Interval;
  readonly count: number;
}

/** Rows are the truth, columns the prediction, both in the order of the classes. */
export interface ConfusionMatrix {
  readonly classes: readonly Value[];
  readonly counts: readonly (readonly number[])[];
}

/** All that is measured of one model on one part of the data. Plain JSON. */
export interface Evaluation {
  readonly model: string;
  readonly rowCount: number;
  readonly metrics: readonly MetricValue[];
  /** Absent in what earlier versions stored. */
  readonly intervals?: IntervalMethod;
  readonly calibration: readonly CalibrationBin[];
  readonly confusion: ConfusionMatrix | null;
  /** Regression: quantiles of truth minus prediction at 0, 5, 25, 50, 75, 95, 100 %. */
  readonly residualQuantiles: readonly number[];
}

/** Predictions of one model for some rows: the number itself, the probability of the positive class, or one column per class. */
export interface Predictions {
  readonly outputs: readonly Float64Array[];
  /** Of outliers: the score of the same model learnt from half of the rows, which tells how stable it is. */
  readonly again?: Float64Array;
}
