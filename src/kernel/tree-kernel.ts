import { beginService, failService, type CrewMember } from "./crew.ts";
import { compileModule, startModule } from "./instance.ts";
import { binColumn, type BinTable } from "./bin-table.ts";
import { histogramCode } from "./histogram-code.ts";
import { groupColumns, groupWidth, writeGrouping } from "./tree-groups.ts";
import {
  argumentsAt,
  groupCountAt,
  layOutTreeWork,
  workUnit,
  resultsAt,
  tableAt,
  threadPlaces,
  writePlan,
  type TreePlaces,
} from "./tree-places.ts";
import { scoreKernel, type ScoreKernel } from "./tree-derivatives.ts";
import { searchedAs, writeSearchedLeaf, type SearchedLeaf, type SearchLimits } from "./tree-search.ts";
import { treesBytes } from "./wasm/trees.ts";

/** A histogram that the kernel keeps, by number from 0. */
export type HistogramNumber = number;

/**
 * The heavy work of growing trees on a table of bins. Rows have packed derivatives (gradient << 16 | hessian, the hessian
 * without sign); a histogram has a cell of two numbers for each bin, first the sum of hessians, then that of gradients, and a
 * leaf is a run of places in the list of rows.
 */
export interface TreeKernel extends ScoreKernel {
  /** The rows in the order of their places. */
  readonly rows: Uint32Array;
  /** Copies the bins to where histograms are filled from. To be called when the table's columns are complete. */
  groupColumns(): void;
  /** Makes the rows of all columns stand in the order of their places, and groups them anew. */
  moveRows(): void;
  /** Makes the first `count` places the rows 0 to `count`. */
  numberRows(count: number): void;
  /**
   * Fills a histogram with the rows at `count` places from `from`; `inOrder` says that these are all rows, in order. The sums are taken from
   * those of a parent, if given, which then has those of its other rows.
   */
  fill(
    histogram: HistogramNumber,
    from: number,
    count: number,
    inOrder: boolean,
    parent?: HistogramNumber,
  ): void;
  /** The same, with every row counted as a hessian of 1. */
  fillCounts(histogram: HistogramNumber, from: number, count: number, inOrder: boolean): void;
  /** Moves the rows whose bin in a column has a 1 in the table to the front of their places; returns how many they are. */
  part(from: number, count: number, column: number, goesLeft: Uint8Array): number;
  /** Takes threads on that work beside the calling one, no more than the kernel was opened for. Without them it does all alone. */
  recruit(crew: readonly CrewMember[]): Promise<void>;
  /** Lets the other threads go. The kernel is not to be used after that. */
  dismiss(): void;
  /**
   * Which columns the next searches may ask about, each as a number or as a category; absent: not at all. Histograms need not have the
   * cells of the others from now on.
   */
  ask(columns: ReadonlyMap<number, "number" | "category">): void;
  /** For each of at most two leaves the column whose best split gains most, the first of equal ones; -1 for none. */
  search(leaves: readonly SearchedLeaf[], limits: SearchLimits): readonly number[];
  /** The cells of one column in a histogram: hessian, gradient, hessian, gradient… A view, valid until they change. */
  cells(histogram: HistogramNumber, column: number): Int32Array;
}

interface TreeExports {
  lead(command: number, threads: number): void;
}
type HistogramExports = Readonly<Record<string, (...numbers: number[]) => void>>;

/** The commands of `assembly/trees.ts`. */
const command = {
  group: 1,
  numberRows: 2,
  fill: 3,
  part: 5,
  search: 6,
  addValues: 11,
  move: 12,
  derive: 20,
  shareOut: 21,
  sumLosses: 22,
} as const;

/** Runs a command of about so many steps with the given arguments; gives how many threads did it. */
export type CallKernel = (name: keyof typeof command, work: number, ...numbers: number[]) => number;

/** The share of columns up to which a tree has them grouped anew: grouping a column takes half as long as its sums in a tree. */
const regroupedShare = 0.6;

/** Updates of histograms below which a second thread costs more than it does. */
const leastShare = 30_000;

const modules = new Map<boolean, WebAssembly.Module>();

/** The compiled commands for shared or unshared memory. */
function treesModule(shared: boolean): WebAssembly.Module {
  const module = modules.get(shared) ?? compileModule(treesBytes, shared);
  modules.set(shared, module);
  return module;
}

/** The histogram kernels of a thread. */
function histogramModule({ shared }: BinTable, places: TreePlaces, thread: number): WebAssembly.Module {
  const widths = Array.from({ length: groupWidth }, (_, at) => at + 1);
  return new WebAssembly.Module(histogramCode(widths, threadPlaces(places, thread), shared));
}

/** The commands of the calling thread. crew.ts has the same for the others. */
function startThread(table: BinTable, places: TreePlaces): TreeExports {
  const { memory, shared } = table;
  const kernels = startModule(histogramModule(table, places, 0), memory) as HistogramExports;
  const histogram = {
    addAll: (width: number, bins: number, derivatives: number, count: number): void =>
      kernels[`all${width}`]!(bins, 0, derivatives, 0, count),
    addPicked: (width: number, ...numbers: number[]): void => kernels[`picked${width}`]!(...numbers),
  };
  return new WebAssembly.Instance(treesModule(shared), { env: { memory }, histogram }).exports as TreeExports;
}

/** The column of the greatest gain that any thread found for a leaf of a search. */
function bestColumn({ buffer }: WebAssembly.Memory, leaf: number, threads: number): number {
  const [gains, columns] = [new Float64Array(buffer), new Int32Array(buffer)];
  let best = { gain: -Infinity, column: -1 };
  for (let thread = 0; thread < threads; thread++) {
    const at = resultsAt + thread * 64 + leaf * 16;
    const [gain, column] = [gains[at / 8]!, columns[at / 4 + 2]!];
    if (column < 0) continue;
    if (gain > best.gain || (gain === best.gain && column < best.column)) best = { gain, column };
  }
  return best.column;
}

/** What a kernel is opened with. */
export interface TreeKernelSize {
  readonly binCounts: readonly number[];
  readonly histogramCount: number;
  /** Scores of a row. */
  readonly outputCount: number;
  readonly threads: number;
  /** After so many seconds without a word a thread is taken for dead; 300 if not given. */
  readonly silentSeconds?: number;
}

/** A command takes some seconds at most, and may wait for its turn on a busy machine. */
const mostSilent = 300;

/** Bytes of work that a table needs for growing trees. */
export const treeWorkBytes = (size: TreeKernelSize & { readonly rowCount: number }): number =>
  layOutTreeWork(size, { columnsAddress: 0, columnStride: 0, workAddress: 0 }).end + workUnit;

/** Bins of a column that rows are in: most often the last one, for missing values, is empty. */
const usedBins = (table: BinTable, column: number, binCount: number): number =>
  binColumn(table, column).includes(binCount - 1) ? binCount : Math.max(1, binCount - 1);

/** Opens the kernel on a table; undefined where its work has no room for it. */
export function openTreeKernel(table: BinTable, size: TreeKernelSize): TreeKernel | undefined {
  const used = { ...size, usedCounts: size.binCounts.map((count, column) => usedBins(table, column, count)) };
  const places = layOutTreeWork({ ...used, rowCount: table.rowCount }, table);
  const { memory } = table;
  if (places.end > table.workAddress + table.workBytes) return undefined;
  writePlan(memory, places, used);
  const first = startThread(table, places);
  let threads = 1;
  const words = new Int32Array(memory.buffer);
  beginService(memory, size.silentSeconds ?? mostSilent);
  const dismiss = (): void => {
    if (threads > 1) first.lead(0, threads);
    threads = 1;
  };
  const call: CallKernel = (name, work, ...numbers) => {
    words.set(numbers, argumentsAt / 4 + 2);
    const used = work < leastShare ? 1 : threads;
    try {
      first.lead(command[name], used);
    } catch (error) {
      dismiss();
      failService(memory, error);
    }
    return used;
  };
  let grouping = places.grouping;
  /** Groups only the columns that are asked about, where that saves more than it takes. */
  const regroup = (asked: readonly number[]): void => {
    const isPart = asked.length > 0 && asked.length <= regroupedShare * table.columnCount;
    if (!isPart && grouping === places.grouping) return;
    grouping = isPart ? groupColumns(asked, used.usedCounts) : places.grouping;
    writeGrouping(words, places, grouping, used.usedCounts);
    words[groupCountAt / 4] = grouping.groups.length;
    call("group", table.rowCount * grouping.slots.length);
  };
  const addressOf = (histogram: number): number => places.histograms + histogram * places.histogramBytes;
  const fill = (
    [from, count, inOrder]: readonly [number, number, boolean],
    histogram: number,
    derivatives: number,
    mask: number,
    parent: number,
  ): void => {
    const work = count * grouping.slots.length;
    call("fill", work, from, count, inOrder ? 1 : 0, addressOf(histogram), derivatives, mask, parent);
  };
  const { columnCount, rowCount } = table;
  return {
    ...scoreKernel(memory, places, rowCount, call),
    rows: new Uint32Array(memory.buffer, places.rows, rowCount),
    groupColumns: () => void call("group", rowCount * columnCount),
    moveRows: () => {
      call("move", rowCount * columnCount, columnCount);
      call("group", rowCount * columnCount);
    },
    numberRows: (count) => void call("numberRows", count, count),
    fill: (histogram, from, count, inOrder, parent) => {
      const taken = parent === undefined ? 0 : addressOf(parent);
      fill([from, count, inOrder], histogram, places.derivatives, -1, taken);
    },
    fillCounts: (histogram, from, count) => fill([from, count, false], histogram, places.counter, 0, 0),
    part: (from, count, column, goesLeft) => {
      new Uint8Array(memory.buffer).set(goesLeft, tableAt);
      call("part", count, from, count, column);
      return words[resultsAt / 4]!;
    },
    ask: (columns) => {
      regroup([...columns.keys()]);
      const kinds = new Uint8Array(memory.buffer, places.kinds, columnCount);
      for (let column = 0; column < columnCount; column++)
        kinds[column] = searchedAs[columns.get(column) ?? "nothing"];
    },
    search: (leaves, limits) => {
      for (const [at, leaf] of leaves.entries())
        writeSearchedLeaf(memory, at, leaf, addressOf(leaf.histogram), limits);
      const used = call("search", (leaves.length * places.histogramBytes) / 2, leaves.length);
      return leaves.map((_, at) => bestColumn(memory, at, used));
    },
    recruit: async (crew) => {
      if (threads > 1) return;
      const serving = crew.slice(0, size.threads - 1);
      await Promise.all(
        serving.map((member, at) =>
          member.serve(at + 1, {
            trees: treesModule(true),
            histogram: histogramModule(table, places, at + 1),
          }),
        ),
      );
      threads = serving.length + 1;
    },
    dismiss,
    cells: (histogram, column) =>
      new Int32Array(
        memory.buffer,
        addressOf(histogram) + places.cells[column]! * 8,
        size.binCounts[column]! * 2,
      ),
  };
}
