import { exponential, logarithmOfOnePlus, naturalLogarithm } from "../../base/index.ts";
import { exponentialMinusOne } from "./exponentials.ts";
import { gaussLegendre } from "./gauss-legendre.ts";
import {
  logNormalUpper,
  normalDensity,
  normalUpper,
  oneOverRootTwoPi,
  scaledNormalUpper,
} from "./normal-tail.ts";
import type { Scaled } from "./tail.ts";

/**
 * The distance of the points of the trapezoidal sums: half the width of the narrowest hill at most, with which they are exact to the
 * last digits.
 */
const stepOf = (groups: number): number =>
  groups > 100 ? 0.1 : groups > 30 ? 0.15 : groups > 10 ? 0.2 : groups > 5 ? 0.25 : groups > 3 ? 0.3 : 0.4;
const shortStepOf = (groups: number): number => Math.min(stepOf(groups), 0.6 / Math.sqrt(groups));
/** With how many times these distances the sums still have some five digits. */
export const roughSteps = 1.6;
/** Above this range, two far values make it and no third one counts: its square over 4 is taken out of the sum. */
const farRange = 40;
/** Above this, nothing but the logarithm would be left, and that of no use. */
const largestRange = 1e6;
const shortRule = gaussLegendre(12);

/** A trapezoidal sum from the centre outwards, until the terms are nothing beside it. */
function sumAround(height: (z: number) => number, centre: number, step: number): number {
  const middle = height(centre);
  let sum = middle;
  for (const size of [-step, step]) {
    let before = middle;
    for (let place = 1; place < 1000; place++) {
      const term = height(centre + place * size);
      sum += term;
      if (term <= before && term < 1e-18 * sum) break;
      before = term;
    }
  }
  return sum * step;
}

/** P(z < Z < z + width) for a standard normal Z, with all its digits. */
function between(z: number, width: number): number {
  if (width < 1) {
    let sum = 0;
    for (let place = 0; place < shortRule.points.length; place++)
      sum += shortRule.weights[place]! * normalDensity(z + width * shortRule.points[place]!);
    return width * sum;
  }
  const end = z + width;
  if (z > 0) return normalUpper(z) - normalUpper(end);
  return end < 0 ? normalUpper(-end) - normalUpper(-z) : 1 - normalUpper(-z) - normalUpper(end);
}

/**
 * The probability that the range of `groups` standard normal values is above `width`: over the least value z, the chance that
 * all others are above z, less that all are within. The difference of the two powers is taken without cancellation. `steps` are
 * the distances of the sums in terms of those that lose nothing.
 */
export function rangeUpper(width: number, groups: number, steps = 1): Scaled {
  if (width > 1e150) return { log: -Infinity, factor: 1 };
  const others = groups - 1;
  const centre = -width / 2;
  if (width > farRange) {
    const height = (z: number): number => {
      const off = z - centre;
      return exponential((others - 1) * logNormalUpper(z) - off * off) * scaledNormalUpper(z + width);
    };
    return {
      log: (-width * width) / 4,
      factor: groups * others * oneOverRootTwoPi * sumAround(height, centre, steps * stepOf(groups)),
    };
  }
  const height = (z: number): number => {
    const above = normalUpper(z);
    if (above === 0) return 0;
    const within = others * logarithmOfOnePlus(-Math.min(1, normalUpper(z + width) / above));
    return -normalDensity(z) * exponential(others * logNormalUpper(z)) * exponentialMinusOne(within);
  };
  return { log: 0, factor: groups * sumAround(height, centre, steps * stepOf(groups)) };
}

/** The probability that the range is at most `width`. */
export const rangeLower = (width: number, groups: number, steps = 1): Scaled =>
  withinRange(width, groups, groups - 1, 0, steps);

/** The density of the range at `width`. */
export function rangeDensity(width: number, groups: number): Scaled {
  const { log, factor } = withinRange(width, groups, groups - 2, 1, 1);
  return { log, factor: factor * (groups - 1) };
}

/** groups ∫ φ(z) φ(z + width)^ends (Φ(z + width) - Φ(z))^others dz. */
function withinRange(width: number, groups: number, others: number, ends: number, steps: number): Scaled {
  if (width > largestRange && ends === 1) return { log: -Infinity, factor: 1 };
  // The least value alone is where it is for many values; with both ends given the middle is in the middle.
  const centre = ends === 1 ? -width / 2 : -Math.min(width / 2, 3);
  const logHeight = (z: number): number => {
    const end = z + width;
    const inside = others === 0 ? 0 : others * naturalLogarithm(between(z, width));
    return inside - (z * z) / 2 - (ends * end * end) / 2;
  };
  const log = logHeight(centre);
  const sum = sumAround((z) => exponential(logHeight(z) - log), centre, steps * shortStepOf(groups));
  return {
    log,
    factor: groups * sum * (ends === 1 ? oneOverRootTwoPi * oneOverRootTwoPi : oneOverRootTwoPi),
  };
}
