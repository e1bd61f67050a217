import type { FeatureBins } from "./feature-bins.ts";
import { openKernelGround } from "./kernel-ground.ts";
import { openPlainGround } from "./plain-ground.ts";
import { leastNarrowRows } from "./narrow.ts";
import type { GroundSize, TreeGround } from "./tree-ground.ts";

/** Bins for which a thread is worth its start. */
const leastCells = 1_000_000;

/** The quickest ground for so many rows that this machine has; which one it is decides no bit. */
export async function openTreeGround(
  bins: readonly FeatureBins[],
  columns: readonly Uint8Array[],
  size: GroundSize,
): Promise<TreeGround> {
  let plain: TreeGround | undefined;
  const openPlain = (): TreeGround => (plain ??= openPlainGround(bins, columns, size.rowCount));
  if (size.rowCount < leastNarrowRows || bins.length === 0) return openPlain();
  const most = Math.max(1, Math.floor((size.rowCount * bins.length) / leastCells));
  const threads = Math.min(size.threads, most);
  return (await openKernelGround(bins, columns, { ...size, threads }, openPlain)) ?? openPlain();
}
