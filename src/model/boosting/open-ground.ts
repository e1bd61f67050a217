import { mostThreads, treeWorkBytes } from "../../kernel/index.ts";
import type { TrainingSet } from "../trainer.ts";
import { mostBins, type BinnedRows, type BinRoom, type FeatureBins } from "./feature-bins.ts";
import { kernelSize, openKernelGround } from "./kernel-ground.ts";
import { leastNarrowRows } from "./narrow.ts";
import { openPlainGround } from "./plain-ground.ts";
import type { GroundSize, TreeGround } from "./tree-ground.ts";

/** Bins for which a thread is worth its start. */
const leastCells = 1_000_000;

/** As many threads as have enough to do. */
export const worthwhile = ({ threads, rowCount }: GroundSize, columnCount: number): number =>
  Math.min(threads, mostThreads, Math.max(1, Math.floor((rowCount * columnCount) / leastCells)));

/** The room that a ground needs beside the bins, at most, before they are known; undefined for none. */
export function groundRoom(
  { features }: TrainingSet,
  maxBins: readonly number[],
  size: GroundSize,
): BinRoom | undefined {
  if (size.rowCount < leastNarrowRows || features.length === 0) return undefined;
  const binCounts = features.map((feature, at) => mostBins(feature, maxBins[at]!));
  const threads = worthwhile(size, features.length);
  const { rowCount } = size;
  return {
    workBytes: treeWorkBytes({ ...kernelSize(binCounts, { ...size, threads }), rowCount }),
    threads,
  };
}

/** The quickest ground for so many rows that this machine has; which one it is decides no bit. */
export async function openTreeGround(
  bins: readonly FeatureBins[],
  { columns, table, crew }: BinnedRows,
  size: GroundSize,
): Promise<TreeGround> {
  let plain: TreeGround | undefined;
  const openPlain = (): TreeGround => (plain ??= openPlainGround(bins, columns, size.rowCount));
  const isSuited = size.rowCount >= leastNarrowRows && bins.length > 0;
  const threads = worthwhile(size, bins.length);
  const ground =
    isSuited && table && (await openKernelGround(bins, table, crew, { ...size, threads }, openPlain));
  if (ground) return ground;
  for (const member of crew) member.dismiss();
  return openPlain();
}
