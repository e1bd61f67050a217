import type { Family, FamilyKind } from "./families.ts";
import { describeDependent, factorColumns, solveNormal, type Factor } from "./factor.ts";
import type { Link, LinkName } from "./links.ts";
import { refuseCollinear, refuseUnsettled } from "./refusals.ts";
import { separationOf, type Separation } from "./separation.ts";
import { columnDots, linearPredictor, total } from "./weighted-sums.ts";

/** What is fitted. */
export interface ReweightedProblem {
  readonly columns: readonly Float64Array[];
  readonly response: Float64Array;
  /** Prior weights, times the trials of a binomial; undefined where all are 1. */
  readonly weights: Float64Array | undefined;
  readonly offset: Float64Array | undefined;
  readonly family: Family;
  readonly link: Link;
  /** Of the columns, for refusals. */
  readonly names?: readonly string[];
}

/** Where the fit has come to. */
export interface ReweightedState {
  readonly coefficients: Float64Array;
  readonly predictor: Float64Array<ArrayBuffer>;
  readonly means: Float64Array<ArrayBuffer>;
  readonly deviance: number;
}

/** A fit that has settled, with the factor of XᵀWX at the end. */
export interface ReweightedFit extends ReweightedState {
  readonly kind?: undefined;
  readonly factor: Factor;
  readonly steps: number;
}

/** Links with which expected and observed information are one, so that each step squares the error. */
const canonicalLinks: Readonly<Partial<Record<FamilyKind, LinkName>>> = {
  gaussian: "identity",
  binomial: "logit",
  poisson: "log",
  gamma: "inverse",
};
const mostSteps = 200;
const mostHalvings = 40;
/** From this step on estimates that run away are looked at: where they settle, they mostly do in eight. */
const suspiciousStep = 14;
/** Squared length of a step in standard errors after which the next, where steps square their error, is below rounding. */
const settledSquare = 1e-14;
/** The same where steps shrink evenly. */
const settledEvenly = 1e-25;
/** From so many numbers on, the products of columns are used again while they serve. */
const manyNumbers = 2_000_000;

/**
 * Maximum likelihood of a generalized linear model by Fisher scoring (iteratively reweighted least squares; McCullagh & Nelder,
 * "Generalized Linear Models", 1989, 2.5) with halved steps where the deviance would grow. Steps go on until they are far below a
 * standard error. A direction without end is given back as `Separation`; what does not settle is refused (T2869).
 */
export function fitReweighted(
  problem: ReweightedProblem,
  start?: Float64Array,
  canSeparate = true,
): ReweightedFit | Separation {
  const isReusing = isLarge(problem);
  const begin = start ?? (isReusing ? scoutStart(problem) : undefined);
  let state = begin ? stateAt(problem, begin) : startState(problem);
  const target = canonicalLinks[problem.family.kind] === problem.link.name ? settledSquare : settledEvenly;
  let factor: Factor | undefined;
  let scales: Float64Array | undefined;
  let last = Infinity;
  for (let step = 0; step < mostSteps; step++) {
    const { weights, scores } = workingRows(problem, state);
    const right = columnDots(problem.columns, scores);
    const isFresh = !factor;
    factor ??= factorColumns(problem.columns, weights, scales);
    scales = factor.scales;
    if (factor.dependent.length > 0) return lostRank(problem, state, factor);
    const delta = solveNormal(factor, right);
    const square = Math.abs(dotOf(delta, right)) / scaleOfSteps(problem, state);
    const next = stepFrom(problem, state, delta);
    if (next) state = next;
    const hasStalled = !next || (square < 1e-16 && square >= last);
    if (hasStalled || square <= target) {
      if (!next && square > 1e-12) refuseUnsettled("The model", step + 1, unsettledCure);
      return finish(problem, state, scales, step + 1, !isFresh);
    }
    const separation = canSeparate && step >= suspiciousStep ? separationOf(problem, delta) : undefined;
    if (separation) {
      if (isReusing) refuseDependent(problem);
      return separation;
    }
    // Products are used again while steps with them go on shrinking fast.
    if (!isReusing || square > (isFresh ? 1e4 : last / 100)) factor = undefined;
    last = square;
  }
  return refuseUnsettled("The model", mostSteps, unsettledCure);
}

/** Whether a table is so large that products of its columns are used again while they serve. */
export const isLarge = ({ columns, response }: ReweightedProblem): boolean =>
  columns.length * response.length > manyNumbers;

/** Refuses columns that are combinations of others by name, among the rows that count. */
export function refuseDependent({ columns, weights, names }: ReweightedProblem): void {
  const factor = factorColumns(
    columns,
    weights?.map((weight) => (weight > 0 ? 1 : 0)),
  );
  if (factor.dependent.length > 0 && names) refuseCollinear(describeDependent(factor, names));
}

/** The factor at the end; where steps were made with that of an earlier state, one more with this one squares their error. */
function finish(
  problem: ReweightedProblem,
  state: ReweightedState,
  scales: Float64Array,
  steps: number,
  isReused: boolean,
): ReweightedFit {
  const { weights, scores } = workingRows(problem, state);
  const factor = factorColumns(problem.columns, weights, scales);
  if (!isReused) return { ...state, factor, steps };
  const delta = solveNormal(factor, columnDots(problem.columns, scores));
  return { ...(stepFrom(problem, state, delta) ?? state), factor, steps: steps + 1 };
}

/** Coefficients of a part of the rows, from which those of all are a short way; undefined where that part has none. */
function scoutStart(problem: ReweightedProblem): Float64Array | undefined {
  const wanted = Math.max(2, Math.floor(problem.response.length / (50 * problem.columns.length + 20_000)));
  // Odd, because rows mostly repeat by even numbers.
  const stride = wanted + 1 - (wanted % 2);
  const part = (values: Float64Array): Float64Array => {
    const some = new Float64Array(Math.ceil(values.length / stride));
    for (let row = 0, at = 0; row < values.length; row += stride) some[at++] = values[row]!;
    return some;
  };
  const { response, weights, offset, columns } = problem;
  // Without names: what is dependent in a part need not be so in all rows, and is not refused.
  const { names: _names, ...unnamed } = problem;
  const few: ReweightedProblem = {
    ...unnamed,
    columns: columns.map(part),
    response: part(response),
    weights: weights && part(weights),
    offset: offset && part(offset),
  };
  let state = firstState(few);
  let scales: Float64Array | undefined;
  for (let step = 0; state && step < 8; step++) {
    const { weights: working, scores } = workingRows(few, state);
    const factor = factorColumns(few.columns, working, scales);
    scales = factor.scales;
    if (factor.dependent.length > 0) return undefined;
    const right = columnDots(few.columns, scores);
    const delta = solveNormal(factor, right);
    state = stepFrom(few, state, delta);
    if (state && Math.abs(dotOf(delta, right)) < 1e-6 * scaleOfSteps(few, state)) break;
  }
  return state && Number.isFinite(stateAt(problem, state.coefficients).deviance)
    ? state.coefficients
    : undefined;
}

const unsettledCure =
  "Bring the columns to similar scales, take the family's own link, or leave columns out.";

/** Columns that depend on each other by their weights alone have run away; others are named. */
function lostRank(problem: ReweightedProblem, state: ReweightedState, factor: Factor): Separation {
  if (isLarge(problem)) refuseDependent(problem);
  const separation = separationOf(problem, state.coefficients);
  if (separation) return separation;
  if (problem.names) refuseCollinear(describeDependent(factor, problem.names));
  return refuseUnsettled("The model", mostSteps, unsettledCure);
}

/** The unit in which steps are measured: the dispersion, where there is one. */
function scaleOfSteps(
  { family, response, columns }: ReweightedProblem,
  { deviance }: ReweightedState,
): number {
  if (family.hasFixedDispersion) return 1;
  return Math.max(deviance / Math.max(1, response.length - columns.length), Number.MIN_VALUE);
}

/** Working weights w·slope²/variance, and scores w·(y - mean)·slope/variance. */
export function workingRows(
  { response, weights: prior, family, link }: ReweightedProblem,
  { predictor, means }: { readonly predictor: Float64Array; readonly means: Float64Array },
): { readonly weights: Float64Array; readonly scores: Float64Array } {
  const weights = new Float64Array(response.length);
  const scores = new Float64Array(response.length);
  const isLogistic = family.kind === "binomial" && link.name === "logit";
  for (let row = 0; row < response.length; row++) {
    const mean = means[row]!;
    const weight = prior ? prior[row]! : 1;
    if (weight === 0) continue;
    if (isLogistic) {
      weights[row] = weight * mean * (1 - mean);
      scores[row] = weight * (response[row]! - mean);
      continue;
    }
    const slope = link.slopeOf(predictor[row]!, mean);
    const rate = (weight * slope) / family.variance(mean);
    weights[row] = rate * slope;
    scores[row] = rate * (response[row]! - mean);
  }
  return { weights, scores };
}

/** The state at some coefficients; its deviance is NaN where a mean leaves the family's range. */
export function stateAt(problem: ReweightedProblem, coefficients: Float64Array): ReweightedState {
  const predictor = linearPredictor(problem.columns, coefficients, problem.offset);
  return { coefficients, ...meansAt(problem, predictor) };
}

function meansAt(
  problem: ReweightedProblem,
  predictor: Float64Array<ArrayBuffer>,
): Omit<ReweightedState, "coefficients"> {
  const { family, link, response, weights } = problem;
  const means = new Float64Array(predictor.length);
  if (link.meansOf) link.meansOf(predictor, means);
  else for (let row = 0; row < means.length; row++) means[row] = link.meanOf(predictor[row]!);
  const parts = new Float64Array(means.length);
  const isSigmoid = link.name === "logit" || link.name === "probit" || link.name === "cloglog";
  for (let row = 0; row < means.length; row++) {
    const weight = weights ? weights[row]! : 1;
    if (weight === 0) continue;
    let mean = means[row]!;
    if (isSigmoid) {
      // A mean that rounds to 0 or 1 stands for one that is closer than float64 can say.
      mean = Math.min(1 - 2 ** -53, Math.max(mean, 1e-300));
      means[row] = mean;
    } else if (mean === 0 && link.name === "log") means[row] = mean = 1e-300;
    parts[row] = family.isMean(mean) ? weight * family.deviance(response[row]!, mean) : Number.NaN;
  }
  return { predictor, means, deviance: total(parts) };
}

/** The first state; columns that are combinations of others are refused by name. */
function startState(problem: ReweightedProblem): ReweightedState {
  return firstState(problem) ?? refuseUnsettled("The model", 1, unsettledCure);
}

/** One step of least squares from means near the response; undefined where no means are within the family's range. */
function firstState(problem: ReweightedProblem): ReweightedState | undefined {
  const { columns, response, weights, offset, family, link } = problem;
  const middle = total(response, weights) / (weights ? total(weights) : response.length);
  const means = response.map((value, row) => {
    const mean = family.start(value, weights?.[row] ?? 1);
    return link.name !== "identity" && family.kind === "gaussian" && !(mean > 0)
      ? Math.max(Math.abs(middle), 1e-3) / 10
      : mean;
  });
  const predictor = Float64Array.from(means, (mean) => link.predictorOf(mean));
  const working = workingRows(problem, { predictor, means });
  const target = predictor.map((value, row) => {
    const weight = working.weights[row]!;
    return value - (offset?.[row] ?? 0) + (weight > 0 ? working.scores[row]! / weight : 0);
  });
  const factor = factorColumns(columns, working.weights);
  if (factor.dependent.length > 0)
    return problem.names ? refuseCollinear(describeDependent(factor, problem.names)) : undefined;
  const coefficients = solveNormal(factor, columnDots(columns, target, working.weights));
  const first = stateAt(problem, coefficients);
  return Number.isFinite(first.deviance) ? first : evenState(problem, factor, middle);
}

/** Where the first step leaves the family's range: all means the same, as well as the columns can say that. */
function evenState(problem: ReweightedProblem, factor: Factor, middle: number): ReweightedState | undefined {
  const { columns, offset, link } = problem;
  const target = columns[0]!.map((_, row) => link.predictorOf(middle) - (offset?.[row] ?? 0));
  const plain = factorColumns(columns, undefined, factor.scales);
  const state = stateAt(problem, solveNormal(plain, columnDots(columns, target)));
  return Number.isFinite(state.deviance) ? state : undefined;
}

/** The state after a step, halved until the deviance does not grow; undefined where no part of it helps. */
function stepFrom(
  problem: ReweightedProblem,
  state: ReweightedState,
  delta: Float64Array,
): ReweightedState | undefined {
  const room = Math.abs(state.deviance) * 1e-12 + 1e-300;
  for (let halving = 0, part = 1; halving < mostHalvings; halving++, part /= 2) {
    const next = stateAt(
      problem,
      state.coefficients.map((value, at) => value + part * delta[at]!),
    );
    if (next.deviance <= state.deviance + room) return next;
  }
  return undefined;
}

function dotOf(left: Float64Array, right: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < left.length; at++) sum += left[at]! * right[at]!;
  return sum;
}
