import { createRandom, failInput, mixBits, shuffledIndexes } from "../../base/index.ts";
import { rowKeys } from "../row-keys.ts";
import type { TrainingSet } from "../trainer.ts";
import type { BoostingParameters } from "./parameters.ts";
import { groupContent } from "./ranking/group-content.ts";

/** The rows that an iteration learns from, ascending; undefined for all. Derivatives of the light ones count `factor` fold. */
export interface RowDraw {
  readonly rows: Uint32Array | undefined;
  readonly light: Uint32Array | undefined;
  readonly factor: number;
}

/**
 * Which rows an iteration learns from. A row is drawn by a hash of what it holds, not of its place, so the order of the rows
 * changes nothing; of rows that hold the same, each has its own number.
 */
export interface RowSampler {
  /** Whether the draw of this iteration needs the size of each row's derivatives. */
  needsSizes(iteration: number): boolean;
  draw(iteration: number, sizes: Float64Array | undefined): RowDraw;
}

const everyRow: RowDraw = { rows: undefined, light: undefined, factor: 1 };

/** What rows are drawn by. */
type SampleParameters = Pick<
  BoostingParameters,
  | "dataSampleStrategy"
  | "baggingFraction"
  | "baggingFreq"
  | "posBaggingFraction"
  | "negBaggingFraction"
  | "topRate"
  | "otherRate"
  | "learningRate"
>;

/** All rows every time, a bag of them, or those of great derivatives and some of the others (GOSS). */
export function createSampler(set: TrainingSet, params: SampleParameters, seed: number): RowSampler {
  if (params.dataSampleStrategy === "goss") return createGoss(set, params, seed);
  const bounds = bagBounds(set, params);
  if (!bounds || params.baggingFreq === 0) return { needsSizes: () => false, draw: () => everyRow };
  const keys = groupKeys(set) ?? rowKeys(set);
  let drawn: { readonly round: number; readonly draw: RowDraw } | undefined;
  return {
    needsSizes: () => false,
    draw: (iteration) => {
      const round = Math.floor((iteration - 1) / params.baggingFreq);
      if (drawn?.round === round) return drawn.draw;
      const salt = createRandom(`${seed}/bag/${round * params.baggingFreq + 1}`).integer(4294967296);
      const rows = selectRows(keys, (row) => mixBits(keys[row]! ^ salt) < bounds(row));
      const draw = rows.length > 0 ? { ...everyRow, rows } : everyRow;
      drawn = { round, draw };
      return draw;
    },
  };
}

/** The bound that a row's hash must be under to be in a bag; undefined where all are in. Fails with T2655 for shares by class without two classes. */
function bagBounds(
  { task, target }: TrainingSet,
  { baggingFraction, posBaggingFraction, negBaggingFraction }: SampleParameters,
): ((row: number) => number) | undefined {
  const byClass = posBaggingFraction < 1 || negBaggingFraction < 1;
  if (byClass && task.kind !== "binary")
    failInput("T2655", "posBaggingFraction and negBaggingFraction are shares of two classes", {
      value: task.kind,
      cure: "Use baggingFraction, which draws from all rows.",
    });
  if (!byClass && baggingFraction >= 1) return undefined;
  const all = 4294967296;
  if (!byClass) return () => baggingFraction * all;
  return (row) => (target[row] === 1 ? posBaggingFraction : negBaggingFraction) * all;
}

function selectRows(keys: Uint32Array, holds: (row: number) => boolean): Uint32Array {
  const rows = new Uint32Array(keys.length);
  let count = 0;
  for (let row = 0; row < keys.length; row++) if (holds(row)) rows[count++] = row;
  return rows.slice(0, count);
}

/** Rows of one group stay together: each has the key of its group, from what its rows hold. Groups that hold the same are numbered. */
function groupKeys(set: TrainingSet): Uint32Array | undefined {
  const content = groupContent(set);
  const { group } = set;
  if (!content || !group) return undefined;
  const seen = new Map<number, number>();
  const keys = new Map<number, number>();
  for (let row = 0; row < group.length; row++) {
    if (keys.has(group[row]!)) continue;
    const before = seen.get(content[row]!) ?? 0;
    seen.set(content[row]!, before + 1);
    keys.set(group[row]!, mixBits(content[row]! ^ Math.imul(before, 0x9e3779b1)));
  }
  return Uint32Array.from(group, (number) => keys.get(number)!);
}

/**
 * Gradient-based one-side sampling (Ke et al. 2017): the rows of the greatest derivatives, and of the others a share that
 * counts for all of them. It begins after 1 / learningRate iterations, as in LightGBM, when derivatives tell rows apart.
 */
function createGoss(set: TrainingSet, params: SampleParameters, seed: number): RowSampler {
  const keys = rowKeys(set, groupContent(set));
  const { rowCount } = set;
  const { topRate, otherRate } = params;
  const begins = (iteration: number): boolean =>
    topRate + otherRate < 1 && iteration > Math.floor(1 / params.learningRate);
  return {
    needsSizes: begins,
    draw: (iteration, sizes) => {
      if (!sizes) return everyRow;
      const salt = createRandom(`${seed}/goss/${iteration}`).integer(4294967296);
      const hash = (row: number): number => mixBits(keys[row]! ^ salt);
      const isTop = topRows(sizes, hash, Math.max(1, Math.floor(topRate * rowCount)));
      const bound = (otherRate / (1 - topRate)) * 4294967296;
      const [rows, light] = [new Uint32Array(rowCount), new Uint32Array(rowCount)];
      let [count, lightCount] = [0, 0];
      for (let row = 0; row < rowCount; row++) {
        if (isTop(row)) rows[count++] = row;
        else if (hash(row) < bound) rows[count++] = light[lightCount++] = row;
      }
      const factor = (1 - topRate) / otherRate;
      return { rows: rows.slice(0, count), light: light.slice(0, lightCount), factor };
    },
  };
}

/** Whether a row is among the `count` of the greatest sizes; of equal sizes at the border, those of the lower hash. */
function topRows(
  sizes: Float64Array,
  hash: (row: number) => number,
  count: number,
): (row: number) => boolean {
  const border = greatest(sizes, count);
  let above = 0;
  const atBorder: number[] = [];
  for (let row = 0; row < sizes.length; row++) {
    if (sizes[row]! > border) above++;
    else if (sizes[row] === border) atBorder.push(hash(row));
  }
  const last = atBorder.sort((one, other) => one - other)[count - above - 1] ?? -1;
  return (row) => sizes[row]! > border || (sizes[row] === border && hash(row) <= last);
}

/**
 * The `count`th of some numbers from 0, the greatest first. Their upper 16 bits as float64 have the numbers' own order: they tell which
 * few have to be sorted.
 */
function greatest(sizes: Float64Array, count: number): number {
  const words = new Uint32Array(sizes.buffer, sizes.byteOffset, sizes.length * 2);
  const counts = new Uint32Array(65536);
  for (let at = 1; at < words.length; at += 2) counts[words[at]! >>> 16]!++;
  let above = 0;
  let upper = counts.length - 1;
  while (above + counts[upper]! < count) above += counts[upper--]!;
  const alike = sizes.filter((_, row) => words[2 * row + 1]! >>> 16 === upper).sort();
  return alike[alike.length - (count - above)]!;
}

/** The features that a tree may ask about, ascending. They stand in the order of their names, so their first order changes nothing. */
export function drawFeatures(count: number, fraction: number, seed: string): readonly number[] {
  if (fraction >= 1) return Array.from({ length: count }, (_, feature) => feature);
  const drawn = shuffledIndexes(count, createRandom(seed)).subarray(
    0,
    Math.max(1, Math.round(fraction * count)),
  );
  return [...drawn.sort()];
}
