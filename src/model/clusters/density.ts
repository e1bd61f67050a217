import { createRandom, shuffledIndexes } from "../../base/index.ts";
import { rowDistance } from "../metrics/cluster-quality.ts";
import { createRangeTree, type RangeTree } from "../neighbours/range-tree.ts";
import type { Points } from "./lloyd.ts";
import { numberClusters } from "./number-clusters.ts";

/** Clusters of rows that lie close together. */
export interface DensityClusters {
  /** 1 for rows with enough rows around them. */
  readonly isCore: Uint8Array;
  /** The cluster of each row, the heaviest first; -1 for noise. */
  readonly labels: Int32Array;
  readonly count: number;
}

/**
 * DBSCAN (Ester, Kriegel, Sander & Xu 1996): rows with a weight of `minSamples` within `eps`, their own too, are core rows; core rows
 * within `eps` of each other are one cluster; another row belongs to its nearest core row within `eps`, of equally near
 * ones to that of the cluster with the lowest number.
 */
export function densityClusters(points: Points, eps: number, minSamples: number): DensityClusters {
  const { rows, rowCount, weight, size } = points;
  const tree = createRangeTree(rows, rowCount, size);
  const isCore = new Uint8Array(rowCount);
  for (let row = 0; row < rowCount; row++) {
    const around: number[] = [];
    tree.within(row, eps, (other) => void around.push(other));
    // Added in the order of the rows, which a tree does not keep.
    const total = around.sort((left, right) => left - right).reduce((sum, other) => sum + weight[other]!, 0);
    if (total >= minSamples) isCore[row] = 1;
  }
  const { labels, count } = joinCores(tree, isCore, eps);
  const order = numberClusters(reachBorders(tree, isCore, labels, eps), weight, count);
  const numbered = labels.map((label) => (label < 0 ? -1 : order[label]!));
  // Once more, because of equally near core rows the number of the cluster decides.
  return { isCore, labels: reachBorders(tree, isCore, numbered, eps), count };
}

/** The connected parts of the core rows. */
function joinCores(
  tree: RangeTree,
  isCore: Uint8Array,
  eps: number,
): { readonly labels: Int32Array; readonly count: number } {
  const labels = new Int32Array(isCore.length).fill(-1);
  let count = 0;
  for (let first = 0; first < isCore.length; first++) {
    if (isCore[first] === 0 || labels[first]! >= 0) continue;
    const open = [first];
    labels[first] = count;
    for (let row = open.pop(); row !== undefined; row = open.pop())
      tree.within(row, eps, (other) => {
        if (isCore[other] === 0 || labels[other]! >= 0) return;
        labels[other] = count;
        open.push(other);
      });
    count++;
  }
  return { labels, count };
}

function reachBorders(tree: RangeTree, isCore: Uint8Array, labels: Int32Array, eps: number): Int32Array {
  const reached = labels.slice();
  for (let row = 0; row < labels.length; row++) {
    if (isCore[row] === 1) continue;
    let nearest = Infinity;
    tree.within(row, eps, (other, distance) => {
      if (isCore[other] === 0 || distance > nearest) return;
      const label = labels[other]!;
      reached[row] = distance < nearest ? label : Math.min(reached[row]!, label);
      nearest = distance;
    });
  }
  return reached;
}

/** Rows that are looked at for a distance to go by. */
const rowsLookedAt = 300;

/** Of so many rows the neighbours lie within the distance that is chosen. */
const insideShare = 0.95;

/**
 * A distance to go by: the one within which 19 of 20 rows have their `minSamples` rows. Rows that lie closer than that are in
 * a crowd, the others are on their own.
 */
export function chooseEps(
  { rows, rowCount, weight, size }: Points,
  minSamples: number,
  seed: number,
): number {
  const looked = shuffledIndexes(rowCount, createRandom(`${seed}/eps`)).subarray(0, rowsLookedAt);
  const reaches = Float64Array.from(looked, (row) => {
    const distances = Float64Array.from({ length: rowCount }, (_, other) =>
      rowDistance(rows, row, rows, other, size),
    );
    const order = Uint32Array.from(distances.keys()).sort(
      (one, other) => distances[one]! - distances[other]!,
    );
    let total = 0;
    for (const other of order) {
      total += weight[other]!;
      if (total >= minSamples) return distances[other]!;
    }
    return distances[order.at(-1)!]!;
  }).sort();
  return reaches[Math.ceil(insideShare * reaches.length) - 1] ?? 0;
}
