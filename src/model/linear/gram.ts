import { gemm } from "../../kernel/index.ts";
import { blockRows, forEachBlock } from "./blocks.ts";
import type { Design } from "./design.ts";
import { addLevels, createLevelSums, setLevelProducts, type LevelSums } from "./level-sums.ts";
import { addSparse, createSparseSums, setSparseProducts, type SparseSums } from "./sparse-sums.ts";

/**
 * ZᵀWZ of the standardised features with the intercept last: (p+1)×(p+1), row-major, both triangles. Sums of dense columns
 * run over 256 rows and then over such runs, so rounding errors grow with the number of runs, not of rows; those of groups
 * are tables of weights by level, and those of sparse columns of what is not 0, from which the means are taken out at the end.
 */
export function weightedGram(design: Design, weight: Float64Array | undefined): Float64Array {
  const denseCount = design.dense.length + 1;
  const sums = new Float64Array(denseCount * denseCount);
  const levels = createLevelSums(design);
  const sparse = createSparseSums(design);
  const weighted = weight ? new Float64Array(blockRows(design) * denseCount) : undefined;
  forEachBlock(design, (block) => {
    const { count, stride, values } = block;
    if (weighted && weight)
      for (let column = 0; column < denseCount; column++) {
        const at = column * stride;
        for (let row = 0; row < count; row++)
          weighted[at + row] = values[at + row]! * weight[block.from + row]!;
      }
    const left = weighted ?? values;
    const strides = { leftStride: stride, rightStride: stride, rightTurned: true, lower: true } as const;
    gemm({ rows: denseCount, inner: count, columns: denseCount, left, right: values, ...strides }, sums);
    addLevels(block, left, levels);
    addSparse(block, left, sparse);
  });
  return assembleGram(design, sums, levels, sparse);
}

/** The sums of the dense columns in their places, and those of the groups and the sparse columns, standardised. */
function assembleGram(
  design: Design,
  sums: Float64Array,
  levels: LevelSums,
  sparse: SparseSums,
): Float64Array {
  const size = design.columns.length + 1;
  const gram = new Float64Array(size * size);
  const set = (row: number, column: number, value: number): void => {
    gram[row * size + column] = value;
    gram[column * size + row] = value;
  };
  const places = [...design.dense, size - 1];
  for (const [left, row] of places.entries())
    for (const [right, column] of places.slice(0, left + 1).entries())
      set(row, column, sums[left * places.length + right]!);
  setLevelProducts(design, levels, set);
  const ones = sums.subarray(design.dense.length * places.length);
  setSparseProducts(design, sparse, ones, levels, set);
  return gram;
}
