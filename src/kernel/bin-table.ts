/**
 * The bins of a training set: one byte per row and column, column after column, in one memory that every kernel of a
 * training works on.
 *
 *     0           1 MiB              columnsAddress + columnCount * columnStride
 *     | reserved  | column 0 | column 1 | … | work                           |
 *
 * - Reserved: places of the kernels themselves (barriers, scratch of each thread). Nobody else writes there.
 * - Column c stands at `columnsAddress + c * columnStride`: row r has its bin in byte r. A stride is a multiple of 64, so that
 *   a column begins on a cache line of its own and a kernel may read or write up to 16 bytes past the last row.
 * - Work, `workAddress` … `workAddress + workBytes`: free for whoever fills the columns, and then the trainer's: rows in
 *   groups of 16 columns, which it makes from the columns, derivatives, scores, histograms. No promise on what is in it.
 *
 * The memory never grows after it is made, so views stay good. It is shared where threads will work on it, else not: a module
 * that works here is compiled with `shared: true` in `assembly/build.ts` and started by
 * `startModule(compileModule(bytes, table.shared), table.memory)`.
 */
export interface BinTable {
  readonly memory: WebAssembly.Memory;
  readonly shared: boolean;
  readonly rowCount: number;
  readonly columnCount: number;
  readonly columnsAddress: number;
  readonly columnStride: number;
  readonly workAddress: number;
  readonly workBytes: number;
}

/** What a table must have room for. */
export interface BinTableSize {
  readonly rowCount: number;
  readonly columnCount: number;
  /** Bytes of work at least. A table always has some megabytes of it. */
  readonly workBytes: number;
  readonly shared: boolean;
}

const pageBytes = 65_536;
const mostPages = 65_536;
const reservedBytes = 1_048_576;
const leastWorkBytes = 16 * 1_048_576;
const lineBytes = 64;

const upTo = (bytes: number, unit: number): number => Math.ceil(bytes / unit) * unit;

/** Bytes of a table's columns, with what is reserved before them. */
export const binTableBytes = (rowCount: number, columnCount: number): number =>
  reservedBytes + columnCount * upTo(rowCount + 16, lineBytes);

/** Bytes that a table may have. */
export const mostTableBytes = mostPages * pageBytes;

/** A table with room for all bins; undefined where there is no WebAssembly, or no memory of that size (4 GiB at most). */
export function createBinTable({
  rowCount,
  columnCount,
  workBytes,
  shared,
}: BinTableSize): BinTable | undefined {
  const columnStride = upTo(rowCount + 16, lineBytes);
  const workAddress = reservedBytes + columnCount * columnStride;
  const pages = Math.ceil((workAddress + Math.max(workBytes, leastWorkBytes)) / pageBytes);
  if (typeof WebAssembly === "undefined" || pages > mostPages) return undefined;
  try {
    return {
      memory: new WebAssembly.Memory({ initial: pages, maximum: pages, shared }),
      shared,
      rowCount,
      columnCount,
      columnsAddress: reservedBytes,
      columnStride,
      workAddress,
      workBytes: pages * pageBytes - workAddress,
    };
  } catch {
    return undefined;
  }
}

/** The bins of one column, one byte per row: a view, not a copy. */
export const binColumn = (
  { memory, rowCount, columnsAddress, columnStride }: BinTable,
  column: number,
): Uint8Array => new Uint8Array(memory.buffer, columnsAddress + column * columnStride, rowCount);
