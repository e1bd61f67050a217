import { learnBins, type FeatureBins } from "../boosting/feature-bins.ts";
import { fixedPointScale } from "../boosting/fixed-point.ts";
import { weightedMean } from "../baseline.ts";
import { isClassTask } from "../task.ts";
import type { TrainingSet } from "../trainer.ts";

/**
 * The table that the trees of a forest grow on. Weights and targets are whole multiples of a unit, so that all sums are exact
 * and have no order.
 */
export interface ForestGround {
  readonly bins: readonly FeatureBins[];
  readonly columns: readonly Uint8Array[];
  readonly rowCount: number;
  /** Numbers that a leaf holds: one share per class, or the one mean. */
  readonly width: number;
  /** The class of each row; absent for numbers. */
  readonly classes: Uint16Array | undefined;
  /** The weight of each row, in units. */
  readonly weight: Float64Array;
  /** Weight times target less its mean, in units; for numbers only. */
  readonly moment: Float64Array | undefined;
  readonly weightUnit: number;
  readonly momentUnit: number;
  /** What a mean is counted from. */
  readonly center: number;
}

/** A Poisson draw multiplies a row; the greatest that is drawn, and room for the sum of all. */
export const greatestDraw = 16;

/** Learns the bins of the features, sorted by their names, and puts weights and targets into whole numbers. */
export function openForestGround(set: TrainingSet, maxBin: number): ForestGround {
  const features = set.features.toSorted((left, right) => (left.name < right.name ? -1 : 1));
  const { task, target, rowCount } = set;
  const { bins, columns } = learnBins({ features, rowCount }, maxBin);
  const [units, weightUnit] = wholeNumbers(set.weight ?? new Float64Array(rowCount).fill(1));
  // A row beside one 2⁵² times as heavy weighs little, but not nothing: a leaf of such rows has a mean.
  const weight = units.map((value) => Math.max(1, value));
  const shared = { bins, columns, rowCount, weight, weightUnit };
  if (isClassTask(task))
    return {
      ...shared,
      width: task.classes.length,
      classes: Uint16Array.from(target),
      moment: undefined,
      momentUnit: 1,
      center: 0,
    };
  const center = weightedMean(target, set.weight);
  const moments = target.map((value, row) => (value - center) * (set.weight?.[row] ?? 1));
  const [moment, momentUnit] = wholeNumbers(moments);
  return { ...shared, width: 1, classes: undefined, moment, momentUnit, center };
}

function wholeNumbers(values: Float64Array): [Float64Array, number] {
  const greatest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const scale = fixedPointScale(greatest, values.length * greatestDraw);
  return [values.map((value) => Math.round(value * scale)), 1 / scale];
}
