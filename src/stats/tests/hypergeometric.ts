import { exponential, naturalLogarithm } from "../../base/index.ts";
import type { Interval } from "../interval.ts";
import { bisect } from "./superiority-interval.ts";
import type { Alternative } from "./test-result.ts";

/** The tables of 2 × 2 with the same margins: their first cell goes from `low` to `high`. */
export interface HypergeometricSpace {
  readonly low: number;
  readonly high: number;
  readonly seen: number;
  readonly rowTotal: number;
  readonly columnTotal: number;
  readonly total: number;
}

/** What the first cell of a 2 × 2 table can be, given the margins. */
export function hypergeometricSpace(counts: readonly (readonly number[])[]): HypergeometricSpace {
  const [[a, b], [c, d]] = counts as unknown as readonly [
    readonly [number, number],
    readonly [number, number],
  ];
  const [rowTotal, columnTotal, total] = [a + b, a + c, a + b + c + d];
  return {
    low: Math.max(0, rowTotal - (total - columnTotal)),
    high: Math.min(rowTotal, columnTotal),
    seen: a,
    rowTotal,
    columnTotal,
    total,
  };
}

/** The probabilities of neighbouring values of the first cell; those too small for float64 are left out. */
interface Weights {
  readonly start: number;
  readonly weights: readonly number[];
}

/** The weight of k + 1 over that of k, when the odds ratio is 1. */
const ratioAt = ({ rowTotal, columnTotal, total }: HypergeometricSpace, k: number): number =>
  (((rowTotal - k) / (k + 1)) * (columnTotal - k)) / (total - rowTotal - (columnTotal - k) + 1);

/** The smallest float64 with all its digits: below it a factor just under 1 changes a weight no more, and it would never come to 0. */
const leastWeight = 2 ** -1022;
/** What is left out where an odds ratio is sought: nothing beside the tails that it is sought by. */
const leastSought = 1e-30;

/**
 * The noncentral hypergeometric distribution of the first cell, going out from its mode by the ratio of neighbours: positive
 * factors only, so that the far tails keep their digits.
 */
function weightsFor(space: HypergeometricSpace, oddsRatio: number, least = leastWeight): Weights {
  const { low, high } = space;
  let [below, above] = [low, high];
  while (below < above) {
    // Sums of two of these may lie beyond 2^53.
    const middle = below + Math.floor((above - below) / 2);
    if (ratioAt(space, middle) * oddsRatio > 1) below = middle + 1;
    else above = middle;
  }
  const mode = below;
  const down: number[] = [];
  for (let k = mode - 1, weight = 1; k >= low; k--) {
    weight /= ratioAt(space, k) * oddsRatio;
    if (weight < least) break;
    down.push(weight);
  }
  const up: number[] = [1];
  for (let k = mode, weight = 1; k < high; k++) {
    weight *= ratioAt(space, k) * oddsRatio;
    if (weight < least) break;
    up.push(weight);
  }
  const weights = [...down.reverse(), ...up];
  const whole = weights.reduce((sum, one) => sum + one, 0);
  return { start: mode - down.length, weights: weights.map((one) => one / whole) };
}

/** The sum of the weights over a condition on the first cell, the small ones first. */
function chance({ start, weights }: Weights, counts: (k: number, weight: number) => boolean): number {
  const kept = weights.filter((weight, at) => counts(start + at, weight)).sort((a, b) => a - b);
  return Math.min(
    1,
    kept.reduce((sum, one) => sum + one, 0),
  );
}

/** The chance of at most this first cell, from the end inwards. */
function lowerChance({ start, weights }: Weights, seen: number): number {
  let sum = 0;
  for (let at = 0; at < weights.length && start + at <= seen; at++) sum += weights[at]!;
  return Math.min(1, sum);
}

/** The chance of at least this first cell, from the end inwards. */
function upperChance({ start, weights }: Weights, seen: number): number {
  let sum = 0;
  for (let at = weights.length - 1; at >= 0 && start + at >= seen; at--) sum += weights[at]!;
  return Math.min(1, sum);
}

const weightAt = ({ start, weights }: Weights, k: number): number => weights[k - start] ?? 0;

/** The p-value: a tail, or all tables that are no more probable than the one seen (a relative 1e-7 passes for rounding, as in R). */
export function oddsRatioP(space: HypergeometricSpace, alternative: Alternative): number {
  const weights = weightsFor(space, 1);
  const { seen } = space;
  if (alternative === "less") return chance(weights, (k) => k <= seen);
  if (alternative === "greater") return chance(weights, (k) => k >= seen);
  const bound = weightAt(weights, seen) * (1 + 1e-7);
  return chance(weights, (_, weight) => weight <= bound);
}

/** The conditional maximum likelihood estimate: the odds ratio under which the mean of the first cell is what was seen. */
export function likeliestOddsRatio(space: HypergeometricSpace): number {
  if (space.low === space.high) return 1;
  if (space.seen === space.low) return 0;
  if (space.seen === space.high) return Infinity;
  return solveOddsRatio((oddsRatio) => {
    const { start, weights } = weightsFor(space, oddsRatio, leastSought);
    return weights.reduce((sum, weight, at) => sum + weight * (start + at - space.seen), 0) < 0;
  });
}

/** The exact interval of the odds ratio, by turning the one-sided tests around (J. Cornfield 1956). */
export function oddsRatioInterval(
  space: HypergeometricSpace,
  level: number,
  alternative: Alternative,
): Interval {
  const tail = alternative === "two-sided" ? (1 - level) / 2 : 1 - level;
  const { low, high, seen } = space;
  return {
    level,
    low:
      alternative === "less" || seen === low
        ? 0
        : solveOddsRatio((ratio) => upperChance(weightsFor(space, ratio, leastSought), seen) < tail),
    high:
      alternative === "greater" || seen === high
        ? Infinity
        : solveOddsRatio((ratio) => lowerChance(weightsFor(space, ratio, leastSought), seen) > tail),
  };
}

/** The odds ratio up to which a condition holds; sought by its logarithm. */
function solveOddsRatio(holds: (oddsRatio: number) => boolean): number {
  const log = bisect(-700, 700, (at) => holds(exponential(at)));
  const [low, high] = [exponential(log - 1e-9), exponential(log + 1e-9)];
  return naturalLogarithm(high) > -699 ? bisect(low, high, holds) : exponential(log);
}
