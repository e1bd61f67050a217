import { solveCholesky, type CholeskyFactor } from "../../stats/index.ts";
import { BlockSum } from "./block-sum.ts";
import { weightedGram } from "./gram.ts";
import { penalizedFactor } from "./least-squares.ts";
import { marginObjective, type MarginFit, type MarginProblem, type Side } from "./margin-problem.ts";
import { allDots, allScores } from "./passes.ts";

/**
 * What belongs to each row of a side: its multiplier α between 0 and its weight w, by how much it keeps its margin (`spare`)
 * and by how much it misses it (`missed`). At the answer α·spare and (w - α)·missed are 0.
 */
interface Slacks {
  readonly multipliers: Float64Array;
  readonly spare: Float64Array;
  readonly missed: Float64Array;
}

interface Interior {
  readonly coefficients: Float64Array;
  readonly scores: Float64Array;
  /** One for each side of the problem. */
  readonly slacks: readonly Slacks[];
}

type Weighted = MarginProblem & { readonly weight: Float64Array };

const maxIterations = 100;

/**
 * The hinge as a quadratic program by a primal-dual interior-point method with Mehrotra's predictor and corrector (Wright,
 * "Primal-Dual Interior-Point Methods", 1997; for such machines Ferris & Munson 2002): each iteration solves one system in
 * the coefficients. Where several intercepts are equally good it goes to the middle of them.
 */
export async function fitHinge(
  given: MarginProblem,
  turn: (iteration: number) => Promise<void>,
): Promise<MarginFit> {
  const weight = given.weight ?? new Float64Array(given.design.rowCount).fill(1);
  const problem: Weighted = { ...given, weight };
  const size = problem.design.names.length + 1;
  let now: Interior = {
    coefficients: new Float64Array(size),
    scores: new Float64Array(problem.design.rowCount),
    slacks: problem.sides.map((side) => beginSlacks(side, weight)),
  };
  const objectiveNow = (): number => marginObjective(problem, now.coefficients, now.scores, "hinge");
  let gap = complementarity(problem, now.slacks);
  let iterations = 0;
  for (; iterations < maxIterations && gap > 1e-14 * (1 + objectiveNow()); iterations++) {
    await turn(iterations);
    const next = advance(problem, now, gap);
    const nextGap = complementarity(problem, next.slacks);
    // Rounding sets an end to what can be reached.
    if (!(nextGap < 0.9 * gap) && gap <= 1e-9 * (1 + objectiveNow())) break;
    now = next;
    gap = nextGap;
  }
  const objective = objectiveNow();
  return {
    coefficients: now.coefficients,
    iterations,
    converged: gap <= 1e-8 * (1 + objective),
    objective,
  };
}

function beginSlacks({ thresholds }: Side, weight: Float64Array): Slacks {
  const missed = thresholds.map((threshold) => Math.max(threshold, 0) + 1);
  return {
    multipliers: weight.map((value) => value / 2),
    spare: missed.map((value, row) => value - thresholds[row]!),
    missed,
  };
}

/** Σ α·spare + (w - α)·missed: 0 at the answer. */
function complementarity({ weight }: Weighted, slacks: readonly Slacks[]): number {
  const sum = new BlockSum();
  for (const { multipliers, spare, missed } of slacks)
    for (let row = 0; row < weight.length; row++)
      sum.add(multipliers[row]! * spare[row]! + (weight[row]! - multipliers[row]!) * missed[row]!);
  return sum.total();
}

/** One iteration: a step straight to the answer tells how far the path to it is to be followed. */
function advance(problem: Weighted, now: Interior, gap: number): Interior {
  const system = newtonSystem(problem, now);
  const guess = solveStep(problem, now, system, 0, undefined);
  const reached = moveSlacks(now.slacks, guess.slacks, longestStep(problem, now.slacks, guess.slacks));
  const left = complementarity(problem, reached) / gap;
  const pairs = 2 * now.slacks.length * now.scores.length;
  const step = solveStep(problem, now, system, (left * left * left * gap) / pairs, guess.slacks);
  const share = Math.min(1, 0.995 * longestStep(problem, now.slacks, step.slacks));
  const coefficients = now.coefficients.map((value, at) => value + share * step.coefficients[at]!);
  return {
    coefficients,
    scores: allScores(problem.design, coefficients),
    slacks: moveSlacks(now.slacks, step.slacks, share),
  };
}

interface NewtonSystem {
  readonly factor: CholeskyFactor;
  /** Σ α·sign·z - λβ: 0 at the answer. */
  readonly residual: Float64Array;
}

function newtonSystem(problem: Weighted, { coefficients, slacks }: Interior): NewtonSystem {
  const { design, sides, lambda, weight } = problem;
  const curvature = new Float64Array(design.rowCount);
  const pull = new Float64Array(design.rowCount);
  for (const [at, side] of slacks.entries())
    for (let row = 0; row < curvature.length; row++) {
      curvature[row]! += 1 / stiffness(side, row, weight[row]!);
      pull[row]! += side.multipliers[row]! * sides[at]!.signs[row]!;
    }
  const residual = allDots(design, pull).map((sum, at) =>
    at < coefficients.length - 1 ? sum - lambda * coefficients[at]! : sum,
  );
  return { factor: penalizedFactor(weightedGram(design, curvature), coefficients.length, lambda), residual };
}

const stiffness = ({ multipliers, spare, missed }: Slacks, row: number, weight: number): number =>
  spare[row]! / multipliers[row]! + missed[row]! / (weight - multipliers[row]!);

/**
 * The Newton step to products of `target`. With a guess of the step, what its products of changes would leave is taken off
 * beforehand.
 */
function solveStep(
  { design, sides, weight }: Weighted,
  { scores, slacks }: Interior,
  { factor, residual }: NewtonSystem,
  target: number,
  guess: readonly Slacks[] | undefined,
): { readonly coefficients: Float64Array; readonly slacks: readonly Slacks[] } {
  const goals = slacks.map((side, at) => productGoals(side, guess?.[at], weight, target));
  const rights = slacks.map(({ multipliers, spare, missed }, at) => {
    const { signs, thresholds } = sides[at]!;
    return multipliers.map((multiplier, row) => {
      const off = spare[row]! - (signs[row]! * scores[row]! + missed[row]! - thresholds[row]!);
      return (
        goals[at]!.spare[row]! / multiplier - goals[at]!.missed[row]! / (weight[row]! - multiplier) + off
      );
    });
  });
  const pull = new Float64Array(weight.length);
  for (const [at, side] of slacks.entries())
    for (let row = 0; row < pull.length; row++)
      pull[row]! += (rights[at]![row]! / stiffness(side, row, weight[row]!)) * sides[at]!.signs[row]!;
  const dots = allDots(design, pull);
  const coefficients = solveCholesky(
    factor,
    residual.map((value, at) => value + dots[at]!),
  );
  const moved = allScores(design, coefficients);
  return {
    coefficients,
    slacks: slacks.map((side, at) => {
      const multipliers = side.multipliers.map(
        (_, row) =>
          (rights[at]![row]! - sides[at]!.signs[row]! * moved[row]!) / stiffness(side, row, weight[row]!),
      );
      return {
        multipliers,
        spare: multipliers.map(
          (change, row) => (goals[at]!.spare[row]! - side.spare[row]! * change) / side.multipliers[row]!,
        ),
        missed: multipliers.map(
          (change, row) =>
            (goals[at]!.missed[row]! + side.missed[row]! * change) / (weight[row]! - side.multipliers[row]!),
        ),
      };
    }),
  };
}

/** How much α·spare and (w - α)·missed are to change by. */
function productGoals(
  { multipliers, spare, missed }: Slacks,
  guess: Slacks | undefined,
  weight: Float64Array,
  target: number,
): { readonly spare: Float64Array; readonly missed: Float64Array } {
  const bend = (row: number, other: Float64Array | undefined): number =>
    guess && other ? guess.multipliers[row]! * other[row]! : 0;
  return {
    spare: spare.map((value, row) => target - multipliers[row]! * value - bend(row, guess?.spare)),
    missed: missed.map(
      (value, row) => target - (weight[row]! - multipliers[row]!) * value + bend(row, guess?.missed),
    ),
  };
}

/** The share of a step, at most 1, at which the first slack or multiplier comes to its bound. */
function longestStep({ weight }: Weighted, slacks: readonly Slacks[], steps: readonly Slacks[]): number {
  let share = 1;
  const limit = (value: number, change: number): void => {
    if (change < 0) share = Math.min(share, -value / change);
  };
  for (const [at, { multipliers, spare, missed }] of slacks.entries()) {
    const step = steps[at]!;
    for (let row = 0; row < weight.length; row++) {
      limit(multipliers[row]!, step.multipliers[row]!);
      limit(weight[row]! - multipliers[row]!, -step.multipliers[row]!);
      limit(spare[row]!, step.spare[row]!);
      limit(missed[row]!, step.missed[row]!);
    }
  }
  return share;
}

const moveSlacks = (slacks: readonly Slacks[], steps: readonly Slacks[], share: number): readonly Slacks[] =>
  slacks.map((side, at) => {
    const move = (values: Float64Array, changes: Float64Array): Float64Array =>
      values.map((value, row) => value + share * changes[row]!);
    return {
      multipliers: move(side.multipliers, steps[at]!.multipliers),
      spare: move(side.spare, steps[at]!.spare),
      missed: move(side.missed, steps[at]!.missed),
    };
  });
