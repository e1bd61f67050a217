export { binColumn, createBinTable, type BinTable, type BinTableSize } from "./bin-table.ts";
export { binnerWorkBytes, openColumnBinner } from "./bins.ts";
export { plainColumnBinner, type ColumnBinner } from "./column-binner.ts";
export { gemm, type Product } from "./dense.ts";
export {
  openTreeKernel,
  treeWorkBytes,
  type HistogramNumber,
  type TreeKernel,
  type TreeKernelSize,
} from "./tree-kernel.ts";
