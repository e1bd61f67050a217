import { exponential, naturalLogarithm } from "../../base/index.ts";
import { noDensity } from "./distribution.ts";
import { noEnd, poissonPart } from "./incomplete-gamma.ts";
import { dividedBy, logarithmOf, logLowerOf, logUpperOf, type Scaled, type Tail } from "./tail.ts";

/** A family whose shape grows by one from part to part, as the noncentral chi-squared and F mix them with Poisson weights. */
export interface MixedParts {
  /** The mean of the Poisson weights: half the noncentrality. */
  readonly mean: number;
  /** The first shape. */
  readonly shape: number;
  /** The tails of part j. */
  readonly tail: (j: number) => Tail;
  /** By how much the lower tail of part j is above that of part j + 1. */
  readonly fall: (j: number) => Scaled;
  /** fall(j + 1) / fall(j). */
  readonly growth: (j: number) => number;
  /** The j at which weight times fall is largest. */
  readonly peak: number;
}

const weight = (j: number, mean: number): Scaled =>
  j === 0 ? { log: -mean, factor: 1 } : poissonPart(j, mean);

const mostParts = 1_000_000;
const nothing = 1e-25;
/** Noncentralities up to 100,000 have their hills far below, but where a tail is less than e^-100000: only its order counts there. */
const highestPeak = 300_000;

/** The lowest and the highest part that count: beyond, weight times fall is nothing beside its largest. */
function partsThatCount({ mean, growth, peak }: MixedParts): {
  readonly first: number;
  readonly last: number;
} {
  let first = Math.round(peak);
  for (let term = 1; first > 0 && term > nothing; first--) term /= (mean / first) * growth(first - 1);
  let last = Math.round(peak);
  for (let term = 1; term > nothing; last++) term *= (mean / (last + 1)) * growth(last);
  return { first, last };
}

/** The upper tail of the mixture: from the lowest part that counts upwards, where the tails of the parts grow by sums. */
function mixedUpper(parts: MixedParts): Tail {
  const { mean, growth } = parts;
  const { first } = partsThatCount(parts);
  const start = logUpperOf(parts.tail(first));
  const step = parts.fall(first);
  // Weight times tail, and weight times what the tail grows by: neither leaves the floats, where their factors would.
  let term = 1;
  let rise = safeRatio(step, start);
  let sum = 0;
  for (let j = first; j < first + mostParts; j++) {
    sum += term;
    if (j > parts.peak && j > mean && term < 1e-18 * sum)
      return { isLower: false, log: start + logarithmOf(weight(first, mean)), factor: sum };
    const ratio = mean / (j + 1);
    term = (term + rise) * ratio;
    rise *= growth(j) * ratio;
  }
  return noEnd("noncentral");
}

/** The lower tail: from the highest part that counts downwards. */
function mixedLower(parts: MixedParts): Tail {
  const { mean, growth } = parts;
  const { last } = partsThatCount(parts);
  const start = logLowerOf(parts.tail(last));
  let term = 1;
  let rise = safeRatio(parts.fall(last), start);
  let sum = 0;
  for (let j = last; j >= 0; j--) {
    sum += term;
    if (j === 0 || (j < parts.peak && j < mean && term < 1e-18 * sum)) break;
    const ratio = j / mean;
    rise *= ratio / growth(j - 1);
    term = term * ratio + rise;
  }
  return { isLower: true, log: start + logarithmOf(weight(last, mean)), factor: sum };
}

const safeRatio = (one: Scaled, log: number): number => {
  const difference = one.log - log + naturalLogarithm(one.factor);
  return difference < -700 ? 0 : exponential(difference);
};

/** The tail of the mixture on the side of its middle on which x is. */
export function mixedTail(parts: MixedParts, x: number, middle: number): Tail {
  if (x < 1e-250) return firstPartOnly(parts);
  if (parts.peak > highestPeak)
    return { isLower: false, log: logUpperOf(parts.tail(Math.round(parts.mean))), factor: 1 };
  return x < middle ? mixedLower(parts) : mixedUpper(parts);
}

/** The lower tail where x is so small that only the first part is left. */
function firstPartOnly({ mean, tail }: MixedParts): Tail {
  const first = tail(0);
  return { ...first, log: first.log - mean };
}

/** The density of the mixture at x: the sum of weight · fall · (shape + j) / x. */
export function mixedDensity(parts: MixedParts, x: number): Scaled {
  if (parts.peak > highestPeak) return noDensity;
  const { mean, growth, shape } = parts;
  const middle = Math.max(0, Math.round(parts.peak));
  const fall = parts.fall(middle);
  const top = weight(middle, mean);
  let sum = shape + middle;
  let term = 1;
  for (let j = middle; j < middle + mostParts; j++) {
    term *= (mean / (j + 1)) * growth(j);
    sum += term * (shape + j + 1);
    if (term * (shape + j + 1) < 1e-18 * sum) break;
  }
  term = 1;
  for (let j = middle; j > 0; j--) {
    term *= j / mean / growth(j - 1);
    sum += term * (shape + j - 1);
    if (term * (shape + j - 1) < 1e-18 * sum) break;
  }
  return dividedBy({ log: fall.log + top.log, factor: fall.factor * top.factor * sum }, x);
}
