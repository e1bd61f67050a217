import { exponential, naturalLogarithm, square } from "../../base/index.ts";
import { solveCholesky, type CholeskyFactor } from "../../stats/index.ts";
import { addBlockDots, blockRows, blockScores, forEachBlock } from "./blocks.ts";
import type { LogisticFit, LogisticProblem } from "./binary-logistic.ts";
import { BlockSum } from "./block-sum.ts";
import type { Design } from "./design.ts";
import { weightedGram } from "./gram.ts";
import { penalizedFactor } from "./least-squares.ts";

/** As `LogisticFit`, with one vector of coefficients per class; they sum to 0 over the classes. */
export interface MultinomialFit extends Omit<LogisticFit, "coefficients"> {
  readonly coefficients: readonly Float64Array[];
}

type PerClass = readonly Float64Array[];

interface Pass {
  readonly loss: number;
  readonly objective: number;
  readonly gradient: PerClass;
  readonly separated: boolean;
}

const maxIterations = 100;
const maxInner = 200;

/**
 * Newton's method with the steps solved by conjugate gradients, so the Hessian of all classes is never stored (Nocedal &
 * Wright, "Numerical Optimization", 7.1). Preconditioned by Böhning's bound of the Hessian, ½·ZᵀWZ + λ for each class
 * (Böhning, "Multinomial logistic regression algorithm", 1992).
 */
export async function fitMultinomialLogistic(
  problem: LogisticProblem,
  start: PerClass,
  turn: (iteration: number) => Promise<void>,
): Promise<MultinomialFit> {
  const { design } = problem;
  const size = design.names.length + 1;
  const halfGram = weightedGram(design, problem.weight).map((value) => value / 2);
  const preconditioner = penalizedFactor(halfGram, size, problem.lambda);
  const shares = start.map(() => new Float64Array(design.rowCount));
  let coefficients = start;
  let pass = runMultinomialPass(problem, coefficients, shares);
  let converged = false;
  let iterations = 0;
  while (!converged && iterations < maxIterations && pass.loss > 1e-8) {
    await turn(iterations);
    iterations++;
    const step = solveStep(problem, shares, pass.gradient, preconditioner);
    let share = 1;
    let next = combine(coefficients, step, share);
    let nextPass = runMultinomialPass(problem, next, shares);
    while (nextPass.objective > pass.objective + 1e-12 * (1 + Math.abs(pass.objective)) && share > 1e-6) {
      share /= 2;
      next = combine(coefficients, step, share);
      nextPass = runMultinomialPass(problem, next, shares);
    }
    converged = share * greatestSize(step) <= 1e-11 * (1 + greatestSize(next)) || share <= 1e-6;
    coefficients = next;
    pass = nextPass;
  }
  return { coefficients, iterations, converged, loss: pass.loss, separated: pass.separated };
}

const greatestSize = (vectors: PerClass): number =>
  vectors.reduce((most, vector) => vector.reduce((top, value) => Math.max(top, Math.abs(value)), most), 0);

const combine = (from: PerClass, step: PerClass, share: number): PerClass =>
  from.map((vector, at) => vector.map((value, place) => value + share * step[at]![place]!));

const dot = (left: PerClass, right: PerClass): number =>
  left.reduce(
    (sum, vector, at) => vector.reduce((inner, value, place) => inner + value * right[at]![place]!, sum),
    0,
  );

/**
 * Takes away what all classes have in common: adding one vector to every class changes no probability, so along that
 * direction there is nothing to gain, only rounding noise to follow.
 */
const sumToZero = (vectors: PerClass): PerClass => {
  const common = vectors[0]!.map(
    (_, place) => vectors.reduce((sum, vector) => sum + vector[place]!, 0) / vectors.length,
  );
  return vectors.map((vector) => vector.map((value, place) => value - common[place]!));
};

/** Preconditioned conjugate gradients for Hessian·step = gradient, started at 0. */
function solveStep(
  problem: LogisticProblem,
  shares: PerClass,
  gradient: PerClass,
  preconditioner: CholeskyFactor,
): PerClass {
  const precondition = (vectors: PerClass): PerClass =>
    sumToZero(vectors.map((vector) => solveCholesky(preconditioner, vector)));
  let step: PerClass = gradient.map((vector) => new Float64Array(vector.length));
  let residual = gradient;
  let direction = precondition(residual);
  let energy = dot(residual, direction);
  const goal = energy * 1e-12;
  for (let inner = 0; inner < maxInner && energy > goal && energy > 1e-280; inner++) {
    const product = hessianProduct(problem, shares, direction);
    const curve = dot(direction, product);
    if (!(curve > 0)) break;
    const length = energy / curve;
    step = combine(step, direction, length);
    residual = combine(residual, product, -length);
    const improved = precondition(residual);
    const nextEnergy = dot(residual, improved);
    direction = combine(improved, direction, nextEnergy / energy);
    energy = nextEnergy;
  }
  return step;
}

/** The Hessian of all classes times a direction: Σ w·p·(u - Σ p·u)·z + λ·direction, with u the direction's scores. */
function hessianProduct(problem: LogisticProblem, shares: PerClass, direction: PerClass): PerClass {
  const { design, weight, lambda } = problem;
  const rows = blockRows(design);
  const scores = direction.map(() => new Float64Array(rows));
  const sums = newSums(design, direction.length);
  forEachBlock(design, (block) => {
    for (const [at, vector] of direction.entries()) blockScores(block, vector, scores[at]!, 0);
    for (let row = 0; row < block.count; row++) {
      const place = block.from + row;
      let mean = 0;
      for (let at = 0; at < scores.length; at++) mean += shares[at]![place]! * scores[at]![row]!;
      const rowWeight = weight ? weight[place]! : 1;
      for (let at = 0; at < scores.length; at++)
        scores[at]![row] = rowWeight * shares[at]![place]! * (scores[at]![row]! - mean);
    }
    for (const [at, list] of sums.entries()) addBlockDots(block, scores[at]!, 0, list);
  });
  return totals(sums, (total, at, place) => total + lambda * direction[at]![place]!);
}

const newSums = (design: Design, classCount: number): BlockSum[][] =>
  Array.from({ length: classCount }, () =>
    Array.from({ length: design.names.length + 1 }, () => new BlockSum()),
  );

/** Totals of the sums; `penalize` changes those of features, not of the intercept. */
const totals = (
  sums: readonly (readonly BlockSum[])[],
  penalize: (total: number, at: number, place: number) => number,
): PerClass =>
  sums.map((list, at) =>
    Float64Array.from(list, (sum, place) =>
      place < list.length - 1 ? penalize(sum.total(), at, place) : sum.total(),
    ),
  );

/** One pass over the rows: loss, the downhill direction of the objective, and the probabilities into `shares`. */
export function runMultinomialPass(problem: LogisticProblem, coefficients: PerClass, shares: PerClass): Pass {
  const { design, target, weight, lambda } = problem;
  const residuals = coefficients.map(() => new Float64Array(blockRows(design)));
  const sums = newSums(design, coefficients.length);
  const losses = new BlockSum();
  const weights = new BlockSum();
  let separated = true;
  forEachBlock(design, (block) => {
    for (const [at, vector] of coefficients.entries()) blockScores(block, vector, shares[at]!, block.from);
    for (let row = 0; row < block.count; row++) {
      const place = block.from + row;
      const own = target[place]!;
      const rowWeight = weight ? weight[place]! : 1;
      const { loss, isFirst } = toProbabilities(shares, place, own);
      separated &&= isFirst;
      losses.add(rowWeight * loss);
      weights.add(rowWeight);
      for (let at = 0; at < shares.length; at++)
        residuals[at]![row] = rowWeight * ((at === own ? 1 : 0) - shares[at]![place]!);
    }
    for (const [at, list] of sums.entries()) addBlockDots(block, residuals[at]!, 0, list);
  });
  const squares = coefficients.reduce(
    (sum, vector) => vector.subarray(0, -1).reduce((inner, value) => inner + square(value), sum),
    0,
  );
  return {
    loss: losses.total() / weights.total(),
    objective: losses.total() + (squares * lambda) / 2,
    gradient: totals(sums, (total, at, place) => total - lambda * coefficients[at]![place]!),
    separated,
  };
}

/** Turns the scores of one row into probabilities in place; tells the row's loss and whether its own class leads alone. */
function toProbabilities(
  scores: PerClass,
  row: number,
  own: number,
): { readonly loss: number; readonly isFirst: boolean } {
  let greatest = -Infinity;
  let other = -Infinity;
  for (let at = 0; at < scores.length; at++) {
    const score = scores[at]![row]!;
    greatest = Math.max(greatest, score);
    if (at !== own) other = Math.max(other, score);
  }
  const ownScore = scores[own]![row]!;
  let total = 0;
  for (let at = 0; at < scores.length; at++) {
    scores[at]![row] = exponential(scores[at]![row]! - greatest);
    total += scores[at]![row]!;
  }
  for (let at = 0; at < scores.length; at++) scores[at]![row]! /= total;
  return { loss: naturalLogarithm(total) + greatest - ownScore, isFirst: ownScore > other };
}
