import { createRandom } from "../../base/index.ts";
import { ascendingPlaces } from "../../stats/index.ts";
import type { RowWeights } from "../metrics/index.ts";
import { brownianRangeUpper } from "./brownian-range.ts";
import { totalWeight } from "./standard-error.ts";
import { possible, untested, type TestAnswer } from "./test-outcome.ts";

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

/** Turned signs that stand for chance where rows vary together. */
const turns = 999;
/** With less spread than this the limit law does not hold yet: about ten rows that could have gone either way. */
const leastVariance = 2.5;

/**
 * Whether predictions mean what they say all along the line, without bins: the residuals are added up from the lowest prediction to the
 * highest, and the greatest distance of this sum from 0 is what counts (Arrieta-Ibarra, Gujral, Tannen, Tygert & Xu, JMLR 23, 2022).
 * For independent probabilities chance makes it a Brownian motion; else the signs of the residuals are turned at random, those of rows
 * that vary together alike (wild bootstrap). It sees misses that go on over a stretch of predictions, not those that change sign often.
 */
export function testCumulativeGap(rows: GapRows): TestAnswer {
  const { predicted, residual, weights, variance, cluster, seed } = rows;
  const order = ascendingPlaces(predicted);
  const ends = order.map((row, at) =>
    at + 1 === order.length || predicted[order[at + 1]!] !== predicted[row] ? 1 : 0,
  );
  const pulls = residual.map((one, row) => weights[row]! * one);
  const total = totalWeight(weights);
  const reach = reachOf(pulls, order, ends);
  const effect = { name: "greatest cumulative gap", estimate: reach / total, low: null, high: null };
  if (variance) {
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
      units: residual.length,
      pValue: possible(brownianRangeUpper(value)),
    };
  }
  const codes = cluster ?? Int32Array.from(residual, (_, row) => row);
  const units = new Set(codes).size;
  if (units < 2 * leastVariance) return untested(`only ${units} of what varies independently are there`);
  if (!(reach > 0)) return untested("every prediction is right, so there is nothing to test");
  const random = createRandom(seed).fork("turned signs");
  const size = codes.reduce((most, code) => Math.max(most, code + 1), 0);
  let asFar = 1;
  for (let turn = 0; turn < turns; turn++) {
    const signs = Float64Array.from({ length: size }, () => (random.integer(2) === 0 ? -1 : 1));
    const turned = pulls.map((pull, row) => pull * signs[codes[row]!]!);
    if (reachOf(turned, order, ends) >= reach * (1 - 1e-12)) asFar++;
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

/** The greatest distance from 0 of the sum along the order, looked at where a prediction ends. */
function reachOf(pulls: Float64Array, order: Uint32Array, ends: Uint32Array): number {
  let sum = 0;
  let reach = 0;
  for (let at = 0; at < order.length; at++) {
    sum += pulls[order[at]!]!;
    if (ends[at] === 1) reach = Math.max(reach, Math.abs(sum));
  }
  return reach;
}
