import type { Design } from "./design.ts";

/** A run of rows, standardised: column `j` stands at `values[j * stride …]`, the ones of the intercept after the last. */
export interface Block {
  readonly from: number;
  readonly count: number;
  readonly stride: number;
  readonly values: Float64Array;
}

/** About 256 KiB per block: it stays in the cache of one core. */
const blockNumbers = 32_768;

/** How many rows a block of this design has at most. */
export const blockRows = (design: Design): number =>
  Math.max(64, Math.min(1024, Math.floor(blockNumbers / (paddedColumns(design) + 1)) & ~3));

/** Columns with the intercept, filled up with columns of zeros to a multiple of four, for kernels that take four at once. */
export const paddedColumns = (design: Design): number => Math.ceil((design.columns.length + 1) / 4) * 4;

/** Standardises the rows block by block, in order, into one buffer that is used again. */
export function forEachBlock(design: Design, visit: (block: Block) => void): void {
  const { columns, means, scales, rowCount } = design;
  const stride = blockRows(design);
  const values = new Float64Array(stride * paddedColumns(design));
  for (let from = 0; from < rowCount; from += stride) {
    const count = Math.min(stride, rowCount - from);
    for (let column = 0; column < columns.length; column++)
      standardize(columns[column]!, from, count, means[column]!, scales[column]!, values, column * stride);
    const ones = columns.length * stride;
    values.fill(1, ones, ones + count);
    visit({ from, count, stride, values });
  }
}

function standardize(
  source: Float64Array,
  from: number,
  count: number,
  mean: number,
  scale: number,
  into: Float64Array,
  at: number,
): void {
  for (let row = 0; row < count; row++) into[at + row] = (source[from + row]! - mean) / scale;
}

/** scores[from + r] = Σ coefficient·z of each row, the intercept last. */
export function blockScores(
  block: Block,
  coefficients: Float64Array,
  scores: Float64Array,
  offset: number,
): void {
  const { count, stride, values } = block;
  scores.fill(0, offset, offset + count);
  for (let column = 0; column < coefficients.length; column++) {
    const coefficient = coefficients[column]!;
    const start = column * stride;
    for (let row = 0; row < count; row++) scores[offset + row]! += coefficient * values[start + row]!;
  }
}

/** Σ z·v of a block for one column. */
export function blockDot(block: Block, column: number, vector: Float64Array, offset: number): number {
  const { count, stride, values } = block;
  const start = column * stride;
  let even = 0;
  let odd = 0;
  let row = 0;
  for (; row + 1 < count; row += 2) {
    even += values[start + row]! * vector[offset + row]!;
    odd += values[start + row + 1]! * vector[offset + row + 1]!;
  }
  if (row < count) even += values[start + row]! * vector[offset + row]!;
  return even + odd;
}
