import { exponential, naturalLogarithm } from "../../base/index.ts";
import { logGamma, normalCdf, normalDensity } from "../distributions/index.ts";

import { findRoot } from "./find-root.ts";

const step = 0.25;

/** P(range ≤ w) of so many normal values with deviation 1, by the trapezoidal rule, which is exact to rounding for such bells. */
function rangeLower(w: number, groups: number): number {
  let sum = 0;
  for (let z = -9; z <= 9 + w; z += step) {
    const inside = normalCdf(z) - normalCdf(z - w);
    if (inside > 0) sum += normalDensity(z) * inside ** (groups - 1);
  }
  return groups * sum * step;
}

/** The probability that the studentized range is above q: the range, over the distribution of the deviation. To about 1e-12 of 1. */
export function studentizedRangeUpper(q: number, groups: number, degrees: number): number {
  const half = degrees / 2;
  const width = 1 / Math.sqrt(2 * degrees);
  const start = logGamma(half);
  let sum = 0;
  for (let place = -32; place <= 32; place++) {
    const u = (place / 4) * width;
    // ln s = u, where s² has a chi-squared distribution over its degrees.
    const log = half * naturalLogarithm(half) - start + degrees * u - half * exponential(2 * u);
    const weight = 2 * exponential(log) * (width / 4);
    if (weight > 1e-18) sum += weight * (1 - rangeLower(q * exponential(u), groups));
  }
  return Math.min(1, Math.max(0, sum));
}

/** The studentized range that is exceeded as often as the level leaves out. */
export const studentizedRangeCritical = (level: number, groups: number, degrees: number): number =>
  findRoot((q) => studentizedRangeUpper(q, groups, degrees) - (1 - level), 0.001, 1000);
