import { binColumn, type BinTable } from "./bin-table.ts";
import type { ColumnBinner } from "./column-binner.ts";
import { startCrew, type CrewMember } from "./crew.ts";
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
export const binnerWorkBytes = (rowCount: number): number =>
  Math.ceil((fixedBytes + (rowCount + 16) * bytesPerRow) / 64) * 64;

const modules = new Map<boolean, WebAssembly.Module>();

function binsModule(shared: boolean): WebAssembly.Module {
  const module = modules.get(shared) ?? compileModule(binsBytes, shared);
  modules.set(shared, module);
  return module;
}

/** Starts threads beside the calling one that work on a table: columns of it are learnt on all that have room, then trees grow. */
export const openCrew = ({ memory, shared }: BinTable, threads: number): readonly CrewMember[] =>
  shared && threads > 1 ? startCrew(memory, binsModule(true), threads - 1) : [];

/** Someone else who learns columns. */
interface Helper {
  isFree(): boolean;
  learn(column: number, values: Float64Array, maxBin: number): () => Float64Array;
}

/**
 * A binner into the columns of a table, with the same edges and bins as `plainColumnBinner`, to the bit, whoever of the crew
 * learns which column. Its scratch is the table's work; undefined where that is smaller than `binnerWorkBytes`.
 */
export function openColumnBinner(
  table: BinTable,
  crew: readonly CrewMember[] = [],
): ColumnBinner | undefined {
  const { memory, shared, rowCount, workAddress, workBytes } = table;
  const areaBytes = binnerWorkBytes(rowCount);
  if (workBytes < areaBytes) return undefined;
  const kernel = startModule(binsModule(shared), memory) as BinsExports;
  const valuesOf = (area: number): Float64Array =>
    new Float64Array(memory.buffer, kernel.valuesAddress(area), rowCount);
  const edgesOf = (area: number, count: number): Float64Array =>
    new Float64Array(memory.buffer, kernel.edgesAddress(area), count);
  const fill = (column: number, edgeCount: number, missingBin: number): void =>
    kernel.fill(workAddress, rowCount, edgeCount, missingBin, binColumn(table, column).byteOffset);
  const learnHere = (column: number, values: Float64Array, maxBin: number): Float64Array => {
    valuesOf(workAddress).set(values);
    const edgeCount = kernel.learn(workAddress, rowCount, maxBin);
    fill(column, edgeCount, edgeCount + 1);
    return edgesOf(workAddress, edgeCount).slice();
  };
  const helpers = crew
    .slice(0, Math.floor(workBytes / areaBytes) - 1)
    .map((member, at) => openHelper(member, workAddress + (at + 1) * areaBytes));
  /** A member with room to learn in. */
  function openHelper(member: CrewMember, area: number): Helper {
    let settle = (): void => undefined;
    return {
      isFree: () => member.isFree(),
      learn: (column, values, maxBin) => {
        settle();
        valuesOf(area).set(values);
        member.learn({ work: area, rowCount, maxBin, target: binColumn(table, column).byteOffset });
        let edges: Float64Array | undefined;
        settle = () => void (edges ??= edgesOf(area, member.edgeCount()).slice());
        const settleThis = settle;
        return () => {
          settleThis();
          return edges!;
        };
      },
    };
  }
  return {
    column: (column) => binColumn(table, column),
    learnNumbers: (column, values, maxBin) => {
      const free = helpers.find((helper) => helper.isFree());
      if (free) return free.learn(column, values, maxBin);
      const edges = learnHere(column, values, maxBin);
      return () => edges;
    },
    binNumbers: (column, values, edges, missingBin) => {
      valuesOf(workAddress).set(values);
      edgesOf(workAddress, edges.length).set(edges);
      kernel.lay(workAddress, rowCount, edges.length);
      fill(column, edges.length, missingBin);
    },
  };
}
