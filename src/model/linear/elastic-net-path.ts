import { exponential, naturalLogarithm, square } from "../../base/index.ts";
import type { Moments } from "./moments.ts";
import { descend, type PenalizedQuadratic } from "./penalized-quadratic.ts";

/** One penalty of a path with the mean squared error on rows that were held out. */
export interface PathPoint {
  readonly alpha: number;
  readonly nonZeroCount: number;
  readonly loss: number;
  /** Of `loss`, over the folds. */
  readonly standardError: number;
}

const pathLength = 100;
/** The last penalty of a path as a share of its first. */
const pathEnd = 1e-3;
/** By how much the share on squares may draw coefficients to 0 at the end of a path, about. */
const mostPull = 0.01;
/** As a share of yᵀWy: how good a fit on a fold has to be. */
const pathGap = 1e-7;
/** Where the target hardly varies beside a fold, yᵀWy is rounding: a share of that of all rows stands for it. */
const leastShare = 1e-6;

/** α·(ρ·Σ|β| + (1-ρ)/2·Σβ²) beside half the mean squared error, as a quadratic in sums over rows. */
export function penalize(
  { matrix, linear, weight }: Moments,
  alpha: number,
  l1Ratio: number,
): PenalizedQuadratic {
  return { matrix, linear, absolute: alpha * l1Ratio * weight, squared: alpha * (1 - l1Ratio) * weight };
}

/**
 * Penalties in equal ratios from the least one that leaves every coefficient at 0 down to a thousandth of it; further where the share
 * on squares would still draw coefficients of standardised features to 0 there by more than a hundredth, as it does where the target's
 * numbers are great. For a share of absolute values below a thousandth, which never leaves all at 0, as for a thousandth.
 */
export function alphaPath({ linear, weight }: Moments, l1Ratio: number): readonly number[] {
  const greatest = linear.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const first = greatest / (weight * Math.max(l1Ratio, 1e-3));
  if (first === 0) return Array.from({ length: pathLength }, () => 0);
  const end = Math.min(pathEnd, l1Ratio < 1 ? mostPull / (1 - l1Ratio) / first : 1);
  const step = naturalLogarithm(end) / (pathLength - 1);
  return Array.from({ length: pathLength }, (_, at) => first * exponential(step * at));
}

/** The held-out mean squared error of each penalty on one fold, with coefficients learnt from all other rows. */
export function foldLosses(
  all: Moments,
  fold: Moments,
  alphas: readonly number[],
  l1Ratio: number,
): readonly number[] {
  const training = center(subtract(all, fold));
  const coefficients = new Float64Array(all.linear.length);
  const gap = pathGap * Math.max(training.squares, leastShare * all.squares);
  return alphas.map((alpha) => {
    descend(penalize(training, alpha, l1Ratio), coefficients, training.squares, gap);
    return lossOn(fold, coefficients, interceptOf(training, coefficients));
  });
}

/** The sums of all rows but those of a fold. */
function subtract(all: Moments, fold: Moments): Moments {
  const without = (left: Float64Array, right: Float64Array): Float64Array =>
    left.map((value, at) => value - right[at]!);
  return {
    matrix: without(all.matrix, fold.matrix),
    linear: without(all.linear, fold.linear),
    sums: without(all.sums, fold.sums),
    targetSum: all.targetSum - fold.targetSum,
    squares: all.squares - fold.squares,
    weight: all.weight - fold.weight,
  };
}

/** Takes the means out, so that the intercept need not be fitted; `sums` and `targetSum` stay for it. */
function center(moments: Moments): Moments {
  const { matrix, linear, sums, targetSum, squares, weight } = moments;
  const size = linear.length;
  return {
    ...moments,
    matrix: matrix.map((value, at) => value - (sums[Math.floor(at / size)]! * sums[at % size]!) / weight),
    linear: linear.map((value, at) => value - (sums[at]! * targetSum) / weight),
    squares: squares - square(targetSum) / weight,
  };
}

const interceptOf = ({ sums, targetSum, weight }: Moments, coefficients: Float64Array): number =>
  (targetSum - coefficients.reduce((sum, value, at) => sum + value * sums[at]!, 0)) / weight;

/** Σ w·(y - intercept - zβ)² / Σ w from the sums. */
function lossOn(
  { matrix, linear, sums, targetSum, squares, weight }: Moments,
  coefficients: Float64Array,
  intercept: number,
): number {
  let total = squares - 2 * intercept * targetSum + square(intercept) * weight;
  const active = [...coefficients.keys()].filter((at) => coefficients[at] !== 0);
  for (const at of active) {
    let product = 2 * (intercept * sums[at]! - linear[at]!);
    for (const other of active) product += coefficients[other]! * matrix[at * linear.length + other]!;
    total += coefficients[at]! * product;
  }
  return total / weight;
}

/** The mean of the folds' losses, weighted by their rows, and its standard error (as glmnet has them). */
export function summarizeFolds(
  losses: readonly number[],
  weights: readonly number[],
): { readonly loss: number; readonly standardError: number } {
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  const mean = losses.reduce((sum, loss, at) => sum + (loss * weights[at]!) / all, 0);
  const spread = losses.reduce((sum, loss, at) => sum + (square(loss - mean) * weights[at]!) / all, 0);
  return { loss: mean, standardError: Math.sqrt(spread / (losses.length - 1)) };
}

/** The place of the penalty with the least loss; or of the greatest within one standard error of that. */
export function choosePoint(points: readonly PathPoint[], rule: "least-loss" | "one-standard-error"): number {
  const losses = points.map(({ loss }) => loss);
  const best = losses.indexOf(Math.min(...losses));
  if (rule === "least-loss") return best;
  const bound = losses[best]! + points[best]!.standardError;
  return losses.findIndex((loss) => loss <= bound);
}
