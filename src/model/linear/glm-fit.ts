import { square } from "../../base/index.ts";
import { solveCholesky, type CholeskyFactor } from "../../stats/index.ts";
import { addBlockDots, blockRows, blockScores, forEachBlock } from "./blocks.ts";
import { BlockSum } from "./block-sum.ts";
import type { Design } from "./design.ts";
import type { Family } from "./glm-families.ts";
import type { Link } from "./glm-links.ts";
import { weightedGram } from "./gram.ts";
import { penalizedFactor } from "./least-squares.ts";

/** A generalized linear model on standardised features: half the deviance plus λ/2·Σβ² is to be minimised. */
export interface GlmProblem {
  readonly design: Design;
  readonly target: Float64Array;
  readonly weight: Float64Array | undefined;
  /** What is added to the score of each row. */
  readonly offset: Float64Array | undefined;
  readonly family: Family;
  readonly link: Link;
  readonly lambda: number;
}

/** Where a fit ended. */
export interface GlmFit {
  /** One coefficient per feature of the design, the intercept last. */
  readonly coefficients: Float64Array;
  readonly iterations: number;
  readonly converged: boolean;
  readonly deviance: number;
  /** Rows of shares or counts whose mean came to the end of what it can be. */
  readonly extremeRows: number;
  /** Σ w·(y - μ)² / V(μ). */
  readonly pearson: number;
  /** ZᵀWZ with the weights of the last iteration, the intercept last. */
  readonly information: Float64Array;
}

interface Pass {
  /** NaN where a score or a mean is not allowed. */
  readonly objective: number;
  readonly deviance: number;
  readonly pearson: number;
  readonly extremeRows: number;
  readonly gradient: Float64Array;
}

const maxIterations = 200;
/** Shares and counts have no unit, so a variance below this means that the mean is 0 (or 1). */
const edge = 1e-10;

/**
 * Fisher scoring, which is iteratively reweighted least squares (McCullagh & Nelder, "Generalized Linear Models", 1989, 2.5),
 * with halved steps where the deviance would rise or a mean would leave its range. Undefined where no fit can begin at
 * `start`.
 */
export async function fitGlm(
  problem: GlmProblem,
  start: Float64Array,
  turn: (iteration: number) => Promise<void>,
): Promise<GlmFit | undefined> {
  const curvature = new Float64Array(problem.design.rowCount);
  let coefficients = Float64Array.from(start);
  let pass = runPass(problem, coefficients, curvature);
  if (!Number.isFinite(pass.objective) || !start.every(Number.isFinite)) return undefined;
  let information = weightedGram(problem.design, curvature);
  let converged = false;
  let iterations = 0;
  let lastSize = Infinity;
  while (!converged && iterations < maxIterations) {
    await turn(iterations);
    iterations++;
    const factor: CholeskyFactor = penalizedFactor(information, coefficients.length, problem.lambda);
    const step = solveCholesky(factor, pass.gradient);
    const { next, nextPass, share } = bestShare(problem, coefficients, step, pass, curvature);
    const size = share * greatestSize(step);
    const scale = 1 + greatestSize(next);
    const gained = pass.deviance - nextPass.deviance;
    // Separated rows make coefficients grow for ever, by steps that do not get smaller, while nothing is gained.
    const gainsNothing = gained <= 1e-9 * (0.1 + nextPass.deviance);
    const drifts = nextPass.extremeRows > 0 && gainsNothing && size > lastSize / 3;
    converged = size <= 1e-12 * scale || share <= 1e-9 || drifts;
    lastSize = size;
    coefficients = next;
    pass = nextPass;
    information = weightedGram(problem.design, curvature);
  }
  const { deviance, pearson, extremeRows } = pass;
  return { coefficients, iterations, converged, deviance, pearson, extremeRows, information };
}

const greatestSize = (values: Float64Array): number =>
  values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

/** The whole step, or as much of it as does not make the objective worse. */
function bestShare(
  problem: GlmProblem,
  from: Float64Array,
  step: Float64Array,
  pass: Pass,
  curvature: Float64Array,
): { readonly next: Float64Array<ArrayBuffer>; readonly nextPass: Pass; readonly share: number } {
  const bound = pass.objective + 1e-12 * (1 + Math.abs(pass.objective));
  for (let share = 1; ; share /= 2) {
    const next = Float64Array.from(from, (value, at) => value + share * step[at]!);
    const nextPass = runPass(problem, next, curvature);
    if (nextPass.objective <= bound) return { next, nextPass, share };
    if (share > 1e-9) continue;
    return { next: Float64Array.from(from), nextPass: runPass(problem, from, curvature), share };
  }
}

/** One pass over the rows: deviance, gradient, and the weights w·μ'²/V of the information into `curvature`. */
function runPass(problem: GlmProblem, coefficients: Float64Array, curvature: Float64Array): Pass {
  const { design, target, weight, offset, family, link, lambda } = problem;
  const sums = Array.from(coefficients, () => new BlockSum());
  const deviances = new BlockSum();
  const squares = new BlockSum();
  const residuals = new Float64Array(blockRows(design));
  let isAllowed = true;
  let extremeRows = 0;
  forEachBlock(design, (block) => {
    blockScores(block, coefficients, residuals, 0);
    for (let row = 0; row < block.count; row++) {
      const at = block.from + row;
      const score = residuals[row]! + (offset ? offset[at]! : 0);
      const mean = link.accepts(score) ? link.mean(score) : Number.NaN;
      if (!family.acceptsMean(mean)) {
        isAllowed = false;
        break;
      }
      const slope = link.slope(score);
      const variance = family.variance(mean);
      const rowWeight = weight ? weight[at]! : 1;
      const difference = target[at]! - mean;
      deviances.add(rowWeight * family.deviance(target[at]!, mean));
      squares.add((rowWeight * square(difference)) / variance);
      residuals[row] = (rowWeight * difference * slope) / variance;
      curvature[at] = (rowWeight * square(slope)) / variance;
      if (family.knownDispersion && variance < edge) extremeRows++;
    }
    if (isAllowed) addBlockDots(block, residuals, 0, sums);
  });
  const last = coefficients.length - 1;
  const norm = coefficients.subarray(0, last).reduce((sum, value) => sum + square(value), 0);
  const deviance = isAllowed ? deviances.total() : Number.NaN;
  return {
    objective: (deviance + lambda * norm) / 2,
    deviance,
    pearson: squares.total(),
    extremeRows,
    gradient: Float64Array.from(
      sums,
      (sum, at) => sum.total() - (at < last ? lambda * coefficients[at]! : 0),
    ),
  };
}
