import { naturalLogarithm } from "../../../base/index.ts";

/** The log-odds of a share, within ±27.6 so that a share of 0 or 1 stays finite. */
export function logOdds(share: number): number {
  const inside = Math.min(Math.max(share, 1e-12), 1 - 1e-12);
  return naturalLogarithm(inside / (1 - inside));
}
