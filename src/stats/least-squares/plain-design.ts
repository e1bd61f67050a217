import type { LeastSquaresProblem } from "./least-squares-problem.ts";
import { failNotFinite } from "./decimal.ts";
import { roundedColumn } from "./double-column.ts";
import { isPlain, type NumberColumn } from "./numbers.ts";

/** Rows that are worked on at once: their columns fit the second cache. */
export const blockLength = 2048;

/** A design of float64 columns that are taken about their means where there is an intercept. */
export interface PlainDesign {
  /** The columns; undefined for the column of ones, which is first where there is an intercept. */
  readonly columns: readonly (Float64Array | undefined)[];
  readonly target: Float64Array;
  readonly weights: Float64Array | undefined;
  readonly hasMean: boolean;
  /** The number of columns, that of ones included. */
  readonly size: number;
  /** All rows, those of weight 0 included. */
  readonly length: number;
  readonly rowCount: number;
  /** What is subtracted from each column, and last from the target. */
  readonly means: Float64Array;
}

/** Beyond these sizes sums of products might leave float64. */
const sizes = { least: 1e-100, most: 1e100 };

const plainOf = (values: NumberColumn): Float64Array => (isPlain(values) ? values : roundedColumn(values));

/** The design in float64, or null where a column is of a size whose products leave it. Values that are not finite are refused (T2801). */
export function createPlainDesign({
  columns,
  target,
  intercept = true,
  weights,
}: LeastSquaresProblem): PlainDesign | null {
  const plain: (Float64Array | undefined)[] = columns.map(({ values }) => plainOf(values));
  const plainTarget = plainOf(target.values);
  const all = [...columns, target].map(({ name }, at) => summaryOf(plain[at] ?? plainTarget, name));
  if (all.some(({ greatest }) => greatest !== 0 && !(greatest > sizes.least && greatest < sizes.most)))
    return null;
  if (intercept) plain.unshift(undefined);
  const means = all.map(({ mean }) => (intercept ? mean : 0));
  return {
    columns: plain,
    target: plainTarget,
    weights,
    hasMean: intercept,
    size: plain.length,
    length: plainTarget.length,
    rowCount: weights
      ? weights.reduce((count, weight) => count + (weight > 0 ? 1 : 0), 0)
      : plainTarget.length,
    means: Float64Array.from(intercept ? [0, ...means] : means),
  };
}

/** About the mean of a column, and its greatest size. */
function summaryOf(values: Float64Array, name: string): { readonly mean: number; readonly greatest: number } {
  let [sum, greatest] = [0, 0];
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    const size = Math.abs(value);
    if (!(size < Infinity)) failNotFinite(value, row, name);
    if (size > greatest) greatest = size;
    sum += value;
  }
  return { mean: Number.isFinite(sum) ? sum / values.length : 0, greatest };
}

/** Lays a block of rows out column after column, about the means, times the roots of the weights, the target last; gives the count. */
export function fillBlock(design: PlainDesign, from: number, block: Float64Array): number {
  const { columns, target, weights, means, size, length } = design;
  const count = Math.min(blockLength, length - from);
  for (let at = 0; at <= size; at++) {
    const column = at === size ? target : columns[at];
    const mean = means[at]!;
    const start = at * blockLength;
    if (!column) block.fill(1, start, start + count);
    else for (let row = 0; row < count; row++) block[start + row] = column[from + row]! - mean;
  }
  if (weights)
    for (let row = 0; row < count; row++) {
      const root = Math.sqrt(weights[from + row]!);
      for (let at = 0; at <= size; at++) block[at * blockLength + row]! *= root;
    }
  return count;
}
