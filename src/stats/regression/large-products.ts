import { gemm } from "../../kernel/index.ts";

/** Rows times the square of the columns from which columns are multiplied out by blocks; fewer are added up with twice the digits. */
const muchWork = 4_000_000;
/** Rows that are multiplied out at once. */
const blockRows = 2048;

/** Whether products of so many columns are to be taken by blocks. */
export const isMuchWork = (rowCount: number, columnCount: number): boolean =>
  rowCount * columnCount * columnCount > muchWork;

/** XᵀY, row-major, by blocks of rows. */
export function crossByBlocks(left: readonly Float64Array[], right: readonly Float64Array[]): Float64Array {
  const into = new Float64Array(left.length * right.length);
  forEachBlock(left, (block, from, count) => {
    const other = blockOf(right, from, count);
    gemm(
      {
        rows: left.length,
        inner: count,
        columns: right.length,
        left: block,
        right: other,
        rightTurned: true,
      },
      into,
    );
  });
  return into;
}

/** M·Xᵀ of a square row-major matrix, as columns: for each row of the matrix one number per row of X. */
export function turnByBlocks(
  matrix: Float64Array,
  columns: readonly Float64Array[],
): readonly Float64Array[] {
  const size = columns.length;
  const turned = columns.map((column) => new Float64Array(column.length));
  forEachBlock(columns, (block, from, count) => {
    const product = gemm({ rows: size, inner: size, columns: count, left: matrix, right: block });
    for (const [at, column] of turned.entries())
      column.set(product.subarray(at * count, (at + 1) * count), from);
  });
  return turned;
}

function forEachBlock(
  columns: readonly Float64Array[],
  visit: (block: Float64Array, from: number, count: number) => void,
): void {
  const rowCount = columns[0]?.length ?? 0;
  for (let from = 0; from < rowCount; from += blockRows) {
    const count = Math.min(blockRows, rowCount - from);
    visit(blockOf(columns, from, count), from, count);
  }
}

/** Some rows of all columns, column after column. */
function blockOf(columns: readonly Float64Array[], from: number, count: number): Float64Array {
  const block = new Float64Array(columns.length * count);
  for (const [at, column] of columns.entries()) block.set(column.subarray(from, from + count), at * count);
  return block;
}
