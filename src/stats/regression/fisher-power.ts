import { exponential, naturalLogarithm } from "../../base/index.ts";
import { logGamma } from "../distributions/index.ts";
import { refusePower } from "./refusals.ts";

/** More rows than these make too many tables. */
const mostRows = 2000;
/** Tables whose probabilities are this close count as equally likely. */
const tieRoom = 1e-7;

/**
 * The probability that Fisher's exact test rejects at `alpha`, summed over all tables of two groups of fixed sizes. Two-sided p-values add
 * up the tables that are no more likely than the one seen; one-sided ones look to the side of the true difference.
 */
export function fisherPower(
  [first, second]: readonly [number, number],
  [rows, others]: readonly [number, number],
  alpha: number,
  sides: 1 | 2,
): number {
  if (rows + others > mostRows)
    refusePower(
      "size",
      rows + others,
      `Take method "continuity" beyond ${mostRows} rows: there the two agree.`,
    );
  const ofFirst = logBinomials(rows, first);
  const ofSecond = logBinomials(others, second);
  const [firstWays, secondWays] = [logWays(rows), logWays(others)];
  let power = 0;
  for (let hits = 0; hits <= rows + others; hits++) {
    const low = Math.max(0, hits - others);
    const high = Math.min(rows, hits);
    const logs = Array.from(
      { length: high - low + 1 },
      (_, at) => firstWays[low + at]! + secondWays[hits - low - at]!,
    );
    const largest = logs.reduce((most, value) => Math.max(most, value), -Infinity);
    const weights = logs.map((value) => exponential(value - largest));
    const whole = weights.reduce((sum, value) => sum + value, 0);
    for (const at of rejected(weights, alpha * whole, sides, second > first))
      power += exponential(ofFirst[low + at]! + ofSecond[hits - low - at]!);
  }
  return Math.min(1, power);
}

/** Places of the tables whose p-value is at most alpha; more hits in the first group stand further on. */
function rejected(
  weights: readonly number[],
  alpha: number,
  sides: 1 | 2,
  isLowSide: boolean,
): readonly number[] {
  const order =
    sides === 2
      ? weights.map((_, at) => at).toSorted((left, right) => weights[left]! - weights[right]!)
      : weights.map((_, at) => (isLowSide ? at : weights.length - 1 - at));
  const found: number[] = [];
  let sum = 0;
  for (let from = 0; from < order.length;) {
    let to = from + 1;
    if (sides === 2)
      while (to < order.length && weights[order[to]!]! <= weights[order[from]!]! * (1 + tieRoom)) to++;
    for (let at = from; at < to; at++) sum += weights[order[at]!]!;
    if (sum > alpha * (1 + tieRoom)) break;
    found.push(...order.slice(from, to));
    from = to;
  }
  return found;
}

function logWays(count: number): Float64Array {
  const whole = logGamma(count + 1);
  return Float64Array.from(
    { length: count + 1 },
    (_, at) => whole - logGamma(at + 1) - logGamma(count - at + 1),
  );
}

function logBinomials(count: number, share: number): Float64Array {
  return logWays(count).map((ways, at) => {
    const ofHits = at === 0 ? 0 : at * naturalLogarithm(share);
    const ofMisses = at === count ? 0 : (count - at) * naturalLogarithm(1 - share);
    return ways + ofHits + ofMisses;
  });
}
