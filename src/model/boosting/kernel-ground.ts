import {
  canSearch,
  openTreeKernel,
  type BinTable,
  type CrewMember,
  type HistogramNumber,
  type TreeKernel,
  type TreeKernelSize,
} from "../../kernel/index.ts";
import type { FeatureBins } from "./feature-bins.ts";
import { binWidth } from "./histogram.ts";
import { openForms } from "./open-forms.ts";
import { rowsPerHessian, toNarrow } from "./narrow.ts";
import { placeDrawn } from "./part-rows.ts";
import type { Sums } from "./split.ts";
import type { GroundSize, TreeGround } from "./tree-ground.ts";

/** What the kernel needs for a ground: each leaf has a histogram, and so has the one that is filled; the last counts rows. */
export const kernelSize = (
  binCounts: readonly number[],
  { leafCount, outputCount, threads }: GroundSize,
): TreeKernelSize => ({ binCounts, histogramCount: leafCount + 2, outputCount, threads });

/**
 * A ground on the kernel in WebAssembly, for narrow derivatives; for others, `wide` does the work. Undefined where there is no
 * kernel to be had, or the table has no room for its work.
 */
export async function openKernelGround(
  bins: readonly FeatureBins[],
  table: BinTable,
  crew: readonly CrewMember[],
  size: GroundSize,
  wide: () => TreeGround,
): Promise<TreeGround | undefined> {
  const { rowCount, leafCount } = size;
  const binCounts = bins.map(({ binCount }) => binCount);
  const kernel = openTreeKernel(table, kernelSize(binCounts, size));
  if (!kernel) return undefined;
  // Where no thread can be started, this one does all.
  await kernel.recruit(crew).catch(() => crew.forEach((member) => member.dismiss()));
  kernel.groupColumns();
  const narrow = narrowGround(kernel, bins, rowCount, leafCount + 1);
  let ground: TreeGround = narrow;
  return {
    rowCount,
    bins,
    scoreRoom: () => kernel.scores,
    derive: (gradient, hessian) => {
      const units = toNarrow(gradient, hessian);
      ground = units ? narrow : wide();
      if (!units) return ground.derive(gradient, hessian);
      narrow.derive(gradient, hessian);
      return units;
    },
    prepareForm: (form) => narrow.prepareForm(form),
    judgeForm: (form, scores) => narrow.judgeForm(form, scores),
    deriveForm: (form, scores) => {
      ground = narrow;
      return narrow.deriveForm(form, scores);
    },
    begin: (rows, features) => ground.begin(rows, features),
    fill: (from, to) => ground.fill(from, to),
    fillSide: (from, to, leaf) => ground.fillSide(from, to, leaf),
    recount: (key, from, to) => ground.recount(key, from, to),
    release: (key) => ground.release(key),
    read: (key, feature) => ground.read(key, feature),
    search: (leaves, limits) => ground.search?.(leaves, limits),
    part: (from, to, feature, goesLeft) => ground.part(from, to, feature, goesLeft),
    placeCount: () => ground.placeCount(),
    addValues: (leaves, scores) => ground.addValues(leaves, scores),
    reorder: () => {
      if (ground !== narrow) return undefined;
      kernel.moveRows();
      return kernel.rows.slice();
    },
    close: () => kernel.dismiss(),
  };
}

/** A ground on a kernel, for derivatives that are narrow already. */
function narrowGround(
  kernel: TreeKernel,
  bins: readonly FeatureBins[],
  rowCount: number,
  counts: HistogramNumber,
): TreeGround {
  const free: HistogramNumber[] = Array.from({ length: counts }, (_, at) => counts - 1 - at);
  const triples = new Float64Array(256 * binWidth);
  const rowsPer = new Float64Array(counts);
  const countOf = new Float64Array(counts);
  let placeCount = rowCount;
  let inOrder = false;
  /** A feature that the tree may ask about. */
  let asked = 0;
  let recounted = -1;
  /** Sums of all rows, where the kernel told them. */
  let sums: Sums | undefined;
  const forms = openForms(kernel, rowCount);

  const settle = (key: HistogramNumber, count: number): void => {
    countOf[key] = count;
    rowsPer[key] = rowsPerHessian(count, sumOf(kernel.cells(key, asked)));
  };
  return {
    rowCount,
    bins,
    scoreRoom: () => kernel.scores,
    prepareForm: (form) => forms.prepare(form),
    judgeForm: (form, scores) => forms.judge(form, kernel.scores.indexOf(scores)),
    deriveForm: (form, scores) => {
      const derived = forms.derive(form, kernel.scores.indexOf(scores));
      sums = derived && { ...derived.sums, count: rowCount };
      return derived?.units;
    },
    derive: (gradient, hessian) => {
      const { derivatives } = kernel;
      sums = undefined;
      for (let row = 0; row < rowCount; row++) derivatives[row] = (gradient[row]! << 16) | hessian[row]!;
      return { gradientUnit: 1, hessianUnit: 1 };
    },
    begin: (rows, features) => {
      asked = features[0] ?? 0;
      kernel.ask(new Map(features.map((feature) => [feature, bins[feature]!.kind])));
      placeCount = rows?.length ?? rowCount;
      inOrder = rows === undefined;
      if (rows) placeDrawn(kernel.rows, rows);
      else kernel.numberRows(rowCount);
      return (inOrder ? sums : undefined) ?? sumRows(kernel, placeCount);
    },
    fill: (from, to) => {
      const key = free.pop()!;
      kernel.fill(key, from, to - from, inOrder && to - from === rowCount);
      settle(key, to - from);
      return key;
    },
    fillSide: (from, to, leaf) => {
      if (recounted === leaf) recounted = -1;
      const side = free.pop()!;
      kernel.fill(side, from, to - from, false, leaf);
      settle(side, to - from);
      settle(leaf, countOf[leaf]! - countOf[side]!);
      return side;
    },
    recount: (key, from, to) => {
      kernel.rows.subarray(from, to).sort();
      kernel.fillCounts(counts, from, to - from, inOrder && to - from === rowCount);
      recounted = key;
    },
    release: (key) => {
      if (recounted === key) recounted = -1;
      free.push(key);
    },
    read: (key, feature) => {
      const cells = kernel.cells(key, feature);
      const rows = rowsPer[key]!;
      for (let from = 0, to = 0; from < cells.length; from += 2, to += binWidth) {
        triples[to] = cells[from + 1]!;
        triples[to + 1] = cells[from]!;
        triples[to + 2] = cells[from]! * rows;
      }
      if (recounted === key) copyCounts(kernel.cells(counts, feature), triples);
      return triples;
    },
    search: (leaves, limits) => {
      if (!canSearch(limits)) return undefined;
      const searched = leaves.map(({ histogram, sums, score, leastGain }) => ({
        histogram,
        ...sums,
        score,
        leastGain,
        rowsPerHessian: rowsPer[histogram]!,
      }));
      return kernel.search(searched, limits);
    },
    part: (from, to, feature, goesLeft) => {
      inOrder = false;
      return from + kernel.part(from, to - from, feature, goesLeft);
    },
    placeCount: () => placeCount,
    addValues: (leaves, scores) => {
      const { rows } = kernel;
      const output = kernel.scores.indexOf(scores);
      if (output >= 0) {
        kernel.addValues(output, leaves);
        return;
      }
      for (const { from, to, value } of leaves)
        for (let at = from; at < to; at++) scores[rows[at]!]! += value;
    },
    close: () => kernel.dismiss(),
  };
}

function copyCounts(cells: Int32Array, triples: Float64Array): void {
  for (let from = 0, to = 2; from < cells.length; from += 2, to += binWidth) triples[to] = cells[from]!;
}

/** All hessians of a column's cells: those of the leaf. */
function sumOf(cells: Int32Array): number {
  let sum = 0;
  for (let at = 0; at < cells.length; at += 2) sum += cells[at]!;
  return sum;
}

function sumRows({ rows, derivatives }: TreeKernel, count: number): Sums {
  let [gradient, hessian] = [0, 0];
  for (let at = 0; at < count; at++) {
    const packed = derivatives[rows[at]!]!;
    gradient += packed >> 16;
    hessian += packed & 0xffff;
  }
  return { gradient, hessian, count };
}
