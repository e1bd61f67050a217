/**
 * Sums by bin: for each bin of each feature three whole numbers in a row, the gradients, the hessians and the rows.
 * Feature `f` starts at `offsets[f]`. All sums are exact (see fixed-point.ts).
 */
export type Histogram = Float64Array;

/** Numbers per bin. */
export const binWidth = 3;

/** The rows of a leaf with their derivatives beside them, so that the kernels read them in a row. */
export interface LeafRows {
  readonly rows: Uint32Array;
  readonly from: number;
  readonly to: number;
  /** Derivatives of the row at place `from + i` at place `i`. */
  readonly gradient: Float64Array;
  readonly hessian: Float64Array;
}

/** Adds up the rows of a leaf for the given features; four at a time, so that row and derivatives are read once for four. */
export function fillHistogram(
  histogram: Histogram,
  columns: readonly Uint8Array[],
  offsets: readonly number[],
  features: readonly number[],
  leaf: LeafRows,
): void {
  let at = 0;
  for (; at + 3 < features.length; at += 4) {
    const [a, b, c, d] = [features[at]!, features[at + 1]!, features[at + 2]!, features[at + 3]!];
    addFour(
      histogram,
      [columns[a]!, columns[b]!, columns[c]!, columns[d]!],
      [offsets[a]!, offsets[b]!, offsets[c]!, offsets[d]!],
      leaf,
    );
  }
  for (; at < features.length; at++)
    addOne(histogram, columns[features[at]!]!, offsets[features[at]!]!, leaf);
}

type Four<T> = readonly [T, T, T, T];

function addFour(
  histogram: Histogram,
  [columnA, columnB, columnC, columnD]: Four<Uint8Array>,
  [offsetA, offsetB, offsetC, offsetD]: Four<number>,
  { rows, from, to, gradient, hessian }: LeafRows,
): void {
  for (let at = from; at < to; at++) {
    const row = rows[at]!;
    const g = gradient[at - from]!;
    const h = hessian[at - from]!;
    const a = offsetA + columnA[row]! * 3;
    const b = offsetB + columnB[row]! * 3;
    const c = offsetC + columnC[row]! * 3;
    const d = offsetD + columnD[row]! * 3;
    histogram[a]! += g;
    histogram[a + 1]! += h;
    histogram[a + 2]! += 1;
    histogram[b]! += g;
    histogram[b + 1]! += h;
    histogram[b + 2]! += 1;
    histogram[c]! += g;
    histogram[c + 1]! += h;
    histogram[c + 2]! += 1;
    histogram[d]! += g;
    histogram[d + 1]! += h;
    histogram[d + 2]! += 1;
  }
}

function addOne(
  histogram: Histogram,
  column: Uint8Array,
  offset: number,
  { rows, from, to, gradient, hessian }: LeafRows,
): void {
  for (let at = from; at < to; at++) {
    const place = offset + column[rows[at]!]! * 3;
    histogram[place]! += gradient[at - from]!;
    histogram[place + 1]! += hessian[at - from]!;
    histogram[place + 2]! += 1;
  }
}

/** parent - child, into the parent: what the other child has. Exact. */
export function subtractHistogram(parent: Histogram, child: Histogram): void {
  for (let at = 0; at < parent.length; at++) parent[at]! -= child[at]!;
}
