import type { FeatureBins } from "./feature-bins.ts";
import { openKernelGround } from "./kernel-ground.ts";
import { openPlainGround } from "./plain-ground.ts";
import { leastNarrowRows } from "./narrow.ts";
import type { GroundSize, TreeGround } from "./tree-ground.ts";

/** The quickest ground for so many rows that this machine has; which one it is decides no bit. */
export function openTreeGround(
  bins: readonly FeatureBins[],
  columns: readonly Uint8Array[],
  size: GroundSize,
): TreeGround {
  let plain: TreeGround | undefined;
  const openPlain = (): TreeGround => (plain ??= openPlainGround(bins, columns, size.rowCount));
  if (size.rowCount < leastNarrowRows || bins.length === 0) return openPlain();
  return openKernelGround(bins, columns, size, openPlain) ?? openPlain();
}
