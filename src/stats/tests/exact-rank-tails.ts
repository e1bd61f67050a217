import { signedSums, takenSums } from "../distributions/rank-distributions.ts";

/** The chances of a discrete statistic to be at most, and at least, what was seen; both count what was seen. */
export interface Tails {
  readonly lower: number;
  readonly upper: number;
}

/** The distribution of a sum of ranks: place s holds the probability of a sum of `s / scale`. */
export interface RankSums {
  readonly probabilities: Float64Array;
  readonly scale: number;
}

/**
 * The permutation distribution of the sum of `chosen` of these ranks, by adding one rank after the other (the shift algorithm of
 * B. Streitberg & J. Röhmel, "Exact Distributions for Permutation and Rank Tests", 1986), so ties are no difficulty. All terms are
 * positive: no digit is lost.
 */
export function rankSumDistribution(ranks: Float64Array, chosen: number): RankSums {
  const { weights, scale } = wholeWeights(ranks);
  return { probabilities: asProbabilities(takenSums("rank-sum", weights, chosen)), scale };
}

/** The distribution of the sum of these ranks when each counts with probability a half. */
export function signedRankDistribution(ranks: Float64Array): RankSums {
  const { weights, scale } = wholeWeights(ranks);
  return { probabilities: signedSums("signed-rank", weights), scale };
}

/** Mean ranks are multiples of a half; doubled where one is no whole number. */
function wholeWeights(ranks: Float64Array): { readonly weights: readonly number[]; readonly scale: number } {
  const scale = ranks.every((rank) => Number.isInteger(rank)) ? 1 : 2;
  return { weights: Array.from(ranks, (rank) => rank * scale), scale };
}

function asProbabilities(counts: Float64Array): Float64Array {
  let whole = 0;
  for (let at = 0; at < counts.length; at++) whole += counts[at]!;
  return counts.map((count) => count / whole);
}

/** Both tails of a distribution at a place; each is summed from its own end, so that small ones keep their digits. */
export function tailsAt(probabilities: Float64Array, place: number): Tails {
  let lower = 0;
  let upper = 0;
  for (let at = 0; at <= place; at++) lower += probabilities[at]!;
  for (let at = probabilities.length - 1; at >= place; at--) upper += probabilities[at]!;
  return { lower, upper };
}

/** The smallest place at or below which the distribution lies with at least this probability. */
export function quantilePlace(probabilities: Float64Array, probability: number): number {
  let sum = 0;
  for (let at = 0; at < probabilities.length; at++) {
    sum += probabilities[at]!;
    // As in R, a hair of rounding does not move the place.
    if (sum >= probability * (1 - 64 * Number.EPSILON)) return at;
  }
  return probabilities.length - 1;
}
