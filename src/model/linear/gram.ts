import { blockRows, forEachBlock, paddedColumns, type Block } from "./blocks.ts";
import type { Design } from "./design.ts";
import { addLevels, createLevelSums, setLevelProducts, type LevelSums } from "./level-sums.ts";

/**
 * ZᵀWZ of the standardised features with the intercept last: (p+1)×(p+1), row-major, both triangles. Sums of dense columns
 * run within a block and then over blocks, so rounding errors grow with the number of blocks, not of rows; those of groups
 * are tables of weights by level, from which the means are taken out at the end.
 */
export function weightedGram(design: Design, weight: Float64Array | undefined): Float64Array {
  const denseCount = design.dense.length + 1;
  const padded = paddedColumns(design);
  const sums = new Float64Array(padded * padded);
  const levels = createLevelSums(design);
  const weighted = weight ? new Float64Array(blockRows(design) * padded) : undefined;
  forEachBlock(design, (block) => {
    if (weighted && weight)
      for (let column = 0; column < denseCount; column++) {
        const at = column * block.stride;
        for (let row = 0; row < block.count; row++)
          weighted[at + row] = block.values[at + row]! * weight[block.from + row]!;
      }
    const left = weighted ?? block.values;
    addProducts(block, left, padded, sums);
    addLevels(block, left, levels);
  });
  return assembleGram(design, sums, padded, levels);
}

/** The sums of the dense columns in their places, and those of the groups, standardised. */
function assembleGram(design: Design, sums: Float64Array, padded: number, levels: LevelSums): Float64Array {
  const size = design.columns.length + 1;
  const gram = new Float64Array(size * size);
  const set = (row: number, column: number, value: number): void => {
    gram[row * size + column] = value;
    gram[column * size + row] = value;
  };
  const places = [...design.dense, size - 1];
  for (const [left, row] of places.entries())
    for (const [right, column] of places.slice(0, left + 1).entries())
      set(row, column, sums[left * padded + right]!);
  setLevelProducts(design, levels, set);
  return gram;
}

/** Adds the products of all pairs of columns, two by four at a time, so that a loaded number is used more than once. */
function addProducts(block: Block, left: Float64Array, padded: number, sums: Float64Array): void {
  for (let first = 0; first < padded; first += 2) {
    for (let second = 0; second <= first; second += 4) addTile(block, left, first, second, padded, sums);
  }
}

function addTile(
  { count, stride, values: right }: Block,
  left: Float64Array,
  first: number,
  second: number,
  padded: number,
  sums: Float64Array,
): void {
  const a0 = first * stride;
  const a1 = a0 + stride;
  const b0 = second * stride;
  const b1 = b0 + stride;
  const b2 = b1 + stride;
  const b3 = b2 + stride;
  let s00 = 0,
    s01 = 0,
    s02 = 0,
    s03 = 0,
    s10 = 0,
    s11 = 0,
    s12 = 0,
    s13 = 0;
  for (let row = 0; row < count; row++) {
    const x0 = left[a0 + row]!;
    const x1 = left[a1 + row]!;
    const y0 = right[b0 + row]!;
    const y1 = right[b1 + row]!;
    const y2 = right[b2 + row]!;
    const y3 = right[b3 + row]!;
    s00 += x0 * y0;
    s01 += x0 * y1;
    s02 += x0 * y2;
    s03 += x0 * y3;
    s10 += x1 * y0;
    s11 += x1 * y1;
    s12 += x1 * y2;
    s13 += x1 * y3;
  }
  const top = first * padded + second;
  const low = top + padded;
  sums[top]! += s00;
  sums[top + 1]! += s01;
  sums[top + 2]! += s02;
  sums[top + 3]! += s03;
  sums[low]! += s10;
  sums[low + 1]! += s11;
  sums[low + 2]! += s12;
  sums[low + 3]! += s13;
}
