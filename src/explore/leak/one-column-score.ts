import type { Vector } from "../../schema/index.ts";
import type { TargetView } from "../target-view.ts";
import { columnCells, type Cells } from "./cells.ts";

const foldCount = 5;
/** Rows at the overall mean that each cell starts with. */
const priorRows = 1;

/** How well one column alone predicts the target on rows it has not seen: 1 is perfect. */
export interface OneColumnScore {
  readonly measure: "auc" | "accuracy-gain" | "r-squared";
  readonly score: number;
}

/**
 * Cross-validates (five folds by row number) a predictor that knows one column only: the mean of the target in the
 * column's cell, for numbers a line within the cell. Binary: the area under the ROC curve. Several classes: the share of
 * the majority guess's errors that it avoids. Regression: R². Null where the target does not vary.
 */
export function oneColumnScore(vector: Vector, target: TargetView): OneColumnScore | null {
  const cells = columnCells(vector);
  if (target.kind === "numbers") {
    const score = rSquared(target.values, crossPredictNumbers(cells, target.values));
    return score === null ? null : { measure: "r-squared", score };
  }
  if (target.positive === null) {
    const score = accuracyGain(cells, target.codes, target.classes.length);
    return score === null ? null : { measure: "accuracy-gain", score };
  }
  const indicator = Float64Array.from(target.codes, (code) =>
    code < 0 ? Number.NaN : Number(code === target.positive),
  );
  const score = areaUnderCurve(indicator, crossPredictNumbers({ ...cells, numbers: null }, indicator));
  return score === null ? null : { measure: "auc", score };
}

function crossPredictNumbers(cells: Cells, target: Float64Array): Float64Array {
  const predicted = new Float64Array(target.length);
  for (let fold = 0; fold < foldCount; fold++) {
    const predict = fitCells(cells, target, fold);
    for (let row = fold; row < target.length; row += foldCount) predicted[row] = predict(row);
  }
  return predicted;
}

/** Fits on the rows outside of a fold. */
function fitCells(
  { cells, count, numbers }: Cells,
  target: Float64Array,
  fold: number,
): (row: number) => number {
  const known = (row: number): boolean => row % foldCount !== fold && !Number.isNaN(target[row]!);
  let total = 0;
  let rows = 0;
  const sizes = new Float64Array(count);
  const sums = new Float64Array(count);
  const numberSums = new Float64Array(count);
  for (let row = 0; row < target.length; row++) {
    if (!known(row)) continue;
    const cell = cells[row]!;
    sizes[cell]!++;
    sums[cell]! += target[row]!;
    if (numbers) numberSums[cell]! += numbers[row]!;
    total += target[row]!;
    rows++;
  }
  const prior = rows === 0 ? 0 : total / rows;
  const mean = (cell: number): number => (sums[cell]! + priorRows * prior) / (sizes[cell]! + priorRows);
  if (!numbers) return (row) => mean(cells[row]!);
  const centre = (cell: number): number => numberSums[cell]! / sizes[cell]!;
  const slopes = fitSlopes(
    cells,
    count,
    numbers,
    target,
    known,
    centre,
    (cell) => sums[cell]! / sizes[cell]!,
  );
  return (row) => {
    const cell = cells[row]!;
    return slopes[cell] === 0
      ? mean(cell)
      : sums[cell]! / sizes[cell]! + slopes[cell]! * (numbers[row]! - centre(cell));
  };
}

/** Least-squares slopes within the cells; 0 for a cell of one number, of missing ones, or of numbers whose squares leave float64. */
function fitSlopes(
  cells: Int32Array,
  count: number,
  numbers: Float64Array,
  target: Float64Array,
  known: (row: number) => boolean,
  centre: (cell: number) => number,
  level: (cell: number) => number,
): Float64Array {
  const products = new Float64Array(count);
  const squares = new Float64Array(count);
  for (let row = 0; row < target.length; row++) {
    if (!known(row) || Number.isNaN(numbers[row]!)) continue;
    const cell = cells[row]!;
    const away = numbers[row]! - centre(cell);
    products[cell]! += away * (target[row]! - level(cell));
    squares[cell]! += away * away;
  }
  return products.map((product, cell) => {
    const slope = squares[cell]! > 0 && squares[cell]! < Infinity ? product / squares[cell]! : 0;
    return Number.isFinite(slope) ? slope : 0;
  });
}

function rSquared(target: Float64Array, predicted: Float64Array): number | null {
  let rows = 0;
  let sum = 0;
  for (const value of target) {
    if (Number.isNaN(value)) continue;
    rows++;
    sum += value;
  }
  let total = 0;
  let missed = 0;
  for (let row = 0; row < target.length; row++) {
    if (Number.isNaN(target[row]!)) continue;
    total += (target[row]! - sum / rows) ** 2;
    missed += (target[row]! - predicted[row]!) ** 2;
  }
  // Squares of a target beyond float64 say nothing.
  return total === 0 || !Number.isFinite(missed / total) ? null : 1 - missed / total;
}

/** The area under the ROC curve by mean ranks; null without rows of both kinds. */
function areaUnderCurve(indicator: Float64Array, predicted: Float64Array): number | null {
  const rows = Uint32Array.from(predicted.keys())
    .filter((row) => !Number.isNaN(indicator[row]!))
    .sort((left, right) => predicted[left]! - predicted[right]! || left - right);
  let positives = 0;
  let rankSum = 0;
  for (let start = 0; start < rows.length;) {
    let end = start;
    let hits = 0;
    while (end < rows.length && predicted[rows[end]!] === predicted[rows[start]!])
      hits += indicator[rows[end++]!]!;
    positives += hits;
    rankSum += (hits * (start + end + 1)) / 2;
    start = end;
  }
  const negatives = rows.length - positives;
  if (positives === 0 || negatives === 0) return null;
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}

/** (accuracy - share of the largest class) / (1 - that share), of the most frequent class in each cell. */
function accuracyGain({ cells, count }: Cells, codes: Int32Array, classCount: number): number | null {
  let hits = 0;
  for (let fold = 0; fold < foldCount; fold++) {
    const guesses = majorities(cells, count, codes, classCount, fold);
    for (let row = fold; row < codes.length; row += foldCount)
      if (codes[row]! >= 0 && guesses[cells[row]!] === codes[row]) hits++;
  }
  const sizes = new Uint32Array(classCount);
  for (const code of codes) if (code >= 0) sizes[code]!++;
  const rows = sizes.reduce((sum, size) => sum + size, 0);
  const largest = sizes.reduce((most, size) => Math.max(most, size), 0);
  return rows === largest ? null : (hits - largest) / (rows - largest);
}

function majorities(
  cells: Int32Array,
  count: number,
  codes: Int32Array,
  classCount: number,
  fold: number,
): Int32Array {
  const counts = new Uint32Array(count * classCount);
  for (let row = 0; row < codes.length; row++)
    if (row % foldCount !== fold && codes[row]! >= 0) counts[cells[row]! * classCount + codes[row]!]!++;
  return Int32Array.from({ length: count }, (_, cell) => {
    let best = 0;
    for (let code = 1; code < classCount; code++)
      if (counts[cell * classCount + code]! > counts[cell * classCount + best]!) best = code;
    return best;
  });
}
