import { binNumbers, numberEdges } from "./number-bins.ts";

/** Fills columns of bins, one byte per row, one column at a time. */
export interface ColumnBinner {
  /** The bins of a column. */
  column(column: number): Uint8Array;
  /**
   * Learns the edges of a column's values and writes their bins; a missing value has the bin behind the last. Others may do that
   * meanwhile: edges and bins are there when the edges have been asked for.
   */
  learnNumbers(column: number, values: Float64Array, maxBin: number): () => Float64Array;
  /** Writes the bins of values by edges that were learnt elsewhere. */
  binNumbers(column: number, values: Float64Array, edges: Float64Array, missingBin: number): void;
}

/** A binner in plain TypeScript, into columns of its own. */
export function plainColumnBinner(columnCount: number, rowCount: number): ColumnBinner {
  const columns = Array.from({ length: columnCount }, () => new Uint8Array(rowCount));
  return {
    column: (column) => columns[column]!,
    learnNumbers: (column, values, maxBin) => {
      const edges = numberEdges(values, maxBin);
      binNumbers(values, edges, edges.length + 1, columns[column]!);
      return () => edges;
    },
    binNumbers: (column, values, edges, missingBin) =>
      binNumbers(values, edges, missingBin, columns[column]!),
  };
}
