import type { BinTable } from "./bin-table.ts";
import { groupColumns, groupWidth, writeGrouping, type Grouping, type GroupPlaces } from "./tree-groups.ts";
import { columnSumBytes, scratchBytes } from "./histogram-code.ts";

/** Addresses of the reserved part of a table's memory, as `assembly/trees.ts` has them. */
export const argumentsAt = 256;
export const realsAt = 384;
export const tableAt = 512;
export const resultsAt = 1024;
const planAt = 9216;
/** Where the plan has the number of groups. */
export const groupCountAt = planAt + 12;

/** Threads at most: so many results have room. */
export const mostThreads = 64;

const lineBytes = 64;
/** The work begins at a multiple of so many bytes. */
export const workUnit = 4096;
const upTo = (bytes: number, unit: number): number => Math.ceil(bytes / unit) * unit;

/** What growing needs room for, beside the bins. */
export interface TreeWorkSize {
  readonly rowCount: number;
  /** For each column, how many bins it has. */
  readonly binCounts: readonly number[];
  /** For each column, how many of its bins rows are in, the first ones; absent where that is not known: then each column has a slot of its own. */
  readonly usedCounts?: readonly number[];
  /** Histograms that are kept at a time. */
  readonly histogramCount: number;
  /** Scores of a row. */
  readonly outputCount: number;
  readonly threads: number;
}

/** Where everything stands that growing works on. */
export interface TreePlaces extends GroupPlaces {
  /** How all columns are grouped. */
  readonly grouping: Grouping;
  /** For each column, where its cells begin in a histogram, in cells of 8 bytes. */
  readonly cells: readonly number[];
  readonly histogramBytes: number;
  readonly rows: number;
  readonly temporary: number;
  readonly derivatives: number;
  /** One packed row that adds 1 to the hessian's half of a cell: it counts. */
  readonly counter: number;
  readonly histograms: number;
  /** For each output the scores of all rows. */
  readonly scores: readonly number[];
  /** A byte for each row. */
  readonly labels: number;
  /** A number for each row. */
  readonly targets: number;
  /** A number of 32 bits for each row. */
  readonly weights: number;
  /** For each output a number of 32 bits for each row; none for a single output. */
  readonly shares: readonly number[];
  /** The leaves of a tree, 16 bytes each. */
  readonly leaves: number;
  /** A byte for each column: what it is in a search (`searchedAs`). */
  readonly kinds: number;
  readonly threads: number;
  readonly end: number;
  readonly plan: Int32Array;
}

/** Bytes of one thread's place: the sums of a group, then scratch, then room for a search. */
const threadBytes = upTo(groupWidth * columnSumBytes + scratchBytes + 16_384, 4096);

/** Where a thread has its sums and its scratch. */
export const threadPlaces = (
  { threads }: TreePlaces,
  thread: number,
): { readonly sums: number; readonly scratch: number } => ({
  sums: threads + thread * threadBytes,
  scratch: threads + thread * threadBytes + groupWidth * columnSumBytes,
});

/** Lays out the work of growing from the address `begin` on. */
export function layOutTreeWork(
  { rowCount, binCounts, usedCounts, histogramCount, outputCount, threads }: TreeWorkSize,
  table: Pick<BinTable, "columnsAddress" | "columnStride" | "workAddress">,
): TreePlaces {
  let at = upTo(table.workAddress, workUnit);
  const take = (bytes: number): number => {
    const address = at;
    at += upTo(bytes, lineBytes);
    return address;
  };
  const threadArea = take(threadBytes * threads);
  const grouping = groupColumns([...binCounts.keys()], usedCounts);
  // Groups are made 16 rows at a time, and kernels read some rows ahead.
  const groupBytes = upTo(rowCount * groupWidth + 1024, lineBytes);
  const groupsAt = take(groupBytes * grouping.groups.length);
  const cells: number[] = [];
  let cellCount = 0;
  for (const count of binCounts) {
    cells.push(cellCount);
    cellCount += upTo(count, 4);
  }
  const groupList = take(grouping.groups.length * 16);
  const slotList = take(binCounts.length * 16);
  const memberList = take(binCounts.length * 4);
  const columnList = take(binCounts.length * 16);
  const kinds = take(binCounts.length);
  const rows = take(rowCount * 4 + lineBytes);
  const temporary = take(rowCount * 4 + lineBytes);
  const derivatives = take(rowCount * 4 + lineBytes);
  const counter = take(lineBytes);
  const scores = Array.from({ length: outputCount }, () => take(rowCount * 8 + lineBytes));
  const labels = take(rowCount + lineBytes);
  const targets = take(rowCount * 8 + lineBytes);
  const weights = take(rowCount * 4 + lineBytes);
  const shares = outputCount > 1 ? scores.map(() => take(rowCount * 4 + lineBytes)) : [];
  // Rows that a tree did not grow on have leaves of their own.
  const leaves = take(histogramCount * 2 * 16);
  const histogramBytes = upTo(cellCount * 8, lineBytes);
  const histograms = take(histogramBytes * histogramCount);
  const plan = [
    table.columnsAddress,
    table.columnStride,
    rowCount,
    grouping.groups.length,
    groupList,
    slotList,
  ];
  return {
    grouping,
    groupsAt,
    groupBytes,
    groupList,
    slotList,
    memberList,
    cells,
    histogramBytes,
    rows,
    temporary,
    derivatives,
    counter,
    histograms,
    scores,
    labels,
    targets,
    weights,
    shares,
    leaves,
    kinds,
    threads: threadArea,
    end: at,
    plan: Int32Array.from([
      ...plan,
      rows,
      temporary,
      derivatives,
      threadArea,
      threadBytes,
      kinds,
      columnList,
      memberList,
      binCounts.length,
    ]),
  };
}

/** Writes down for the kernels what stands where, and clears what others may have used before. */
export function writePlan(
  memory: WebAssembly.Memory,
  places: TreePlaces,
  { binCounts, usedCounts = binCounts }: Pick<TreeWorkSize, "binCounts" | "usedCounts">,
): void {
  const words = new Int32Array(memory.buffer);
  // Kernels leave sums as zeros and find them so. They read some places past a leaf, where a row must stand.
  words.fill(0, places.threads / 4, places.groupsAt / 4);
  words.fill(0, places.rows / 4, places.temporary / 4);
  words.set(places.plan, planAt / 4);
  writeGrouping(words, places, places.grouping, usedCounts);
  const columnList = places.plan[12]!;
  for (const [at, count] of binCounts.entries())
    words.set([upTo(count, 4), places.cells[at]! * 8, count, usedCounts[at]!], columnList / 4 + at * 4);
  words[places.counter / 4] = 1;
}
