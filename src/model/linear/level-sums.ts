import type { Block } from "./blocks.ts";
import type { Design } from "./design.ts";

/** Weighted sums by the levels of the groups of a design. Level 0 is the rows where a group has no 1. */
export interface LevelSums {
  /** Σ w·z by level, for each group and each dense column, the ones of the intercept last. */
  readonly withDense: readonly (readonly Float64Array[])[];
  /** Σ w by the levels of two groups, `[level of the first * levels of the second + level of the second]`. */
  readonly withGroups: readonly GroupPair[];
}

interface GroupPair {
  readonly first: number;
  readonly second: number;
  readonly sums: Float64Array;
}

const levelCount = (design: Design, group: number): number => design.groups[group]!.columns.length + 1;

/** All sums at 0. */
export function createLevelSums(design: Design): LevelSums {
  const groups = [...design.groups.keys()];
  const withDense = groups.map((group) =>
    Array.from({ length: design.dense.length + 1 }, () => new Float64Array(levelCount(design, group))),
  );
  const withGroups = groups.flatMap((second) =>
    groups.slice(0, second).map((first) => ({
      first,
      second,
      sums: new Float64Array(levelCount(design, first) * levelCount(design, second)),
    })),
  );
  return { withDense, withGroups };
}

/** Adds a block; `weighted` has its dense columns times the weights, in the block's layout. */
export function addLevels(block: Block, weighted: Float64Array, { withDense, withGroups }: LevelSums): void {
  const { design, from, count, stride } = block;
  for (const [group, { codes }] of design.groups.entries())
    for (const [place, sums] of withDense[group]!.entries()) {
      const start = place * stride;
      for (let row = 0; row < count; row++) sums[codes[from + row]!]! += weighted[start + row]!;
    }
  const weights = design.dense.length * stride;
  for (const { first, second, sums } of withGroups) {
    const left = design.groups[first]!.codes;
    const right = design.groups[second]!.codes;
    const width = levelCount(design, second);
    for (let row = 0; row < count; row++)
      sums[left[from + row]! * width + right[from + row]!]! += weighted[weights + row]!;
  }
}

/** Calls `set` with each product of a grouped column and another column, standardised: the means are taken out. */
export function setLevelProducts(
  design: Design,
  { withDense, withGroups }: LevelSums,
  set: (row: number, column: number, value: number) => void,
): void {
  const { means, scales, dense } = design;
  const intercept = design.columns.length;
  const ones = dense.length;
  for (const [group, { columns }] of design.groups.entries())
    for (const [level, column] of columns.entries()) {
      for (const [place, sums] of withDense[group]!.entries()) {
        const total = sums.reduce((sum, value) => sum + value, 0);
        const product = (sums[level + 1]! - means[column]! * total) / scales[column]!;
        set(column, dense[place] ?? intercept, product);
      }
    }
  for (const [group, { columns }] of design.groups.entries()) {
    const weights = withDense[group]![ones]!;
    const all = weights.reduce((sum, value) => sum + value, 0);
    for (const [level, row] of columns.entries())
      for (const [other, column] of columns.slice(0, level + 1).entries()) {
        const own = weights[level + 1]!;
        set(
          row,
          column,
          uncenteredProduct(design, row, column, other === level ? own : 0, own, weights[other + 1]!, all),
        );
      }
  }
  for (const { first, second, sums } of withGroups) {
    const left = withDense[first]![ones]!;
    const right = withDense[second]![ones]!;
    const all = left.reduce((sum, value) => sum + value, 0);
    const width = right.length;
    for (const [level, row] of design.groups[first]!.columns.entries())
      for (const [other, column] of design.groups[second]!.columns.entries()) {
        const both = sums[(level + 1) * width + other + 1]!;
        set(
          row,
          column,
          uncenteredProduct(design, row, column, both, left[level + 1]!, right[other + 1]!, all),
        );
      }
  }
}

/** Σ w·z·z' of two columns from Σ w·x·x', Σ w·x, Σ w·x' and Σ w: the means are taken out. */
export const uncenteredProduct = (
  { means, scales }: Design,
  row: number,
  column: number,
  both: number,
  first: number,
  second: number,
  all: number,
): number =>
  (both - means[row]! * second - means[column]! * (first - means[row]! * all)) /
  (scales[row]! * scales[column]!);
