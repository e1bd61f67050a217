import type { BlockSum } from "./block-sum.ts";
import type { Design } from "./design.ts";

/**
 * A run of rows. The dense columns are standardised, the `j`th of them at `values[j * stride …]`, with the ones of the
 * intercept after the last; the groups and the sparse columns of the design are read by row.
 */
export interface Block {
  readonly design: Design;
  readonly from: number;
  readonly count: number;
  readonly stride: number;
  readonly values: Float64Array;
}

/** About 256 KiB per block, so that it stays in the cache of one core; but not too few rows for products of columns. */
const blockNumbers = 32_768;
const fewestRows = 256;

/** How many rows a block of this design has at most. */
export const blockRows = (design: Design): number =>
  Math.min(
    Math.max(fewestRows, Math.min(1024, Math.floor(blockNumbers / (design.dense.length + 1)) & ~3)),
    Math.max(1, design.rowCount),
  );

/** Standardises the rows block by block, in order, into one buffer that is used again. */
export function forEachBlock(design: Design, visit: (block: Block) => void): void {
  const { columns, dense, means, scales, rowCount } = design;
  const stride = blockRows(design);
  const values = new Float64Array(stride * (dense.length + 1));
  for (let from = 0; from < rowCount; from += stride) {
    const count = Math.min(stride, rowCount - from);
    for (const [place, column] of dense.entries())
      standardize(columns[column]!, from, count, means[column]!, scales[column]!, values, place * stride);
    const ones = dense.length * stride;
    values.fill(1, ones, ones + count);
    visit({ design, from, count, stride, values });
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
  const inverse = 1 / scale;
  // A scale among the smallest numbers has no inverse; for all others a product takes a fraction of the time of a quotient.
  if (inverse === Infinity)
    for (let row = 0; row < count; row++) into[at + row] = (source[from + row]! - mean) / scale;
  else for (let row = 0; row < count; row++) into[at + row] = (source[from + row]! - mean) * inverse;
}

/** scores[offset + r] = Σ coefficient·z of each row, the intercept last. */
export function blockScores(
  block: Block,
  coefficients: Float64Array,
  scores: Float64Array,
  offset: number,
): void {
  const { design, count, stride, values } = block;
  const { dense, means, scales, sparse } = design;
  let always = coefficients.at(-1)!;
  for (const { columns } of [...design.groups, sparse])
    for (const column of columns) always -= (coefficients[column]! * means[column]!) / scales[column]!;
  scores.fill(always, offset, offset + count);
  for (const [place, column] of dense.entries()) {
    const coefficient = coefficients[column]!;
    const start = place * stride;
    for (let row = 0; row < count; row++) scores[offset + row]! += coefficient * values[start + row]!;
  }
  for (const { columns, codes } of design.groups) {
    const steps = Float64Array.of(0, ...columns.map((column) => coefficients[column]! / scales[column]!));
    for (let row = 0; row < count; row++) scores[offset + row]! += steps[codes[block.from + row]!]!;
  }
  addSparseScores(block, coefficients, scores, offset);
}

function addSparseScores(
  { design, from, count }: Block,
  coefficients: Float64Array,
  scores: Float64Array,
  offset: number,
): void {
  const { columns, starts, places, values } = design.sparse;
  if (columns.length === 0) return;
  const steps = Float64Array.from(columns, (column) => coefficients[column]! / design.scales[column]!);
  for (let row = 0; row < count; row++) {
    let sum = 0;
    const end = starts[from + row + 1]!;
    for (let at = starts[from + row]!; at < end; at++) sum += steps[places[at]!]! * values[at]!;
    scores[offset + row]! += sum;
  }
}

/** Adds Σ z·v of a block to the sum of each column, the intercept last. */
export function addBlockDots(
  block: Block,
  vector: Float64Array,
  offset: number,
  sums: readonly BlockSum[],
): void {
  const { design, from, count } = block;
  for (const [place, column] of design.dense.entries()) sums[column]!.add(dot(block, place, vector, offset));
  const total = dot(block, design.dense.length, vector, offset);
  sums.at(-1)!.add(total);
  for (const { columns, codes } of design.groups) {
    const found = new Float64Array(columns.length + 1);
    for (let row = 0; row < count; row++) found[codes[from + row]!]! += vector[offset + row]!;
    for (const [place, column] of columns.entries())
      sums[column]!.add((found[place + 1]! - design.means[column]! * total) / design.scales[column]!);
  }
  const { columns, starts, places, values } = design.sparse;
  const found = new Float64Array(columns.length);
  for (let row = 0; row < count && columns.length > 0; row++) {
    const end = starts[from + row + 1]!;
    for (let at = starts[from + row]!; at < end; at++)
      found[places[at]!]! += values[at]! * vector[offset + row]!;
  }
  for (const [place, column] of columns.entries())
    sums[column]!.add((found[place]! - design.means[column]! * total) / design.scales[column]!);
}

function dot({ count, stride, values }: Block, place: number, vector: Float64Array, offset: number): number {
  const start = place * stride;
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
