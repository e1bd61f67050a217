import type { BinTable } from "./bin-table.ts";
import { bundleColumns } from "./bundles.ts";
import { columnSumBytes, scratchBytes } from "./histogram-code.ts";

/** Addresses of the reserved part of a table's memory, as `assembly/trees.ts` has them. */
export const argumentsAt = 256;
export const realsAt = 384;
export const tableAt = 512;
export const resultsAt = 1024;
const planAt = 9216;

/** Slots of a group: one row of a group is 16 bytes. */
const groupWidth = 16;
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

/** Slots that stand together, each row in 16 bytes. */
interface SlotGroup {
  /** The number of its first slot. */
  readonly first: number;
  readonly width: number;
  readonly address: number;
}

/** Where everything stands that growing works on. */
export interface TreePlaces {
  readonly groups: readonly SlotGroup[];
  /** The columns of each slot. */
  readonly slots: readonly (readonly number[])[];
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

/** Slots in as few groups as have room for them, but no fewer than threads: a thread takes whole groups. All about equal. */
function groupSlots(slotCount: number, threads: number): readonly { first: number; width: number }[] {
  const least = Math.ceil(slotCount / groupWidth);
  const count = Math.min(Math.ceil(least / threads) * threads, Math.max(1, slotCount));
  return Array.from({ length: count }, (_, at) => {
    const first = Math.floor((slotCount * at) / count);
    return { first, width: Math.floor((slotCount * (at + 1)) / count) - first };
  });
}

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
  const slots = usedCounts ? bundleColumns(usedCounts) : binCounts.map((_, column) => [column]);
  const groups = groupSlots(slots.length, threads).map(({ first, width }) => ({
    first,
    width,
    // Groups are made 16 rows at a time, and kernels read some rows ahead.
    address: take(rowCount * groupWidth + 1024),
  }));
  const cells: number[] = [];
  let cellCount = 0;
  for (const count of binCounts) {
    cells.push(cellCount);
    cellCount += upTo(count, 4);
  }
  const groupList = take(groups.length * 16);
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
  const plan = [table.columnsAddress, table.columnStride, rowCount, groups.length, groupList, slotList];
  return {
    groups,
    slots,
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
  words.fill(0, places.threads / 4, places.groups[0]!.address / 4);
  words.fill(0, places.rows / 4, places.temporary / 4);
  words.set(places.plan, planAt / 4);
  const [groupList, slotList, columnList, memberList] = [4, 5, 12, 13].map((at) => places.plan[at]! / 4);
  for (const [at, { address, width, first }] of places.groups.entries())
    words.set([address, width, first], groupList! + at * 4);
  let member = 0;
  for (const [at, columns] of places.slots.entries()) {
    const values = columns.reduce((product, column) => product * usedCounts[column]!, 1);
    words.set([member, columns.length, values], slotList! + at * 4);
    words.set(columns, memberList! + member);
    member += columns.length;
  }
  for (const [at, count] of binCounts.entries())
    words.set([upTo(count, 4), places.cells[at]! * 8, count, usedCounts[at]!], columnList! + at * 4);
  words[places.counter / 4] = 1;
}
