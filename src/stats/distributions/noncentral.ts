import { fDistribution, fPoint } from "./beta.ts";
import { checkParameter, continuous, noDensity, type ContinuousDistribution } from "./distribution.ts";
import { chiSquared } from "./gamma.ts";
import { betaPart, betaTail } from "./incomplete-beta.ts";
import { gammaTail, poissonPart } from "./incomplete-gamma.ts";
import type { Scaled } from "./tail.ts";
import { mixedDensity, mixedTail, type MixedParts } from "./mixture.ts";

/** Where (j + 1)(shape + j + 1) = product + slope j: the parts' products grow until there. */
const peakOf = (shape: number, product: number, slope = 0): number => {
  const half = (shape + 2 - slope) / 2;
  const rest = product - shape - 1;
  if (rest <= 0 && half >= 0) return 0;
  const root = Math.sqrt(Math.max(0, half * half + rest));
  return Math.max(0, half > 0 ? rest / (half + root) : root - half);
};

/**
 * The noncentral chi-squared distribution: the sum of squares of `degrees` normal variables with variance 1 whose squared means
 * sum to `noncentrality` (0 to 100,000). Poisson mixture of central ones (R. A. Fisher, 1928), each tail summed from the parts
 * where it is smallest, so that all terms are positive.
 *
 * @example noncentralChiSquared(4, 9).survival(20) // 0.144325…
 */
export function noncentralChiSquared(degrees: number, noncentrality: number): ContinuousDistribution {
  checkParameter("noncentral chi-squared", "degrees", degrees, "shape");
  checkParameter("noncentral chi-squared", "noncentrality", noncentrality, "noncentrality");
  if (noncentrality === 0) return chiSquared(degrees);
  const shape = degrees / 2;
  const mean = noncentrality / 2;
  const partsAt = (x: number): MixedParts => {
    // Half of the least float above 0 would be 0, where the tail is another.
    const half = x / 2 || Number.MIN_VALUE;
    return {
      mean,
      shape,
      tail: (j) => gammaTail(shape + j, half),
      fall: (j) => poissonPart(shape + j, half),
      growth: (j) => half / (shape + j + 1),
      peak: peakOf(shape, mean * half),
    };
  };
  return continuous({
    name: "noncentral chi-squared",
    low: 0,
    high: Infinity,
    density: (x) => (x === 0 ? densityAtZero(degrees, mean) : mixedDensity(partsAt(x), x)),
    tail: (x) => mixedTail(partsAt(x), x, degrees + noncentrality),
    start: degrees + noncentrality,
  });
}

/** At 0 only the first part has a density: 0, ½ e^-mean for two degrees, or without bound. */
function densityAtZero(degrees: number, mean: number): Scaled {
  if (degrees > 2) return noDensity;
  return degrees === 2 ? { log: -mean, factor: 0.5 } : { log: Infinity, factor: 1 };
}

/**
 * The noncentral F distribution, of which the power of an analysis of variance is a tail: a noncentral chi-squared variable over
 * d1, by a central one over d2.
 *
 * @example noncentralF(3, 20, 10).survival(fDistribution(3, 20).upperQuantile(0.05)) // the power
 */
export function noncentralF(d1: number, d2: number, noncentrality: number): ContinuousDistribution {
  checkParameter("noncentral F", "d1", d1, "shape");
  checkParameter("noncentral F", "d2", d2, "shape");
  checkParameter("noncentral F", "noncentrality", noncentrality, "noncentrality");
  if (noncentrality === 0) return fDistribution(d1, d2);
  const shape = d1 / 2;
  const other = d2 / 2;
  const mean = noncentrality / 2;
  const partsAt = (f: number): MixedParts => {
    const point = fPoint(d1, d2, f);
    const x = point.x.high;
    return {
      mean,
      shape,
      tail: (j) => betaTail(shape + j, other, point),
      fall: (j) => {
        const { log, factor } = betaPart(shape + j, other, point);
        return { log, factor: factor / (shape + j) };
      },
      growth: (j) => (x * (shape + other + j)) / (shape + j + 1),
      peak: peakOf(shape, mean * x * (shape + other), mean * x),
    };
  };
  return continuous({
    name: "noncentral F",
    low: 0,
    high: Infinity,
    density: (f) => {
      if (f > 0) return mixedDensity(partsAt(f), f);
      if (d1 > 2) return noDensity;
      return d1 === 2 ? { log: -mean, factor: 1 } : { log: Infinity, factor: 1 };
    },
    tail: (f) => mixedTail(partsAt(f), f, 1 + noncentrality / d1),
    start: 1 + noncentrality / d1,
  });
}
