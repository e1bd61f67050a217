import { binColumn, type BinTable } from "./bin-table.ts";
import type { ColumnBinner } from "./column-binner.ts";
import { compileModule, startModule } from "./instance.ts";
import { binsBytes } from "./wasm/bins.ts";

interface BinsExports {
  valuesAddress(work: number): number;
  edgesAddress(work: number): number;
  learn(work: number, rowCount: number, maxBin: number): number;
  lay(work: number, rowCount: number, edgeCount: number): void;
  fill(work: number, rowCount: number, edgeCount: number, missingBin: number, target: number): void;
}

/** Room for what `assembly/bins.ts` keeps whatever the number of rows. */
const fixedBytes = 524_288;
/** A key of 8 bytes, a bucket of 2, and 8 more for the keys that are sorted: all of them at the worst. */
const bytesPerRow = 18;

/** Bytes of work that filling the columns of a table takes in one thread. */
export const binnerWorkBytes = (rowCount: number): number => fixedBytes + (rowCount + 16) * bytesPerRow;

const modules = new Map<boolean, WebAssembly.Module>();

function binsModule(shared: boolean): WebAssembly.Module {
  const module = modules.get(shared) ?? compileModule(binsBytes, shared);
  modules.set(shared, module);
  return module;
}

/**
 * A binner into the columns of a table, with the same edges and bins as `plainColumnBinner`, to the bit. Its scratch is the
 * table's work; undefined where that is smaller than `binnerWorkBytes`.
 */
export function openColumnBinner(table: BinTable): ColumnBinner | undefined {
  const { memory, shared, rowCount, workAddress, workBytes } = table;
  if (workBytes < binnerWorkBytes(rowCount)) return undefined;
  const kernel = startModule(binsModule(shared), memory) as BinsExports;
  const room = new Float64Array(memory.buffer, kernel.valuesAddress(workAddress), rowCount);
  const edgesAt = kernel.edgesAddress(workAddress);
  const fill = (column: number, edgeCount: number, missingBin: number): void =>
    kernel.fill(workAddress, rowCount, edgeCount, missingBin, binColumn(table, column).byteOffset);
  return {
    column: (column) => binColumn(table, column),
    learnNumbers: (column, values, maxBin) => {
      room.set(values);
      const edgeCount = kernel.learn(workAddress, rowCount, maxBin);
      fill(column, edgeCount, edgeCount + 1);
      return new Float64Array(memory.buffer, edgesAt, edgeCount).slice();
    },
    binNumbers: (column, values, edges, missingBin) => {
      room.set(values);
      new Float64Array(memory.buffer, edgesAt, edges.length).set(edges);
      kernel.lay(workAddress, rowCount, edges.length);
      fill(column, edges.length, missingBin);
    },
  };
}
