import { exponential, naturalLogarithm } from "../../base/index.ts";
import { noncentralChiSquared, noncentralF, noncentralT } from "../distributions/index.ts";
import { findRoot } from "./find-root.ts";
import { normalCritical, normalP } from "./tails.ts";

/** A pair of bounds of a noncentrality. */
export interface Bounds {
  readonly low: number;
  readonly high: number;
}

/** Up to here the exact distributions go. */
const mostDelta = 99;
const mostNoncentrality = 9900;

/**
 * The noncentralities of t under which what was seen stands just at either tail (J. H. Steiger & R. T. Fouladi 1997). Beyond ±99 it is
 * by the normal approximation of N. L. Johnson & B. L. Welch (1940).
 */
export function deltaBounds(t: number, degrees: number, level: number): Bounds {
  const z = normalCritical(level, "two-sided");
  const reach = z * Math.sqrt(1 + (t * t) / (2 * degrees)) + 1;
  if (Math.abs(t) + 2 * reach > mostDelta) return { low: t - reach + 1, high: t + reach - 1 };
  const tail = (1 - level) / 2;
  const solve = (probability: number): number =>
    findRoot(
      (delta) =>
        probability > 0.5
          ? 1 - probability - noncentralT(degrees, delta).survival(t)
          : noncentralT(degrees, delta).cumulative(t) - probability,
      Math.max(-mostDelta, t - 2 * reach),
      Math.min(mostDelta, t + 2 * reach),
    );
  return { low: solve(1 - tail), high: solve(tail) };
}

/**
 * The noncentralities of F (or of χ² = f · above where `below` is Infinity) under which what was seen stands just at either tail; 0
 * where even none would leave more in the tail. Beyond 9900 by the approximation of N. C. Severo & M. Zelen, Biometrika 47 (1960).
 */
export function noncentralityBounds(f: number, above: number, below: number, level: number): Bounds {
  const tail = (1 - level) / 2;
  const upper = (noncentrality: number): number => upperOf(f, above, below, noncentrality);
  const solve = (probability: number): number => {
    if (upper(0) >= probability) return 0;
    let reach = Math.max(10, f * above);
    while (upper(reach) < probability && reach < 1e300) reach *= 2;
    return findRoot((noncentrality) => upper(noncentrality) - probability, 0, reach);
  };
  return { low: solve(tail), high: solve(1 - tail) };
}

function upperOf(f: number, above: number, below: number, noncentrality: number): number {
  if (noncentrality <= mostNoncentrality)
    return below === Infinity
      ? noncentralChiSquared(above, noncentrality).survival(f * above)
      : noncentralF(above, below, noncentrality).survival(f);
  const root = exponential(naturalLogarithm((above * f) / (above + noncentrality)) / 3);
  const first = (2 * (above + 2 * noncentrality)) / (9 * (above + noncentrality) * (above + noncentrality));
  const second = below === Infinity ? 0 : 2 / (9 * below);
  const z = ((1 - second) * root - (1 - first)) / Math.sqrt(first + second * root * root);
  return normalP(z, "greater");
}
