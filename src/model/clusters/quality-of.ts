import { createRandom, shuffledIndexes } from "../../base/index.ts";
import { takeNumbers } from "../../schema/index.ts";
import { clusterQuality, type ClusterQuality } from "../metrics/cluster-quality.ts";
import type { Points } from "./lloyd.ts";

/** The silhouette compares all rows with all, so of more rows than this a part stands for them. */
const mostCompared = 2000;

interface Sample {
  readonly points: Pick<Points, "rows" | "weight" | "size">;
  /** The values of the rows of the sample. */
  take(labels: Int32Array): Int32Array;
}

/** All rows, or so many drawn by the seed that their silhouette is found in a second. */
export function sampleOf({ rows, rowCount, weight, size }: Points, seed: number): Sample {
  if (rowCount <= mostCompared) return { points: { rows, weight, size }, take: (labels) => labels };
  const drawn = shuffledIndexes(rowCount, createRandom(`${seed}/silhouette`))
    .subarray(0, mostCompared)
    .sort();
  const numbers = Uint32Array.from(
    { length: mostCompared * size },
    (_, at) => drawn[Math.floor(at / size)]! * size + (at % size),
  );
  return {
    points: { rows: takeNumbers(rows, numbers), weight: takeNumbers(weight, drawn), size },
    take: (labels) => Int32Array.from(drawn, (row) => labels[row]!),
  };
}

/** How well clusters are parted, measured on some thousand rows at most. */
export function qualityOf(
  points: Points,
  labels: Int32Array,
  seed: number,
): { readonly [Name in keyof ClusterQuality]: number | null } {
  const sample = sampleOf(points, seed);
  return { ...clusterQuality({ ...sample.points, labels: sample.take(labels) }) };
}
