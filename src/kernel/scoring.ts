import { compileModule, startModule } from "./instance.ts";
import { ImageParts, measureNodes, type TreeArrays } from "./scoring-parts.ts";
import { planScoring, type ScoringPath } from "./scoring-plan.ts";
import { layOutTables, rowsAtOnce, type MeasuredForest } from "./scoring-tables.ts";
import { layOutWalk } from "./scoring-walk.ts";
import { scoringBytes } from "./wasm/scoring.ts";

/** Forests over the same inputs, laid out in a memory of their own. Missing is NaN. */
export interface ForestScorer {
  /** How the forests are scored. */
  readonly path: Exclude<ScoringPath, "script">;
  /** Bytes of memory that it takes. */
  readonly byteLength: number;
  /** Scores one row of inputs; `sums` gets the sum of each forest. */
  readonly scoreRow: (inputs: Float64Array, sums: Float64Array) => void;
  /** Where rows go: input n of row r is at 256n + r. */
  readonly columns: Float64Array;
  /** Where their sums come: forest n and row r at 256n + r. */
  readonly sums: Float64Array;
  /** Scores the first rows of `columns`, at most 256. */
  readonly scoreRows: (rowCount: number) => void;
}

interface ScoringExports {
  readonly encode: (
    channels: number,
    channelCount: number,
    inputs: number,
    inputStride: number,
    codes: number,
    rowCount: number,
  ) => void;
  readonly scoreTables: (
    blocks: number,
    blockCount: number,
    codes: number,
    codeStride: number,
    sums: number,
    rowCount: number,
  ) => void;
  readonly scoreTablesOfRow: (
    channels: number,
    channelCount: number,
    inputs: number,
    bases: number,
    lineStride: number,
    places: number,
    addresses: number,
    blocks: number,
    blockCount: number,
    sums: number,
  ) => void;
  readonly spread: (
    slots: number,
    slotCount: number,
    inputs: number,
    inputStride: number,
    rows: number,
    rowStride: number,
    rowCount: number,
  ) => void;
  readonly walkTrees: (quartets: number, quartetCount: number, row: number) => void;
  readonly addValues: (bias: number, values: number, count: number) => number;
  readonly walkRows: (
    roots: number,
    depths: number,
    treeCount: number,
    rows: number,
    rowStride: number,
    sums: number,
    rowCount: number,
  ) => void;
}

let compiled: WebAssembly.Module | null | undefined;

/** The module, or null where this engine has no WebAssembly, or a policy forbids it: that is found out by trying, once. */
function scoringModule(): WebAssembly.Module | null {
  if (compiled === undefined)
    try {
      compiled = compileModule(scoringBytes);
    } catch {
      compiled = null;
    }
  return compiled;
}

const pageSize = 65_536;

/** Where rows and sums have their places in a memory. */
interface RowAreas {
  readonly row: number;
  readonly columns: number;
  readonly sums: number;
  readonly inputCount: number;
  readonly forestCount: number;
}

/** Where the parts of an image of tables are, in bytes from the beginning of memory. */
interface TablesLayout {
  readonly path: "tables";
  readonly byteLength: number;
  readonly areas: RowAreas;
  readonly channels: number;
  readonly channelCount: number;
  readonly blocks: number;
  readonly blockCount: number;
  readonly bases: number;
  readonly lineStride: number;
  readonly places: number;
  readonly addresses: number;
  readonly codes: number;
}

/** Where the parts of an image of a walk are. */
interface WalkLayout {
  readonly path: "walk";
  readonly byteLength: number;
  readonly areas: RowAreas;
  readonly slots: number;
  readonly slotCount: number;
  readonly quartets: number;
  readonly quartetCount: number;
  readonly leaves: number;
  readonly roots: number;
  readonly depths: number;
  readonly rows: number;
  readonly rowStride: number;
  readonly ranges: readonly { readonly first: number; readonly count: number; readonly bias: number }[];
}

type ScorerLayout = TablesLayout | WalkLayout;

/** Forests as the scoring kernel reads them: plain data, which may be made in another thread than the one that scores. */
export interface ScorerImage {
  readonly layout: ScorerLayout;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Forests that are laid out, before they have a memory. */
interface LaidOut {
  readonly layout: ScorerLayout;
  readonly parts: ImageParts;
}

/** The largest image. Beyond it, forests are scored in TypeScript. */
const mostBytes = 2 ** 28;

/**
 * Lays forests over the same inputs out for the scoring kernel. Undefined where plain code does as well (forests of a few nodes), where
 * WebAssembly is not to be had, and where the image would take more than 256 MB: the caller scores them in TypeScript then, to the same
 * bits. Each way of scoring adds the leaves from the left, in the order of the trees.
 */
export function createForestScorer(
  forests: readonly TreeArrays[],
  inputCount: number,
  path?: ScoringPath,
): ForestScorer | undefined {
  const laidOut = layOut(forests, inputCount, path);
  if (!laidOut) return undefined;
  const { layout, parts } = laidOut;
  const memory = openMemory(layout);
  if (!memory) return undefined;
  parts.write(memory.buffer);
  return startScorer(layout, memory);
}

/** The image that `createForestScorer` would score with, to be scored with elsewhere. */
export function createScorerImage(
  forests: readonly TreeArrays[],
  inputCount: number,
): ScorerImage | undefined {
  const laidOut = layOut(forests, inputCount);
  if (!laidOut) return undefined;
  const { layout, parts } = laidOut;
  const bytes = new Uint8Array(layout.byteLength);
  parts.write(bytes.buffer);
  return { layout, bytes };
}

/** Bytes of an image that are copied in one step: about a millisecond. */
const copiedAtOnce = 2 ** 21;

/**
 * Starts the kernel on an image that was made elsewhere. Gives up its turn between the steps of the copy; the last step gives the
 * scorer, or nothing where there is no room for the memory.
 */
export function* startScorerImage({ layout, bytes }: ScorerImage): Generator<void, ForestScorer | undefined> {
  const memory = openMemory(layout);
  if (!memory) return undefined;
  const target = new Uint8Array(memory.buffer);
  for (let from = 0; from < bytes.length; from += copiedAtOnce) {
    target.set(bytes.subarray(from, from + copiedAtOnce), from);
    yield;
  }
  return startScorer(layout, memory);
}

function layOut(forests: readonly TreeArrays[], inputCount: number, path?: ScoringPath): LaidOut | undefined {
  const measured = forests.map((forest) => ({ forest, shapes: measureNodes(forest) }));
  const chosen = path ?? planScoring(measured);
  if (chosen === "script" || !scoringModule()) return undefined;
  try {
    const tables = chosen === "tables" ? tablesOf(measured, inputCount) : undefined;
    const laidOut = tables && tables.layout.byteLength <= mostBytes ? tables : walkOf(measured, inputCount);
    return laidOut.layout.byteLength > mostBytes ? undefined : laidOut;
  } catch (error) {
    // There was no room for the parts.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** A memory for an image; undefined where there is no room. */
function openMemory({ byteLength }: ScorerLayout): WebAssembly.Memory | undefined {
  const pages = Math.ceil(byteLength / pageSize);
  try {
    return new WebAssembly.Memory({ initial: pages, maximum: pages });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function startScorer(layout: ScorerLayout, memory: WebAssembly.Memory): ForestScorer | undefined {
  const module = scoringModule();
  if (!module) return undefined;
  const { row, columns, sums, inputCount, forestCount } = layout.areas;
  const started: Started = {
    exports: startModule(module, memory) as ScoringExports,
    byteLength: memory.buffer.byteLength,
    row: new Float64Array(memory.buffer, row, inputCount),
    columns: new Float64Array(memory.buffer, columns, rowsAtOnce * inputCount),
    sums: new Float64Array(memory.buffer, sums, rowsAtOnce * forestCount),
  };
  return layout.path === "tables" ? startTables(layout, started) : startWalk(layout, started);
}

interface Started {
  readonly exports: ScoringExports;
  readonly byteLength: number;
  readonly row: Float64Array;
  readonly columns: Float64Array;
  readonly sums: Float64Array;
}

/** What both ways of scoring have in their memory. */
function reserveRows(parts: ImageParts, inputCount: number, forestCount: number): RowAreas {
  const columnBytes = 8 * rowsAtOnce;
  return {
    row: parts.reserve(8 * inputCount),
    columns: parts.reserve(columnBytes * inputCount),
    sums: parts.reserve(columnBytes * forestCount),
    inputCount,
    forestCount,
  };
}

function tablesOf(measured: readonly MeasuredForest[], inputCount: number): LaidOut | undefined {
  const parts = new ImageParts(64);
  const image = layOutTables(measured, parts);
  if (!image) return undefined;
  const { channels, channelCount, blocks, blockCount, bases, lineStride } = image;
  const places = parts.reserve(4 * channelCount);
  const addresses = parts.reserve(256 * channelCount);
  const codes = parts.reserve(2 * channelCount * rowsAtOnce);
  const areas = reserveRows(parts, inputCount, measured.length);
  const where = { channels, channelCount, blocks, blockCount, bases, lineStride, places, addresses, codes };
  return { layout: { path: "tables", byteLength: parts.byteLength, areas, ...where }, parts };
}

function startTables(layout: TablesLayout, started: Started): ForestScorer {
  const { areas, channels, channelCount, blocks, blockCount, bases, lineStride } = layout;
  const { places, addresses, codes } = layout;
  const codeStride = 2 * channelCount;
  const { exports, row, sums } = started;
  const { encode, scoreTables, scoreTablesOfRow } = exports;
  return {
    path: "tables",
    byteLength: started.byteLength,
    columns: started.columns,
    sums,
    scoreRow(inputs, results) {
      for (let at = 0; at < row.length; at++) row[at] = inputs[at]!;
      scoreTablesOfRow(
        channels,
        channelCount,
        areas.row,
        bases,
        lineStride,
        places,
        addresses,
        blocks,
        blockCount,
        areas.sums,
      );
      for (let at = 0; at < results.length; at++) results[at] = sums[rowsAtOnce * at]!;
    },
    scoreRows(rowCount) {
      encode(channels, channelCount, areas.columns, 8 * rowsAtOnce, codes, rowCount);
      scoreTables(blocks, blockCount, codes, codeStride, areas.sums, rowCount);
    },
  };
}

function walkOf(measured: readonly MeasuredForest[], inputCount: number): LaidOut {
  const parts = new ImageParts(64);
  const image = layOutWalk(
    measured.map(({ forest }) => forest),
    parts,
  );
  const { slots, slotCount, quartets, quartetCount, leaves, roots, depths } = image;
  const rowStride = 8 * (slotCount + 1);
  const rows = parts.reserve(rowStride * rowsAtOnce);
  const areas = reserveRows(parts, inputCount, measured.length);
  let first = 0;
  const ranges = measured.map(({ forest }) => {
    const range = { first, count: forest.roots.length, bias: forest.bias };
    first += range.count;
    return range;
  });
  const where = { slots, slotCount, quartets, quartetCount, leaves, roots, depths, rows, rowStride, ranges };
  return { layout: { path: "walk", byteLength: parts.byteLength, areas, ...where }, parts };
}

function startWalk(layout: WalkLayout, started: Started): ForestScorer {
  const { areas, slots, slotCount, quartets, quartetCount, leaves, roots, depths } = layout;
  const { rows, rowStride, ranges } = layout;
  const { row, sums, exports } = started;
  const { spread, walkTrees, walkRows, addValues } = exports;
  return {
    path: "walk",
    byteLength: started.byteLength,
    columns: started.columns,
    sums,
    scoreRow(inputs, results) {
      for (let at = 0; at < row.length; at++) row[at] = inputs[at]!;
      spread(slots, slotCount, areas.row, 8, rows, rowStride, 1);
      walkTrees(quartets, quartetCount, rows);
      for (let at = 0; at < ranges.length; at++) {
        const range = ranges[at]!;
        results[at] = addValues(range.bias, leaves + 8 * range.first, range.count);
      }
    },
    scoreRows(rowCount) {
      spread(slots, slotCount, areas.columns, 8 * rowsAtOnce, rows, rowStride, rowCount);
      const eights = Math.ceil(rowCount / 8) * 8;
      for (let at = 0; at < ranges.length; at++) {
        const range = ranges[at]!;
        const place = rowsAtOnce * at;
        sums.fill(range.bias, place, place + eights);
        walkRows(
          roots + 4 * range.first,
          depths + 4 * range.first,
          range.count,
          rows,
          rowStride,
          areas.sums + 8 * place,
          eights,
        );
      }
    },
  };
}
