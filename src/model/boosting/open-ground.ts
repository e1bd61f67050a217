import { treeWorkBytes } from "../../kernel/index.ts";
import type { TrainingSet } from "../trainer.ts";
import { mostBins, type BinRoom, type FeatureBins } from "./feature-bins.ts";
import { kernelSize, openKernelGround } from "./kernel-ground.ts";
import { openPlainGround } from "./plain-ground.ts";
import { leastNarrowRows } from "./narrow.ts";
import type { GroundSize, TreeGround } from "./tree-ground.ts";

/** Bins for which a thread is worth its start. */
const leastCells = 1_000_000;

/** Threads that are worth their start. */
const worthwhileThreads = ({ rowCount, threads }: GroundSize, columnCount: number): number =>
  Math.min(threads, Math.max(1, Math.floor((rowCount * columnCount) / leastCells)));

/** The quickest ground for so many rows that this machine has; which one it is decides no bit. */
export async function openTreeGround(
  bins: readonly FeatureBins[],
  columns: readonly Uint8Array[],
  size: GroundSize,
): Promise<TreeGround> {
  let plain: TreeGround | undefined;
  const openPlain = (): TreeGround => (plain ??= openPlainGround(bins, columns, size.rowCount));
  if (size.rowCount < leastNarrowRows || bins.length === 0) return openPlain();
  const threads = worthwhileThreads(size, bins.length);
  return (await openKernelGround(bins, columns, { ...size, threads }, openPlain)) ?? openPlain();
}

/** The room that bins must leave for a ground of so many rows, whatever bins are found; undefined where it needs none of theirs. */
export function groundRoom(
  { features }: Pick<TrainingSet, "features">,
  maxBins: readonly number[],
  size: GroundSize,
): BinRoom | undefined {
  if (size.rowCount < leastNarrowRows) return undefined;
  const binCounts = features.map((feature, at) => mostBins(feature, maxBins[at]!));
  const threads = worthwhileThreads(size, features.length);
  return { workBytes: treeWorkBytes(kernelSize(binCounts, { ...size, threads })), shared: threads > 1 };
}
