import { solveCholesky } from "../../stats/index.ts";
import { weightedGram } from "./gram.ts";
import { penalizedFactor } from "./least-squares.ts";
import { marginObjective, type MarginFit, type MarginProblem } from "./margin-problem.ts";
import { allDots, allScores } from "./passes.ts";

const maxIterations = 200;

/**
 * The squared hinge by a finite Newton method (Keerthi & DeCoste, "A Modified Finite Newton Method for Fast Solution of Large
 * Scale Linear SVMs", 2005): each step solves least squares over the rows that miss their margin, with halved steps where
 * the objective would rise. It ends at the exact answer once these rows stay the same.
 */
export async function fitSquaredMargin(
  problem: MarginProblem,
  turn: (iteration: number) => Promise<void>,
  start: Float64Array | undefined,
): Promise<MarginFit> {
  const { design, lambda } = problem;
  const size = design.names.length + 1;
  let coefficients = start ? Float64Array.from(start) : new Float64Array(size);
  let scores = Float64Array.from(allScores(design, coefficients));
  let objective = marginObjective(problem, coefficients, scores, "squared-hinge");
  let converged = false;
  let iterations = 0;
  while (!converged && iterations < maxIterations) {
    await turn(iterations);
    iterations++;
    const { gradient, curvature } = derivatives(problem, coefficients, scores);
    const step = solveCholesky(penalizedFactor(weightedGram(design, curvature), size, lambda), gradient);
    const bound = objective + 1e-12 * (1 + Math.abs(objective));
    for (let share = 1; ; share /= 2) {
      const next = Float64Array.from(coefficients, (value, at) => value + share * step[at]!);
      const nextScores = allScores(design, next);
      const nextObjective = marginObjective(problem, next, nextScores, "squared-hinge");
      if (!(nextObjective <= bound) && share > 1e-9) continue;
      const moved = share * greatestSize(step);
      converged = moved <= 1e-13 * (1 + greatestSize(next)) || share <= 1e-9;
      coefficients = next;
      scores = Float64Array.from(nextScores);
      objective = nextObjective;
      break;
    }
  }
  return { coefficients, iterations, converged, objective };
}

const greatestSize = (values: Float64Array): number =>
  values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

/** The downhill direction and the second derivatives 2·w of the rows that miss a margin. */
function derivatives(
  { design, weight, sides, lambda }: MarginProblem,
  coefficients: Float64Array,
  scores: Float64Array,
): { readonly gradient: Float64Array; readonly curvature: Float64Array } {
  const pull = new Float64Array(scores.length);
  const curvature = new Float64Array(scores.length);
  for (const { signs, thresholds } of sides)
    for (let row = 0; row < scores.length; row++) {
      const missed = thresholds[row]! - signs[row]! * scores[row]!;
      if (!(missed > 0)) continue;
      const double = 2 * (weight ? weight[row]! : 1);
      pull[row]! += double * missed * signs[row]!;
      curvature[row]! += double;
    }
  const gradient = allDots(design, pull).map((sum, at) =>
    at < coefficients.length - 1 ? sum - lambda * coefficients[at]! : sum,
  );
  return { gradient, curvature };
}
