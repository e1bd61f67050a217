import type { Block } from "./blocks.ts";
import type { Design } from "./design.ts";
import { uncenteredProduct, type LevelSums } from "./level-sums.ts";

/** Weighted sums of products of the sparse columns of a design. */
export interface SparseSums {
  /** Σ w·x·x' of two sparse columns, the later first: row-major, only the lower triangle. */
  readonly withSparse: Float64Array;
  /** Σ w·x·z of a sparse column and each dense column, the ones of the intercept last: row-major. */
  readonly withDense: Float64Array;
  /** Σ w·x by the levels of each group: row-major. */
  readonly withGroups: readonly Float64Array[];
}

/** All sums at 0. */
export function createSparseSums({ sparse, dense, groups }: Design): SparseSums {
  const count = sparse.columns.length;
  return {
    withSparse: new Float64Array(count * count),
    withDense: new Float64Array(count * (dense.length + 1)),
    withGroups: groups.map(({ columns }) => new Float64Array(count * (columns.length + 1))),
  };
}

/** Adds a block; `weighted` has its dense columns times the weights, in the block's layout. */
export function addSparse(block: Block, weighted: Float64Array, sums: SparseSums): void {
  const { design, from, count, stride } = block;
  const { columns, starts, places, values } = design.sparse;
  const size = columns.length;
  if (size === 0) return;
  const denseCount = design.dense.length + 1;
  const weights = design.dense.length * stride;
  for (let row = 0; row < count; row++) {
    const begin = starts[from + row]!;
    const end = starts[from + row + 1]!;
    for (let at = begin; at < end; at++) {
      const place = places[at]!;
      const value = values[at]!;
      for (let column = 0; column < denseCount; column++)
        sums.withDense[place * denseCount + column]! += value * weighted[column * stride + row]!;
      const scaled = value * weighted[weights + row]!;
      for (let other = begin; other <= at; other++)
        sums.withSparse[place * size + places[other]!]! += scaled * values[other]!;
      for (const [group, table] of sums.withGroups.entries()) {
        const { codes, columns: levels } = design.groups[group]!;
        table[place * (levels.length + 1) + codes[from + row]!]! += scaled;
      }
    }
  }
}

/**
 * Calls `set` with each product of a sparse column and another column, standardised. `ones` has Σ w·z of the dense columns
 * and Σ w.
 */
export function setSparseProducts(
  design: Design,
  { withSparse, withDense, withGroups }: SparseSums,
  ones: Float64Array,
  levels: LevelSums,
  set: (row: number, column: number, value: number) => void,
): void {
  const { means, scales, dense, sparse } = design;
  const size = sparse.columns.length;
  const denseCount = dense.length + 1;
  const all = ones[dense.length]!;
  const total = (place: number): number => withDense[place * denseCount + dense.length]!;
  for (const [place, row] of sparse.columns.entries()) {
    for (let at = 0; at < denseCount; at++) {
      const product = (withDense[place * denseCount + at]! - means[row]! * ones[at]!) / scales[row]!;
      set(row, dense[at] ?? design.columns.length, product);
    }
    for (let other = 0; other <= place; other++) {
      const column = sparse.columns[other]!;
      const both = withSparse[place * size + other]!;
      set(row, column, uncenteredProduct(design, row, column, both, total(place), total(other), all));
    }
    for (const [group, { columns }] of design.groups.entries())
      for (const [level, column] of columns.entries()) {
        const both = withGroups[group]![place * (columns.length + 1) + level + 1]!;
        const own = levels.withDense[group]![dense.length]![level + 1]!;
        set(row, column, uncenteredProduct(design, row, column, both, total(place), own, all));
      }
  }
}
