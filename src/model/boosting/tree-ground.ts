import type { FeatureBins } from "./feature-bins.ts";
import { toFixedPoint } from "./fixed-point.ts";
import { binWidth, fillHistogram, subtractHistogram, type Histogram } from "./histogram.ts";
import type { Sums } from "./split.ts";

/** What one unit of the whole-number sums is worth. */
export interface Units {
  readonly gradientUnit: number;
  readonly hessianUnit: number;
}

/** Sums by bin of one leaf, kept by the ground that filled it. */
export type HistogramKey = number;

/** A row of places whose rows are one leaf, and what a row there adds. */
export interface LeafPlaces {
  readonly from: number;
  readonly to: number;
  readonly value: number;
}

/**
 * The table that trees grow on: rows in bins with their derivatives, and the heavy work of growing. All sums are whole
 * numbers, so that nothing depends on the order of rows or on threads. One tree at a time: `derive`, `begin`, then leaves.
 */
export interface TreeGround {
  readonly rowCount: number;
  readonly bins: readonly FeatureBins[];
  /** Takes the derivatives of all rows (and may overwrite the arrays). */
  derive(gradient: Float64Array, hessian: Float64Array): Units;
  /** Makes the given rows, or all, the first leaf, of a tree that may ask about the given features; their sums. */
  begin(rows: Uint32Array | undefined, features: readonly number[]): Sums;
  /** The sums by bin of the rows at the places `from` up to `to`. */
  fill(from: number, to: number): HistogramKey;
  /** parent - child, into the parent: what the other child has. */
  subtract(parent: HistogramKey, child: HistogramKey): void;
  /** Gives the room of a histogram back. */
  release(histogram: HistogramKey): void;
  /** One feature's gradient, hessian and rows for each bin in a row. Valid until the histogram changes. */
  read(histogram: HistogramKey, feature: number): Histogram;
  /** Moves the rows that go left to the front of their places, all in their order; where the right side begins. */
  part(from: number, to: number, feature: number, goesLeft: Uint8Array): number;
  /** How many rows the tree learns from: the places are 0 up to this. */
  placeCount(): number;
  /** Adds each leaf's value to the scores of its rows. */
  addValues(leaves: readonly LeafPlaces[], scores: Float64Array): void;
}

/** A ground in plain TypeScript. */
export function openTreeGround(
  bins: readonly FeatureBins[],
  columns: readonly Uint8Array[],
  rowCount: number,
): TreeGround {
  const { offsets, length } = layOut(bins);
  const histograms: Histogram[] = [];
  const free: HistogramKey[] = [];
  const room = new Uint32Array(rowCount);
  const scratch = new Uint32Array(rowCount);
  const orderedGradient = new Float64Array(rowCount);
  const orderedHessian = new Float64Array(rowCount);
  let gradients: Float64Array = orderedGradient;
  let hessians: Float64Array = orderedHessian;
  let rows = room;
  let features: readonly number[] = [];

  const take = (): HistogramKey => {
    const key = free.pop() ?? histograms.push(new Float64Array(length)) - 1;
    histograms[key]!.fill(0);
    return key;
  };
  return {
    rowCount,
    bins,
    derive: (gradient, hessian) => {
      gradients = gradient;
      hessians = hessian;
      return { gradientUnit: 1 / toFixedPoint(gradient), hessianUnit: 1 / toFixedPoint(hessian) };
    },
    begin: (given, asked) => {
      features = asked;
      rows = room.subarray(0, given?.length ?? rowCount);
      if (given) rows.set(given);
      else for (let row = 0; row < rowCount; row++) rows[row] = row;
      return sumRows(rows, gradients, hessians);
    },
    fill: (from, to) => {
      for (let at = from; at < to; at++) {
        orderedGradient[at - from] = gradients[rows[at]!]!;
        orderedHessian[at - from] = hessians[rows[at]!]!;
      }
      const key = take();
      const leaf = { rows, from, to, gradient: orderedGradient, hessian: orderedHessian };
      fillHistogram(histograms[key]!, columns, offsets, features, leaf);
      return key;
    },
    subtract: (parent, child) => subtractHistogram(histograms[parent]!, histograms[child]!),
    release: (key) => void free.push(key),
    read: (key, feature) =>
      histograms[key]!.subarray(offsets[feature], offsets[feature]! + bins[feature]!.binCount * binWidth),
    part: (from, to, feature, goesLeft) => partRows(rows, from, to, columns[feature]!, goesLeft, scratch),
    placeCount: () => rows.length,
    addValues: (leaves, scores) => {
      for (const { from, to, value } of leaves)
        for (let at = from; at < to; at++) scores[rows[at]!]! += value;
    },
  };
}

/** Where each feature starts in a histogram, and how long that is. */
function layOut(bins: readonly FeatureBins[]): {
  readonly offsets: readonly number[];
  readonly length: number;
} {
  const offsets: number[] = [];
  let length = 0;
  for (const { binCount } of bins) {
    offsets.push(length);
    length += binCount * binWidth;
  }
  return { offsets, length };
}

function sumRows(rows: Uint32Array, gradient: Float64Array, hessian: Float64Array): Sums {
  let gradients = 0;
  let hessians = 0;
  for (let at = 0; at < rows.length; at++) {
    gradients += gradient[rows[at]!]!;
    hessians += hessian[rows[at]!]!;
  }
  return { gradient: gradients, hessian: hessians, count: rows.length };
}

function partRows(
  rows: Uint32Array,
  from: number,
  to: number,
  column: Uint8Array,
  goesLeft: Uint8Array,
  scratch: Uint32Array,
): number {
  let middle = from;
  let kept = 0;
  for (let at = from; at < to; at++) {
    const row = rows[at]!;
    const isLeft = goesLeft[column[row]!]!;
    rows[middle] = row;
    scratch[kept] = row;
    middle += isLeft;
    kept += 1 - isLeft;
  }
  rows.set(scratch.subarray(0, kept), middle);
  return middle;
}
