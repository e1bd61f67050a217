import type { Interval } from "../interval.ts";
import { bisect } from "./superiority-interval.ts";
import { normalCritical } from "./tails.ts";
import type { Alternative } from "./test-result.ts";

interface Counted {
  readonly successes: number;
  readonly trials: number;
}

/**
 * The score interval of a difference of two proportions: all differences that a score test does not reject, with the
 * correction N / (N - 1) of the variance. Method: O. Miettinen & M. Nurminen, "Comparative Analysis of Two Rates", Statistics
 * in Medicine 4 (1985); the proportions under a given difference are found by bisection of the score instead of their cubic.
 */
export function miettinenNurminenInterval(
  a: Counted,
  b: Counted,
  level: number,
  alternative: Alternative,
): Interval {
  const z = normalCritical(level, alternative);
  const estimate = a.successes / a.trials - b.successes / b.trials;
  const isWithin = (difference: number): boolean => {
    const distance = estimate - difference;
    const total = a.trials + b.trials;
    const q = restrictedProportion(a, b, difference);
    const p = q + difference;
    const variance = ((p * (1 - p)) / a.trials + (q * (1 - q)) / b.trials) * (total / (total - 1));
    return distance * distance <= z * z * variance;
  };
  return {
    level,
    low: alternative === "less" ? -1 : bisect(-1, estimate, (at) => !isWithin(at)),
    high: alternative === "greater" ? 1 : bisect(estimate, 1, isWithin),
  };
}

/** The most likely second proportion when the first is `difference` above it. */
function restrictedProportion(a: Counted, b: Counted, difference: number): number {
  const score = (q: number): number => {
    const p = q + difference;
    return (
      part(a.successes, p) -
      part(a.trials - a.successes, 1 - p) +
      part(b.successes, q) -
      part(b.trials - b.successes, 1 - q)
    );
  };
  return bisect(Math.max(0, -difference), Math.min(1, 1 - difference), (q) => score(q) > 0);
}

const part = (count: number, share: number): number => (count === 0 ? 0 : count / Math.max(share, 1e-300));
