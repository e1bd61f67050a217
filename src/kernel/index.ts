export { binColumn, createBinTable, type BinTable, type BinTableSize } from "./bin-table.ts";
export { dot } from "./dense.ts";
