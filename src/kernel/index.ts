export { binColumn, binTableBytes, createBinTable, mostTableBytes, type BinTable } from "./bin-table.ts";
export { binnerWorkBytes, openColumnBinner, openCrew } from "./bins.ts";
export { plainColumnBinner, type ColumnBinner } from "./column-binner.ts";
export { availableThreads, type CrewMember } from "./crew.ts";
export { gemm } from "./dense.ts";
export { scanFields, type FieldKind } from "./fields.ts";
export { plainDerivatives } from "./plain-derivatives.ts";
export { exponentials, logarithms, sigmoids } from "./powers.ts";
export { openResampler } from "./resample.ts";
export { dealOut, openStream, resampledPlaces, type StreamWords } from "./resample-plain.ts";
export type { DerivativeKernel, DerivedLoss, JudgedLoss } from "./tree-derivatives.ts";
export {
  openTreeKernel,
  treeWorkBytes,
  type HistogramNumber,
  type TreeKernel,
  type TreeKernelSize,
} from "./tree-kernel.ts";
export { canSearch } from "./tree-search.ts";
export { mostThreads } from "./tree-places.ts";
export { createForestScorer, createScorerImage, startScorerImage, type ScorerImage } from "./scoring.ts";
