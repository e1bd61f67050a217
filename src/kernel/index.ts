export { binColumn, createBinTable, type BinTable, type BinTableSize } from "./bin-table.ts";
export { binnerWorkBytes, openColumnBinner } from "./bins.ts";
export { plainColumnBinner, type ColumnBinner } from "./column-binner.ts";
export { availableThreads } from "./crew.ts";
export { gemm, type Product } from "./dense.ts";
export {
  openTreeKernel,
  treeWorkBytes,
  type HistogramNumber,
  type TreeKernel,
  type TreeKernelSize,
} from "./tree-kernel.ts";
export { canSearch, type SearchedLeaf, type SearchLimits } from "./tree-search.ts";
export type { TreeWorkSize } from "./tree-places.ts";
export { createForestScorer, type ForestScorer } from "./scoring.ts";
export type { TreeArrays } from "./scoring-parts.ts";
