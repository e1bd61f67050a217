import { exponential, logarithmOfOnePlus, square } from "../../base/index.ts";
import { solveCholesky, type CholeskyFactor } from "../../stats/index.ts";
import { addBlockDots, blockRows, blockScores, forEachBlock } from "./blocks.ts";
import { BlockSum } from "./block-sum.ts";
import type { Design } from "./design.ts";
import { weightedGram } from "./gram.ts";
import { penalizedFactor } from "./least-squares.ts";

/** Log-loss on standardised features with an L2 penalty: Σ w·loss + λ/2·Σβ². The target is 0 or 1. */
export interface LogisticProblem {
  readonly design: Design;
  readonly target: Float64Array;
  readonly weight: Float64Array | undefined;
  readonly lambda: number;
}

/** Where a Newton fit ended. */
export interface LogisticFit {
  /** One coefficient per feature of the design, the intercept last. */
  readonly coefficients: Float64Array;
  readonly iterations: number;
  readonly converged: boolean;
  /** Mean log-loss of the rows, without the penalty. */
  readonly loss: number;
  /** True when the plane parts the two classes without an error. */
  readonly separated: boolean;
}

const maxIterations = 100;
/** A step (in standardised units) above this asks for a new Hessian; below it the last one is good enough. */
const freshHessianStep = 1e-3;

export interface BinaryPass {
  readonly loss: number;
  readonly objective: number;
  readonly gradient: Float64Array;
  readonly separated: boolean;
}

/**
 * Newton's method (iteratively reweighted least squares) with halved steps where the loss would rise; McCullagh & Nelder,
 * "Generalized Linear Models", 2.5. Near the end the Hessian is kept, which changes the way but not the goal.
 */
export async function fitBinaryLogistic(
  problem: LogisticProblem,
  start: Float64Array,
  turn: (iteration: number) => Promise<void>,
): Promise<LogisticFit> {
  const curvature = new Float64Array(problem.design.rowCount);
  const slack = 1e-12;
  let coefficients = Float64Array.from(start);
  let pass = runBinaryPass(problem, coefficients, curvature);
  let factor: CholeskyFactor | undefined;
  let converged = false;
  let iterations = 0;
  while (!converged && iterations < maxIterations && pass.loss > 1e-8) {
    await turn(iterations);
    iterations++;
    const isFresh = factor === undefined;
    factor ??= penalizedFactor(weightedGram(problem.design, curvature), coefficients.length, problem.lambda);
    const step = solveCholesky(factor, pass.gradient);
    let share = 1;
    let next = addStep(coefficients, step, share);
    let nextPass = runBinaryPass(problem, next, curvature);
    while (nextPass.objective > pass.objective + slack * (1 + Math.abs(pass.objective)) && share > 1e-6) {
      share /= 2;
      next = addStep(coefficients, step, share);
      nextPass = runBinaryPass(problem, next, curvature);
    }
    const size = share * step.reduce((greatest, value) => Math.max(greatest, Math.abs(value)), 0);
    const scale = 1 + next.reduce((greatest, value) => Math.max(greatest, Math.abs(value)), 0);
    converged = size <= 1e-12 * scale || (share <= 1e-6 && isFresh);
    if (size > freshHessianStep * scale || share < 1) factor = undefined;
    coefficients = next;
    pass = nextPass;
  }
  return { coefficients, iterations, converged, loss: pass.loss, separated: pass.separated };
}

const addStep = (from: Float64Array, step: Float64Array, share: number): Float64Array<ArrayBuffer> =>
  Float64Array.from(from, (value, at) => value + share * step[at]!);

/** One pass over the rows: loss, gradient, and the weights p·(1-p)·w of the Hessian into `curvature`. */
export function runBinaryPass(
  problem: LogisticProblem,
  coefficients: Float64Array,
  curvature: Float64Array,
): BinaryPass {
  const { design, target, weight, lambda } = problem;
  const sums = Array.from(coefficients, () => new BlockSum());
  const losses = new BlockSum();
  const weights = new BlockSum();
  const residuals = new Float64Array(blockRows(design));
  let separated = true;
  forEachBlock(design, (block) => {
    blockScores(block, coefficients, residuals, 0);
    let blockLoss = 0;
    let blockWeight = 0;
    for (let row = 0; row < block.count; row++) {
      const at = block.from + row;
      const score = residuals[row]!;
      const isPositive = target[at] === 1;
      const rowWeight = weight ? weight[at]! : 1;
      const margin = isPositive ? score : -score;
      const small = exponential(-Math.abs(score));
      const wrong = (margin >= 0 ? small : 1) / (1 + small);
      if (margin <= 0) separated = false;
      blockLoss += rowWeight * (Math.max(-margin, 0) + logarithmOfOnePlus(small));
      blockWeight += rowWeight;
      residuals[row] = rowWeight * (isPositive ? wrong : -wrong);
      curvature[at] = (rowWeight * small) / square(1 + small);
    }
    losses.add(blockLoss);
    weights.add(blockWeight);
    addBlockDots(block, residuals, 0, sums);
  });
  const last = coefficients.length - 1;
  const penalty =
    coefficients.subarray(0, last).reduce((sum, value) => sum + square(value), 0) * (lambda / 2);
  return {
    loss: losses.total() / weights.total(),
    objective: losses.total() + penalty,
    gradient: Float64Array.from(
      sums,
      (sum, at) => sum.total() - (at < last ? lambda * coefficients[at]! : 0),
    ),
    separated,
  };
}
