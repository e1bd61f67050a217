export { binColumn, createBinTable, type BinTable, type BinTableSize } from "./bin-table.ts";
export { gemm, type Product } from "./dense.ts";
export {
  openTreeKernel,
  treeWorkBytes,
  type HistogramNumber,
  type TreeKernel,
  type TreeKernelSize,
} from "./tree-kernel.ts";
export { createForestScorer, type ForestScorer } from "./scoring.ts";
export type { TreeArrays } from "./scoring-parts.ts";
