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
  const measured = forests.map((forest) => ({ forest, shapes: measureNodes(forest) }));
  const chosen = path ?? planScoring(measured);
  if (chosen === "script") return undefined;
  const module = scoringModule();
  if (!module) return undefined;
  try {
    if (chosen === "tables") {
      const scorer = startTables(module, measured, inputCount);
      if (scorer) return scorer;
    }
    return startWalk(module, measured, inputCount);
  } catch (error) {
    // There was no room for the memory.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

interface Started {
  readonly exports: ScoringExports;
  readonly byteLength: number;
  readonly row: Float64Array;
  readonly columns: Float64Array;
  readonly sums: Float64Array;
}

/** What both ways of scoring have in their memory. */
function reserveRows(parts: ImageParts, inputCount: number, forestCount: number) {
  const columnBytes = 8 * rowsAtOnce;
  return {
    row: parts.reserve(8 * inputCount),
    columns: parts.reserve(columnBytes * inputCount),
    sums: parts.reserve(columnBytes * forestCount),
    inputCount,
    forestCount,
  };
}

function start(
  module: WebAssembly.Module,
  parts: ImageParts,
  { row, columns, sums, inputCount, forestCount }: ReturnType<typeof reserveRows>,
): Started | undefined {
  if (parts.byteLength > mostBytes) return undefined;
  const pages = Math.ceil(parts.byteLength / pageSize);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
  parts.write(memory.buffer);
  return {
    exports: startModule(module, memory) as ScoringExports,
    byteLength: pages * pageSize,
    row: new Float64Array(memory.buffer, row, inputCount),
    columns: new Float64Array(memory.buffer, columns, rowsAtOnce * inputCount),
    sums: new Float64Array(memory.buffer, sums, rowsAtOnce * forestCount),
  };
}

function startTables(
  module: WebAssembly.Module,
  measured: readonly MeasuredForest[],
  inputCount: number,
): ForestScorer | undefined {
  const parts = new ImageParts(64);
  const image = layOutTables(measured, parts);
  if (!image) return undefined;
  const { channels, channelCount, blocks, blockCount, bases, lineStride } = image;
  const places = parts.reserve(4 * channelCount);
  const addresses = parts.reserve(256 * channelCount);
  const codes = parts.reserve(2 * channelCount * rowsAtOnce);
  const codeStride = 2 * channelCount;
  const areas = reserveRows(parts, inputCount, measured.length);
  const started = start(module, parts, areas);
  if (!started) return undefined;
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

function startWalk(
  module: WebAssembly.Module,
  measured: readonly MeasuredForest[],
  inputCount: number,
): ForestScorer | undefined {
  const parts = new ImageParts(64);
  const image = layOutWalk(
    measured.map(({ forest }) => forest),
    parts,
  );
  const { slots, slotCount, quartets, quartetCount, leaves, roots, depths } = image;
  const rowStride = 8 * (slotCount + 1);
  const rows = parts.reserve(rowStride * rowsAtOnce);
  const areas = reserveRows(parts, inputCount, measured.length);
  const started = start(module, parts, areas);
  if (!started) return undefined;
  const { row, sums, exports } = started;
  const { spread, walkTrees, walkRows, addValues } = exports;
  let first = 0;
  const ranges = measured.map(({ forest }) => {
    const range = { first, count: forest.roots.length, bias: forest.bias };
    first += range.count;
    return range;
  });
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
