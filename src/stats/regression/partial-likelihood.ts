import { choleskyFactor, solveCholesky, type CholeskyFactor } from "../cholesky.ts";
import { refuseMonotone, refuseUnsettled } from "./refusals.ts";
import { relativeHazards, visitRiskSets, type RiskProblem } from "./risk-sets.ts";

const mostSteps = 100;
/** From this step on it is asked whether the likelihood grows for ever; where it does not, a handful of steps is enough. */
const suspiciousStep = 9;
const smallShare = 1e-6;

/** The maximum of a partial likelihood. */
export interface PartialMaximum {
  readonly coefficients: Float64Array;
  readonly logLikelihood: number;
  readonly nullLogLikelihood: number;
  /** Uᵀ I⁻¹ U at 0. */
  readonly scoreStatistic: number;
  /** The inverse of the information, row-major. */
  readonly inverse: Float64Array;
  readonly steps: number;
}

interface Look {
  readonly coefficients: Float64Array;
  readonly logLikelihood: number;
  readonly score: Float64Array;
  readonly information: Float64Array;
}

/** Newton's method with halved steps, from 0. Columns that order the events perfectly are refused by name (T2874). */
export function maximizePartialLikelihood(problem: RiskProblem, names: readonly string[]): PartialMaximum {
  const size = problem.columns.length;
  // In units of each column's spread, so that no step depends on units.
  const units = Float64Array.from(problem.columns, unitOf);
  let at = lookAt(problem, new Float64Array(size), units);
  const nullLogLikelihood = at.logLikelihood;
  let scoreStatistic = 0;
  let last = Infinity;
  for (let step = 0; step < mostSteps; step++) {
    const factor = choleskyFactor(at.information, size);
    if (factor.dependent.length > 0) refuseMonotone(factor.dependent.map((place) => names[place]!));
    const delta = solveCholesky(factor, at.score);
    let square = 0;
    for (let place = 0; place < size; place++) square += delta[place]! * at.score[place]!;
    if (step === 0) scoreStatistic = square;
    if (step >= suspiciousStep)
      refuseIfMonotone(
        problem,
        delta.map((value, place) => value * units[place]!),
        names,
      );
    const next = stepFrom(problem, at, delta, units);
    const isSettled = square < 1e-26 || (square < 1e-16 && square >= last);
    if (isSettled || !next) {
      if (!next && square > 1e-12) break;
      const end = next ?? at;
      return {
        coefficients: end.coefficients,
        logLikelihood: end.logLikelihood,
        nullLogLikelihood,
        scoreStatistic,
        inverse: inverseOf(choleskyFactor(end.information, size), units),
        steps: step + 1,
      };
    }
    at = next;
    last = square;
  }
  return refuseUnsettled(
    "The Cox regression",
    mostSteps,
    "Leave columns out, or join levels with few events.",
  );
}

function unitOf(column: Float64Array): number {
  let sum = 0;
  for (const value of column) sum += value * value;
  return sum > 0 ? Math.sqrt(column.length / sum) : 1;
}

/** Score and information in the units of `units`. */
function lookAt(problem: RiskProblem, coefficients: Float64Array, units: Float64Array): Look {
  const size = coefficients.length;
  let logLikelihood = 0;
  const score = new Float64Array(size);
  const information = new Float64Array(size * size);
  visitRiskSets(problem, coefficients, (set) => {
    logLikelihood += set.logLikelihood;
    for (let at = 0; at < size; at++) score[at]! += set.score[at]! * units[at]!;
    for (let at = 0; at < information.length; at++)
      information[at]! += set.information[at]! * units[Math.floor(at / size)]! * units[at % size]!;
  });
  return { coefficients, logLikelihood, score, information };
}

function stepFrom(
  problem: RiskProblem,
  at: Look,
  delta: Float64Array,
  units: Float64Array,
): Look | undefined {
  const room = Math.abs(at.logLikelihood) * 1e-13 + 1e-300;
  for (let halving = 0, part = 1; halving < 40; halving++, part /= 2) {
    const coefficients = at.coefficients.map((value, place) => value + part * delta[place]! * units[place]!);
    const next = lookAt(problem, coefficients, units);
    if (next.logLikelihood >= at.logLikelihood - room) return next;
  }
  return undefined;
}

function inverseOf(factor: CholeskyFactor, units: Float64Array): Float64Array {
  const { size } = factor;
  const inverse = new Float64Array(size * size);
  for (let column = 0; column < size; column++) {
    const right = new Float64Array(size);
    right[column] = 1;
    solveCholesky(factor, right).forEach((value, row) => {
      inverse[row * size + column] = value * units[row]! * units[column]!;
    });
  }
  return inverse;
}

/** Refuses a direction along which each event is, at its time, at the head of those at risk (Bryson & Johnson 1981). */
function refuseIfMonotone(problem: RiskProblem, direction: Float64Array, names: readonly string[]): void {
  const { predictor } = relativeHazards(problem, direction);
  let low = Infinity;
  let high = -Infinity;
  for (const value of predictor) [low, high] = [Math.min(low, value), Math.max(high, value)];
  const room = (high - low) * smallShare;
  if (!(room > 0)) return;
  let isMonotone = true;
  for (let stratum = 0; stratum + 1 < problem.bounds.length && isMonotone; stratum++) {
    let most = -Infinity;
    for (let to = problem.bounds[stratum + 1]!; to > problem.bounds[stratum]!;) {
      let from = to;
      let least = Infinity;
      while (from > problem.bounds[stratum]! && problem.times[from - 1] === problem.times[to - 1]) {
        from--;
        most = Math.max(most, predictor[from]!);
        if (problem.events[from] === 1) least = Math.min(least, predictor[from]!);
      }
      if (least < most - room) isMonotone = false;
      to = from;
    }
  }
  if (!isMonotone) return;
  const parts = problem.columns.map((column, at) => Math.abs(direction[at]!) / unitOf(column));
  const largest = parts.reduce((most, value) => Math.max(most, value), 0);
  refuseMonotone(names.filter((_, at) => parts[at]! > 1e-4 * largest));
}
