import { checkParameter, refuseParameter, type CountDistribution } from "./distribution.ts";
import { checkWork, latticeDistribution } from "./lattice.ts";

/** Ranks from 1 to n. */
const plainRanks = (n: number): number[] => Array.from({ length: n }, (_, place) => place + 1);

function doubled(name: string, ranks: readonly number[]): number[] {
  return ranks.map((rank) =>
    Number.isInteger(2 * rank) && rank >= 0
      ? 2 * rank
      : refuseParameter(
          name,
          "rank",
          rank,
          "ranks from 1, ties with the mean of theirs: whole numbers and halves",
        ),
  );
}

/**
 * Wilcoxon's signed-rank statistic V without ties: the sum of the ranks that are positive, of n (at most 1000) values whose
 * signs are equally likely. Exact, by counting out.
 *
 * @example signedRank(10).cumulative(8) // 0.0244140625
 */
export function signedRank(n: number): CountDistribution {
  checkParameter("signed-rank", "n", n, "count");
  return latticeDistribution("signed-rank", 0, signedSums("signed-rank", plainRanks(n)));
}

/**
 * The same with ties: of *twice* the sum of the positive ranks (which are whole numbers and halves), given the ranks of the values
 * that are not 0.
 *
 * @example signedRankWithTies([1, 2.5, 2.5]).survival(9) // 0.25
 */
export const signedRankWithTies = (ranks: readonly number[]): CountDistribution =>
  latticeDistribution("signed-rank", 0, signedSums("signed-rank", doubled("signed-rank", ranks)));

/** The chances of the sums, from 0, of scores (whole numbers) that are each taken with the chance ½. */
function signedSums(name: string, scores: readonly number[]): Float64Array<ArrayBuffer> {
  const whole = scores.reduce((sum, score) => sum + score, 0);
  checkWork(name, (scores.length * (whole + 1)) / 2);
  if (scores.length > 1000) checkWork(name, Infinity);
  const chances = new Float64Array(whole + 1);
  chances[0] = 1;
  let reached = 0;
  for (const score of scores) {
    reached += score;
    for (let sum = reached; sum >= 0; sum--)
      chances[sum] = (chances[sum]! + (sum >= score ? chances[sum - score]! : 0)) / 2;
  }
  return chances;
}

/**
 * Mann and Whitney's U without ties: the number of pairs in which the value of the first sample (of size m) is above that of the
 * second (of size n). Exact, by counting out, up to about 118 values each (or fewer and more).
 *
 * @example mannWhitney(5, 7).cumulative(5) // 0.0240…
 */
export function mannWhitney(m: number, n: number): CountDistribution {
  checkParameter("Mann-Whitney", "m", m, "count");
  checkParameter("Mann-Whitney", "n", n, "count");
  const few = Math.min(m, n);
  // The sum of the ranks less the least one is U.
  const chances = takenSums("Mann-Whitney", plainRanks(m + n), few);
  const least = (few * (few + 1)) / 2;
  return latticeDistribution("Mann-Whitney", 0, chances.slice(least, least + m * n + 1));
}

/**
 * The same with ties, of *twice* the sum of the first sample's ranks: the ranks of both samples together (ties with the mean of
 * theirs), of which any `taken` are equally likely to be the first sample's. U is half of it less taken (taken + 1) / 2.
 *
 * @example rankSumWithTies([1, 2.5, 2.5, 4], 2).cumulative(7) // 0.333333…
 */
export function rankSumWithTies(ranks: readonly number[], taken: number): CountDistribution {
  checkParameter("rank-sum", "taken", taken, "count");
  if (taken > ranks.length)
    refuseParameter("rank-sum", "taken", taken, "at most the number of ranks of both samples together");
  const scores = doubled("rank-sum", ranks);
  const whole = scores.reduce((sum, score) => sum + score, 0);
  const few = Math.min(taken, ranks.length - taken);
  const chances = takenSums("rank-sum", scores, few);
  // Taking the few is leaving the many.
  const ofTaken = few === taken ? chances : chances.toReversed();
  return trimmed("rank-sum", ofTaken, few === taken ? 0 : whole - (chances.length - 1));
}

/** How many ways there are to each sum, from 0, of `few` of the scores (whole numbers). */
function takenSums(name: string, scores: readonly number[], few: number): Float64Array {
  const sorted = scores.toSorted((one, two) => one - two);
  const most = sorted.slice(sorted.length - few).reduce((sum, score) => sum + score, 0);
  checkWork(name, few * sorted.length * (most + 1) * 0.5);
  if (sorted.length > 1000) checkWork(name, Infinity);
  // ways[c][s]: how many ways there are to take c of the scores so far with the sum s.
  const ways = Array.from({ length: few + 1 }, () => new Float64Array(most + 1));
  ways[0]![0] = 1;
  let reached = 0;
  for (const [place, score] of sorted.entries()) {
    reached = Math.min(most, reached + score);
    for (let count = Math.min(few, place + 1); count >= 1; count--) {
      const into = ways[count]!;
      const from = ways[count - 1]!;
      for (let sum = score; sum <= reached; sum++) into[sum]! += from[sum - score]!;
    }
  }
  return ways[few]!;
}

/** Without the impossible sums at either end. */
function trimmed(name: string, chances: Float64Array, low: number): CountDistribution {
  let first = 0;
  let last = chances.length - 1;
  while (first < last && chances[first] === 0) first++;
  while (last > first && chances[last] === 0) last--;
  return latticeDistribution(name, low + first, chances.slice(first, last + 1));
}

/**
 * Kendall's S without ties, as the number of pairs in the wrong order among n values (0 to n (n - 1) / 2; at most about 200 values)
 * in random order. Exact, by counting out.
 *
 * @example kendallInversions(5).cumulative(1) // 5 / 120
 */
export function kendallInversions(n: number): CountDistribution {
  checkParameter("Kendall", "n", n, "count");
  checkWork("Kendall", n > 1000 ? Infinity : (n * n * n * n) / 8);
  let chances = Float64Array.of(1);
  for (let size = 2; size <= n; size++) {
    const next = new Float64Array((size * (size - 1)) / 2 + 1);
    for (const [place, chance] of chances.entries())
      for (let shift = 0; shift < size; shift++) next[place + shift]! += chance / size;
    chances = next;
  }
  return latticeDistribution("Kendall", 0, chances);
}
