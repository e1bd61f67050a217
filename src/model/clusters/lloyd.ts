import type { Random } from "../../base/index.ts";
import type { RowTable } from "../row-table.ts";

/** What clustering reads of a table of rows. */
export type Points = Pick<RowTable, "rows" | "rowCount" | "weight"> & { readonly size: number };

/** Centres with the rows that are nearest to each. */
export interface Clustering {
  /** Centre after centre, a number for each feature. */
  readonly centres: Float64Array;
  readonly labels: Int32Array;
  /** Σ weight · squared distance to the nearest centre. */
  readonly inertia: number;
  readonly iterations: number;
  readonly converged: boolean;
}

/** The squared distance of a row from a centre, given up once it reaches `most`. */
function squaredDistance(
  { rows, size }: Points,
  row: number,
  centres: Float64Array,
  centre: number,
  most: number,
): number {
  let sum = 0;
  const [from, to] = [row * size, centre * size];
  for (let at = 0; at < size && sum < most; at++) {
    const away = rows[from + at]! - centres[to + at]!;
    sum += away * away;
  }
  return sum;
}

/**
 * First centres by k-means++ (Arthur & Vassilvitskii 2007): each next one is a row drawn by its weight times its squared
 * distance from the centres so far.
 */
export function firstCentres(points: Points, count: number, random: Random): Float64Array {
  const { rows, rowCount, weight, size } = points;
  const centres = new Float64Array(count * size);
  const nearest = new Float64Array(rowCount).fill(Infinity);
  for (let centre = 0; centre < count; centre++) {
    const row = drawRow((at) => weight[at]! * (centre === 0 ? 1 : nearest[at]!), rowCount, random.next());
    centres.set(rows.subarray(row * size, (row + 1) * size), centre * size);
    for (let at = 0; at < rowCount; at++)
      nearest[at] = Math.min(nearest[at]!, squaredDistance(points, at, centres, centre, nearest[at]!));
  }
  return centres;
}

/** A row by its share of a sum. */
function drawRow(share: (row: number) => number, rowCount: number, draw: number): number {
  let total = 0;
  for (let row = 0; row < rowCount; row++) total += share(row);
  let left = draw * total;
  let last = 0;
  for (let row = 0; row < rowCount; row++) {
    const part = share(row);
    if (part > 0) last = row;
    left -= part;
    if (left < 0) return row;
  }
  return last;
}

/** The nearest centre of each row, the first of equals. */
function assign(points: Points, centres: Float64Array, labels: Int32Array, distances: Float64Array): boolean {
  const count = centres.length / points.size;
  let changed = false;
  for (let row = 0; row < points.rowCount; row++) {
    const before = labels[row]!;
    let best = Math.max(0, before);
    let least = squaredDistance(points, row, centres, best, Infinity);
    for (let centre = 0; centre < count; centre++) {
      if (centre === best) continue;
      const distance = squaredDistance(points, row, centres, centre, nextAbove(least, centre < best));
      if (distance < least || (distance === least && centre < best)) {
        least = distance;
        best = centre;
      }
    }
    distances[row] = least;
    if (best !== before) {
      labels[row] = best;
      changed = true;
    }
  }
  return changed;
}

/** A bound that still lets an equal distance through where that would decide. */
const nextAbove = (distance: number, equalCounts: boolean): number =>
  equalCounts ? distance * (1 + 2 ** -50) + Number.MIN_VALUE : distance;

/** The weighted mean of the rows of each centre; a centre without rows moves to the row that is farthest from its own. */
function moveCentres(
  { rows, rowCount, weight, size }: Points,
  centres: Float64Array,
  labels: Int32Array,
  distances: Float64Array,
): void {
  const totals = new Float64Array(centres.length / size);
  centres.fill(0);
  for (let row = 0; row < rowCount; row++) {
    const label = labels[row]!;
    totals[label]! += weight[row]!;
    for (let at = 0; at < size; at++) centres[label * size + at]! += weight[row]! * rows[row * size + at]!;
  }
  for (const [label, total] of totals.entries()) {
    if (total > 0) {
      for (let at = 0; at < size; at++) centres[label * size + at]! /= total;
      continue;
    }
    let farthest = 0;
    for (let row = 1; row < rowCount; row++) if (distances[row]! > distances[farthest]!) farthest = row;
    distances[farthest] = 0;
    centres.set(rows.subarray(farthest * size, (farthest + 1) * size), label * size);
  }
}

/** Lloyd's algorithm (1982) from some centres: rows go to the nearest centre, centres to the mean of their rows. */
export function lloyd(points: Points, start: Float64Array, mostIterations: number): Clustering {
  const centres = start.slice();
  const labels = new Int32Array(points.rowCount).fill(-1);
  const distances = new Float64Array(points.rowCount);
  let iterations = 0;
  let converged = false;
  while (!converged && iterations < mostIterations) {
    iterations++;
    converged = !assign(points, centres, labels, distances);
    if (!converged) moveCentres(points, centres, labels, distances);
  }
  if (!converged) assign(points, centres, labels, distances);
  let inertia = 0;
  for (const [row, distance] of distances.entries()) inertia += points.weight[row]! * distance;
  return { centres, labels, inertia, iterations, converged };
}
