import { naturalLogarithm } from "../base/index.ts";
import type { AggregateResults } from "./aggregate.ts";
import { numberResult } from "./expressions.ts";

/** The powers that are tried first: close together around 1, where most columns have theirs. */
export const firstPowers: readonly number[] = [
  -10, -8, -6, -5, -4, -3.5, -3, -2.5, -2, -1.5, -1, -0.75, -0.5, -0.25, 0, 0.25, 0.5, 0.75, 1, 1.25, 1.5, 2,
  2.5, 3, 3.5, 4, 5, 6, 8, 10,
];

/** Nine powers from the neighbour below the best one to the neighbour above it. */
export function gridWithin(powers: readonly number[], best: number): readonly number[] {
  const low = powers[Math.max(0, best - 1)]!;
  const high = powers[Math.min(powers.length - 1, best + 1)]!;
  return Array.from({ length: 9 }, (_, at) => low + ((high - low) * at) / 8);
}

/**
 * The logarithm of the likelihood of each power, per row and but for a constant: -ln(standard deviation) + (power - 1) · mean
 * of the logarithms. -Infinity where a value leaves float64 when it is raised, or none of them differ any more.
 */
export const likelihoodsOf = (powers: readonly number[], answers: AggregateResults): readonly number[] =>
  powers.map((power) => {
    const deviation = numberResult(answers[`deviation ${power}`]);
    const isWhole = numberResult(answers[`count ${power}`]) === numberResult(answers["count"]);
    if (!isWhole || deviation === null || deviation === 0) return -Infinity;
    return -naturalLogarithm(deviation) + (power - 1) * (numberResult(answers["slope"]) ?? 0);
  });

/** Where the largest likelihood is; the power closest to 1 of several. */
export function placeOfBest(powers: readonly number[], likelihoods: readonly number[]): number {
  const fromOne = (at: number): number => Math.abs(powers[at]! - 1);
  return likelihoods.reduce(
    (best, likelihood, at) =>
      likelihood > likelihoods[best]! || (likelihood === likelihoods[best]! && fromOne(at) < fromOne(best))
        ? at
        : best,
    0,
  );
}

/**
 * The power where the polynomial through the likelihoods is largest, between the neighbours of the best one; the best
 * itself at an end, or where a likelihood is none.
 */
export function bestPower(powers: readonly number[], likelihoods: readonly number[]): number {
  const best = placeOfBest(powers, likelihoods);
  if (best === 0 || best === powers.length - 1 || !likelihoods.every(Number.isFinite)) return powers[best]!;
  const middle = powers[best]!;
  const unit = powers[best + 1]! - middle;
  if (!(unit > 0)) return middle;
  const places = powers.map((_, at) => at - best);
  const coefficients = dividedDifferences(places, likelihoods);
  let [low, high] = [-1, 1];
  if (slopeAt(low, places, coefficients) <= 0 || slopeAt(high, places, coefficients) >= 0) return middle;
  for (let step = 0; step < 60; step++) {
    const half = (low + high) / 2;
    if (slopeAt(half, places, coefficients) > 0) low = half;
    else high = half;
  }
  return middle + unit * ((low + high) / 2);
}

/** The coefficients of the polynomial through the points, in Newton's form. */
function dividedDifferences(places: readonly number[], values: readonly number[]): readonly number[] {
  const differences = [...values];
  for (let order = 1; order < places.length; order++)
    for (let at = places.length - 1; at >= order; at--)
      differences[at] = (differences[at]! - differences[at - 1]!) / (places[at]! - places[at - order]!);
  return differences;
}

/** The derivative of a polynomial in Newton's form. */
function slopeAt(at: number, places: readonly number[], coefficients: readonly number[]): number {
  let value = 0;
  let slope = 0;
  for (let index = coefficients.length - 1; index >= 0; index--) {
    slope = slope * (at - places[index]!) + value;
    value = value * (at - places[index]!) + coefficients[index]!;
  }
  return slope;
}
