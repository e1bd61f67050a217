import { exponential, naturalLogarithm, square } from "../../base/index.ts";
import { standardErrorOf, totalWeight } from "./standard-error.ts";
import type { RowWeights } from "../metrics/index.ts";

/** Probabilities and what happened, with what varies together. */
export interface ProbabilityRows {
  readonly probability: Float64Array;
  /** 1 where it happened. */
  readonly happened: Float64Array;
  readonly weights: RowWeights;
  /** Whether the rows have equal weight and vary independently, so that the likelihood itself says how sure the estimates are. */
  readonly isPlain: boolean;
  readonly cluster?: Int32Array;
}

/** A recalibration of the log odds: one coefficient of it with its standard error. */
export interface Recalibrated {
  readonly estimate: number;
  readonly standardError: number;
  readonly units: number;
}

/** Log odds are taken of probabilities this far from 0 and 1: a certain answer that is wrong has no likelihood at all. */
const oddsMargin = 1e-6;
const mostSteps = 50;

/** The log odds of a probability, kept away from certainty. */
function logOdds(probability: number): number {
  const kept = Math.min(Math.max(probability, oddsMargin), 1 - oddsMargin);
  return naturalLogarithm(kept / (1 - kept));
}

const shareOf = (odds: number): number => 1 / (1 + exponential(-odds));

/**
 * What must be added to all log odds so that as much happens as was predicted (Cox, Biometrika 45, 1958, with the slope held at 1).
 * Null where everything happened, or nothing.
 */
export function recalibrateMean(rows: ProbabilityRows): Recalibrated | null {
  const { probability, happened, weights } = rows;
  const odds = probability.map(logOdds);
  const seen = totalOf(happened, weights);
  const all = totalWeight(weights);
  if (!(seen > 0 && seen < all)) return null;
  let intercept = 0;
  for (let step = 0; step < mostSteps; step++) {
    const { gradient, information } = slopesAt(rows, odds, intercept, 0);
    const move = gradient[0] / information[0];
    // Half steps keep the search on the road where the curve is flat.
    intercept += Math.abs(move) > 2 ? Math.sign(move) * 2 : move;
    if (Math.abs(move) < 1e-12) break;
  }
  const { information, residual } = slopesAt(rows, odds, intercept, 0);
  const influence = residual.map((one, row) => (weights[row]! * one) / information[0]);
  return spreadOf(rows, intercept, 1 / Math.sqrt(information[0]), influence);
}

/**
 * The intercept and the slope of the logistic regression of what happened on the log odds (Cox, Biometrika 45, 1958): 0 and 1 for
 * probabilities that mean what they say; a slope below 1 is too sure of itself. Null where all probabilities are one, where one class is
 * alone, or where the probabilities part the classes without a fault, so that the slope has no end.
 */
export function recalibrateSlope(
  rows: ProbabilityRows,
): { readonly intercept: Recalibrated; readonly slope: Recalibrated } | null {
  const { probability, happened, weights } = rows;
  const odds = probability.map(logOdds);
  if (isParted(odds, happened, weights)) return null;
  const centre = totalOf(odds, weights) / totalWeight(weights);
  const centred = odds.map((one) => one - centre);
  const found = fitLine(rows, centred);
  if (!found) return null;
  const { intercept, slope, inverse, residual } = found;
  const influenceOf = (row: number): readonly [number, number] => {
    const pull = weights[row]! * residual[row]!;
    const x = centred[row]!;
    return [pull * (inverse[0] + inverse[1] * x), pull * (inverse[1] + inverse[2] * x)];
  };
  const ofSlope = residual.map((_, row) => influenceOf(row)[1]);
  const ofIntercept = residual.map((_, row) => influenceOf(row)[0] - centre * influenceOf(row)[1]);
  const variance = inverse[0] - 2 * centre * inverse[1] + square(centre) * inverse[2];
  return {
    intercept: spreadOf(rows, intercept - slope * centre, Math.sqrt(variance), ofIntercept),
    slope: spreadOf(rows, slope, Math.sqrt(inverse[2]), ofSlope),
  };
}

/** By the likelihood where the rows are plain, else by what each unit does to the estimate. */
function spreadOf(
  { weights, cluster, isPlain, happened }: ProbabilityRows,
  estimate: number,
  ofLikelihood: number,
  influence: Float64Array,
): Recalibrated {
  return isPlain
    ? { estimate, standardError: ofLikelihood, units: happened.length }
    : { estimate, ...standardErrorOf(influence, weights, cluster) };
}

interface Slopes {
  readonly gradient: readonly [number, number];
  /** Of the intercept, of both, of the slope. */
  readonly information: readonly [number, number, number];
  readonly residual: Float64Array;
}

/** The derivatives of the log likelihood at log odds of `intercept + odds + extra * odds`. */
function slopesAt(
  { happened, weights }: ProbabilityRows,
  odds: Float64Array,
  intercept: number,
  extra: number,
): Slopes {
  const gradient: [number, number] = [0, 0];
  const information: [number, number, number] = [0, 0, 0];
  const residual = odds.map((one, row) => {
    const mean = shareOf(intercept + one + extra * one);
    const left = happened[row]! - mean;
    const weight = weights[row]!;
    const bend = weight * mean * (1 - mean);
    gradient[0] += weight * left;
    gradient[1] += weight * left * one;
    information[0] += bend;
    information[1] += bend * one;
    information[2] += bend * square(one);
    return left;
  });
  return { gradient, information, residual };
}

/** Newton's method from the line that changes nothing, with steps halved while they make the likelihood worse. */
function fitLine(
  rows: ProbabilityRows,
  odds: Float64Array,
): {
  intercept: number;
  slope: number;
  inverse: readonly [number, number, number];
  residual: Float64Array;
} | null {
  let [intercept, slope] = [0, 0];
  let likelihood = logLikelihood(rows, odds, intercept, slope);
  for (let step = 0; step < mostSteps; step++) {
    const { gradient, information, residual } = slopesAt(rows, odds, intercept, slope - 1);
    const [a, b, c] = information;
    const determinant = a * c - b * b;
    if (!(determinant > 1e-14 * a * c)) return null;
    const inverse = [c / determinant, -b / determinant, a / determinant] as const;
    const move = [
      inverse[0] * gradient[0] + inverse[1] * gradient[1],
      inverse[1] * gradient[0] + inverse[2] * gradient[1],
    ] as const;
    if (Math.abs(move[0]) + Math.abs(move[1]) < 1e-11 * (1 + Math.abs(slope)))
      return { intercept, slope, inverse, residual };
    let share = 1;
    let next = likelihood;
    for (; share > 1e-6; share /= 2) {
      next = logLikelihood(rows, odds, intercept + share * move[0], slope + share * move[1]);
      if (next >= likelihood - 1e-12 * Math.abs(likelihood)) break;
    }
    intercept += share * move[0];
    slope += share * move[1];
    likelihood = next;
  }
  return null;
}

function logLikelihood(
  { happened, weights }: ProbabilityRows,
  odds: Float64Array,
  intercept: number,
  slope: number,
): number {
  let sum = 0;
  for (let row = 0; row < odds.length; row++) {
    const at = intercept + slope * odds[row]!;
    const signed = happened[row]! > 0 ? at : -at;
    // ln(1 / (1 + e^-x)) without overflow.
    sum -= weights[row]! * (signed > 0 ? 0 : -signed);
    sum -= weights[row]! * naturalLogarithm(1 + exponential(-Math.abs(signed)));
  }
  return sum;
}

/** Whether all log odds are one, one class is alone, or a line parts the classes. */
function isParted(odds: Float64Array, happened: Float64Array, weights: RowWeights): boolean {
  const ends = [
    [Infinity, -Infinity],
    [Infinity, -Infinity],
  ];
  for (let row = 0; row < odds.length; row++) {
    if (!(weights[row]! > 0)) continue;
    const end = ends[happened[row]! > 0 ? 1 : 0]!;
    end[0] = Math.min(end[0]!, odds[row]!);
    end[1] = Math.max(end[1]!, odds[row]!);
  }
  const [[least, most] = [], [leastSeen, mostSeen] = []] = ends;
  return !(least! < mostSeen! && leastSeen! < most!);
}

function totalOf(values: Float64Array, weights: RowWeights): number {
  return values.reduce((sum, value, row) => sum + weights[row]! * value, 0);
}
