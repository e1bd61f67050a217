import { failInput, unreachable } from "../../base/index.ts";
import type { Fold, SplitSpec } from "../split.ts";
import { blockRows, groupBlocks, timeBlocks, type Blocks } from "./blocks.ts";
import { shuffledClassRows } from "./class-rows.ts";
import { cutBlocks } from "./cut-blocks.ts";
import { hashShare, saltOf } from "./hash-rows.ts";
import { failTooFew, rowKeysOf, rowsToPart, type SplitInput } from "./split-input.ts";

/**
 * Folds for cross-validation inside the given rows, by the same rule as the split. Except in time, each row is validated
 * once and the other rows are trained on. In time the window grows: fold 1 trains on the first half of the rows and
 * validates on the first of `count` periods of the other half, and so on; nothing later is ever trained on. Rows without a
 * time or group are only trained on.
 */
export function makeFolds(spec: SplitSpec, input: SplitInput, count: number, seed: number): Fold[] {
  if (!Number.isInteger(count) || count < 2)
    failInput("T1697", `Cross-validation with ${count} folds is not possible`, {
      cure: "Give a whole number from 2.",
    });
  const folds = foldRows(spec, input, count, seed);
  for (const [index, { train, validation }] of folds.entries())
    if (train.length === 0 || validation.length === 0)
      failTooFew(
        "rows per fold",
        Math.min(train.length, validation.length),
        1,
        `Fold ${index + 1} of ${count} would be empty: give more rows or fewer folds.`,
      );
  return folds;
}

function foldRows(spec: SplitSpec, input: SplitInput, count: number, seed: number): Fold[] {
  switch (spec.kind) {
    case "time":
      return forwardFolds(timeBlocks(spec, input), count, spec.column);
    case "group":
      return complementFolds(
        input,
        balancedGroups(input, groupBlocks(spec, input, seed), count, spec.column),
        count,
      );
    case "stratified":
      return complementFolds(input, dealtClasses(input, shuffledClassRows(input, seed), count), count);
    case "random":
      return complementFolds(input, hashedFolds(input, count, seed), count);
    default:
      return unreachable(spec);
  }
}

/** The share of the rows before the first fold in time: a model of much fewer rows tells little about the last one. */
const firstWindow = 0.5;

/** Expanding windows over the blocks in time. */
function forwardFolds(blocks: Blocks, count: number, column: string): Fold[] {
  const { sizes, order, unplaced } = blocks;
  if (sizes.length < count + 1)
    failTooFew(`different times in "${column}"`, sizes.length, count + 1, "Give fewer folds, or more times.");
  const first = order.length * firstWindow;
  const period = (order.length - first) / count;
  const cuts = cutBlocks(sizes, [first, ...Array.from({ length: count }, () => period)]);
  const edges = [...cuts, sizes.length];
  return cuts.map((cut, fold) => ({
    train: Uint32Array.from([...unplaced, ...blockRows(blocks, 0, cut)]).sort(),
    validation: blockRows(blocks, cut, edges[fold + 1]!),
  }));
}

/** Each row in the validation part of its own fold, and in the training part of all others. */
function complementFolds(input: SplitInput, foldOf: FoldOfRow, count: number): Fold[] {
  const rows = rowsToPart(input);
  return Array.from({ length: count }, (_, fold) => ({
    train: rows.filter((row) => foldOf[row] !== fold),
    validation: rows.filter((row) => foldOf[row] === fold),
  }));
}

/** A fold number per row; -1 for rows that are only trained on. */
type FoldOfRow = Int32Array;

/** Each group, the largest first, to the fold that has the fewest rows so far. */
function balancedGroups(input: SplitInput, blocks: Blocks, count: number, column: string): FoldOfRow {
  const { sizes, order } = blocks;
  if (sizes.length < count)
    failTooFew(`groups in "${column}"`, sizes.length, count, "Give fewer folds, or data with more groups.");
  const starts = sizes.map((size, index) => ({ index, size, start: 0 }));
  for (let at = 1; at < starts.length; at++) starts[at]!.start = starts[at - 1]!.start + sizes[at - 1]!;
  const filled = Array.from({ length: count }, () => 0);
  const foldOf = new Int32Array(input.rowCount).fill(-1);
  for (const { size, start } of starts.sort(
    (left, right) => right.size - left.size || left.index - right.index,
  )) {
    const smallest = filled.indexOf(Math.min(...filled));
    filled[smallest] = filled[smallest]! + size;
    for (const row of order.subarray(start, start + size)) foldOf[row] = smallest;
  }
  return foldOf;
}

/** Deals the rows of all classes out like cards, so that no fold has two rows of a class more than another. */
function dealtClasses(input: SplitInput, classes: readonly Uint32Array[], count: number): FoldOfRow {
  const foldOf = new Int32Array(input.rowCount).fill(-1);
  let place = 0;
  for (const rows of classes) for (const row of rows) foldOf[row] = place++ % count;
  return foldOf;
}

function hashedFolds(input: SplitInput, count: number, seed: number): FoldOfRow {
  const keys = rowKeysOf(input);
  const salt = saltOf(seed, "folds");
  return Int32Array.from(keys, (key) => Math.floor(hashShare(key, salt) * count));
}
