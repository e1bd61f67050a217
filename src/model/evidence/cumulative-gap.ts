import { createRandom, type Random } from "../../base/index.ts";
import { ascendingPlaces } from "../../stats/index.ts";
import type { RowWeights } from "../metrics/index.ts";
import { brownianRangeUpper } from "./brownian-range.ts";
import { totalWeight } from "./standard-error.ts";
import { fewestUnits, possible, untested, type EffectSize, type TestAnswer } from "./test-outcome.ts";

/** What was predicted and what is left of the truth, for the test of the whole curve. */
export interface GapRows {
  readonly predicted: Float64Array;
  /** Truth minus prediction. */
  readonly residual: Float64Array;
  readonly weights: RowWeights;
  /** For independent probabilities without weights: how far each row varies by itself, p(1 - p). */
  readonly variance?: Float64Array;
  readonly cluster?: Int32Array;
  readonly seed: number;
}

/** Rows × turns that one test may cost; a count of work, never of time. */
const workBudget = 20_000_000;
/** How often the signs are turned: 999 times up to 20,000 rows, then less, never below 199. */
const turnsOf = (rows: number): number => Math.max(199, Math.min(999, Math.floor(workBudget / rows)));
/** With less spread than this the limit law does not hold yet: about ten rows that could have gone either way. */
const leastVariance = 2.5;

/**
 * Whether predictions mean what they say all along the line, without bins: the residuals are added up from the lowest prediction to the
 * highest, and the greatest distance of this sum from 0 is what counts (Arrieta-Ibarra, Gujral, Tannen, Tygert & Xu, JMLR 23, 2022).
 * For independent probabilities chance makes it a Brownian motion; else the signs of the residuals are turned at random, those of rows
 * that vary together alike (wild bootstrap). It sees misses that go on over a stretch of predictions, not those that change sign often.
 */
export function testCumulativeGap(rows: GapRows): TestAnswer {
  const { predicted, residual, weights, variance, cluster } = rows;
  const order = ascendingPlaces(predicted);
  const walk: Walk = {
    pulls: Float64Array.from(order, (row) => weights[row]! * residual[row]!),
    isEnd: Uint8Array.from(order, (row, at) =>
      at + 1 === order.length || predicted[order[at + 1]!] !== predicted[row] ? 1 : 0,
    ),
    codes: Int32Array.from(order, (row) => (cluster ? cluster[row]! : row)),
  };
  const signs = new Uint8Array(walk.codes.reduce((most, code) => Math.max(most, code + 1), 0)).fill(1);
  const reach = reachOf(walk, signs);
  const estimate = reach / totalWeight(weights);
  const effect = { name: "greatest cumulative gap", estimate, low: null, high: null };
  const units = cluster ? new Set(cluster).size : residual.length;
  if (variance) return testByLimit(variance, reach, effect, units);
  if (units < fewestUnits) return untested(`only ${units} of what varies independently are there`);
  return reach > 0
    ? testByTurns(walk, reach, effect, { units, seed: rows.seed })
    : untested("every prediction is right, so there is nothing to test");
}

/** The residuals in the order of the predictions: the sum is looked at where a prediction ends. */
interface Walk {
  readonly pulls: Float64Array;
  readonly isEnd: Uint8Array;
  /** The unit of each residual. */
  readonly codes: Int32Array;
}

function testByLimit(variance: Float64Array, reach: number, effect: EffectSize, units: number): TestAnswer {
  const spread = variance.reduce((sum, one) => sum + one, 0);
  if (spread < leastVariance)
    return untested("too few rows could have gone either way by their probabilities");
  const value = reach / Math.sqrt(spread);
  return {
    kind: "tested",
    test: "cumulative calibration test",
    effect,
    statistic: { name: "greatest |sum| / deviation", value },
    degreesOfFreedom: null,
    units,
    pValue: possible(brownianRangeUpper(value)),
  };
}

function testByTurns(
  walk: Walk,
  reach: number,
  effect: EffectSize,
  { units, seed }: { readonly units: number; readonly seed: number },
): TestAnswer {
  const random = createRandom(seed).fork("turned signs");
  const signs = new Uint8Array(walk.codes.reduce((most, code) => Math.max(most, code + 1), 0));
  const turns = turnsOf(walk.pulls.length);
  let asFar = 1;
  for (let turn = 0; turn < turns; turn++) {
    drawSigns(signs, random);
    if (reachOf(walk, signs) >= reach * (1 - 1e-12)) asFar++;
  }
  return {
    kind: "tested",
    test: "cumulative calibration test, signs turned at random",
    effect,
    statistic: { name: "greatest |sum|", value: reach },
    degreesOfFreedom: null,
    units,
    pValue: asFar / (turns + 1),
  };
}

/** One bit each, 32 from one draw. */
function drawSigns(signs: Uint8Array, random: Random): void {
  let bits = 0;
  for (let at = 0; at < signs.length; at++) {
    if (at % 32 === 0) bits = random.integer(2 ** 32);
    signs[at] = bits & 1;
    bits >>>= 1;
  }
}

/** The greatest distance from 0 of the sum along the walk, the residuals of a unit with the sign 0 turned. */
function reachOf({ pulls, isEnd, codes }: Walk, signs: Uint8Array): number {
  let sum = 0;
  let reach = 0;
  for (let at = 0; at < pulls.length; at++) {
    sum += (2 * signs[codes[at]!]! - 1) * pulls[at]!;
    const distance = sum < 0 ? -sum : sum;
    if (isEnd[at] === 1 && distance > reach) reach = distance;
  }
  return reach;
}
