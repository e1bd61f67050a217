import { naturalLogarithm } from "../../base/index.ts";
import { factorColumns, solveNormal, type Factor } from "./factor.ts";
import {
  stateAt,
  workingRows,
  type ReweightedFit,
  type ReweightedProblem,
  type ReweightedState,
} from "./iteratively-reweighted.ts";
import { leverageOf } from "./robust-covariance.ts";
import { refuseUnsettled } from "./refusals.ts";
import { columnDots } from "./weighted-sums.ts";

const mostSteps = 500;
/** No coefficient moves a predictor by more than this in one step, in units of its column. */
const longestMove = 5;

/** A coefficient that is held at a value, for profiles. */
export interface HeldCoefficient {
  readonly place: number;
  readonly value: number;
}

/** A penalized fit: -2 (log-likelihood + ½ log |XᵀWX|) up to a constant is `penalized`. */
export interface FirthFit extends ReweightedFit {
  readonly penalized: number;
}

/**
 * Logistic regression with Jeffreys' prior: the scores are X'(w(y - p) + h(½ - p)), with h the leverages (Firth 1993; Heinze & Schemper
 * 2002). Estimates are finite whatever the data. With `held` all other coefficients are the best for that value of one.
 */
export function fitFirth(problem: ReweightedProblem, held?: HeldCoefficient, start?: Float64Array): FirthFit {
  const { columns } = problem;
  const free = columns.map((_, at) => at).filter((at) => at !== held?.place);
  const first = start ? Float64Array.from(start) : new Float64Array(columns.length);
  if (held) first[held.place] = held.value;
  let at = lookAt(problem, first);
  for (let step = 0, last = Infinity; step < mostSteps; step++) {
    const right = columnDots(columns, at.scores);
    const delta = newtonStep(columns, at, right, free);
    let square = 0;
    for (let place = 0; place < delta.length; place++) square += delta[place]! * right[place]!;
    square = Math.abs(square);
    if (square < 1e-26 || (square < 1e-18 && square >= last / 4)) return settled(at, step);
    const next = stepFrom(problem, at, delta);
    if (!next) {
      if (square < 1e-12) return settled(at, step);
      break;
    }
    at = next;
    last = square;
  }
  return refuseUnsettled("The penalized likelihood", mostSteps, "Bring the columns to similar scales.");
}

interface Look {
  readonly state: ReweightedState;
  readonly factor: Factor;
  readonly scores: Float64Array;
  readonly weights: Float64Array;
  readonly penalized: number;
}

const settled = ({ state, factor, penalized }: Look, steps: number): FirthFit => ({
  ...state,
  factor,
  penalized,
  steps,
});

function lookAt(problem: ReweightedProblem, coefficients: Float64Array): Look {
  const state = stateAt(problem, coefficients);
  const { weights, scores } = workingRows(problem, state);
  const factor = factorColumns(problem.columns, weights);
  const leverage = leverageOf(problem.columns, factor, weights);
  let determinant = 0;
  for (let at = 0; at < factor.size; at++)
    determinant += 2 * naturalLogarithm(Math.abs(factor.upper[at * (factor.size + 1)]! / factor.scales[at]!));
  return {
    state,
    factor,
    weights,
    scores: scores.map((score, row) => score + leverage[row]! * (0.5 - state.means[row]!)),
    penalized: factor.dependent.length > 0 ? Number.NaN : state.deviance - determinant,
  };
}

/** I⁻¹U over the free coefficients. */
function newtonStep(
  columns: readonly Float64Array[],
  { factor, weights }: Look,
  right: Float64Array,
  free: readonly number[],
): Float64Array {
  if (free.length === columns.length) return solveNormal(factor, right);
  const delta = new Float64Array(columns.length);
  if (free.length === 0) return delta;
  const part = factorColumns(
    free.map((at) => columns[at]!),
    weights,
  );
  solveNormal(
    part,
    Float64Array.from(free, (at) => right[at]!),
  ).forEach((value, at) => (delta[free[at]!] = value));
  return delta;
}

function stepFrom(problem: ReweightedProblem, at: Look, delta: Float64Array): Look | undefined {
  let largest = 0;
  problem.columns.forEach((column, place) => {
    let most = 0;
    for (const value of column) most = Math.max(most, Math.abs(value));
    largest = Math.max(largest, Math.abs(delta[place]!) * most);
  });
  const room = Math.abs(at.penalized) * 1e-13 + 1e-300;
  for (let halving = 0, part = Math.min(1, longestMove / largest); halving < 40; halving++, part /= 2) {
    const next = lookAt(
      problem,
      at.state.coefficients.map((value, place) => value + part * delta[place]!),
    );
    if (next.penalized <= at.penalized + room) return next;
  }
  return undefined;
}
