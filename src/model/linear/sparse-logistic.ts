import { choleskyFactor, solveCholesky } from "../../stats/index.ts";
import { runBinaryPass, type LogisticProblem } from "./binary-logistic.ts";
import type { Design } from "./design.ts";
import { weightedGram } from "./gram.ts";
import { runMultinomialPass, type MultinomialFit } from "./multinomial-logistic.ts";
import { solveQuadratic } from "./penalized-quadratic.ts";

type PerClass = readonly Float64Array[];

interface Point {
  readonly coefficients: PerClass;
  readonly loss: number;
  /** With both penalties. */
  readonly objective: number;
  /** Downhill, of the loss and the squared penalty. */
  readonly gradient: PerClass;
  readonly separated: boolean;
  /** w·p·(1-p) of each row, or the probabilities of each class. */
  readonly rows: PerClass;
}

const maxIterations = 100;

/**
 * Log-loss with a penalty on absolute values beside that on squares: Newton's method, where each step is an elastic net on
 * the Hessian (Friedman, Hastie & Tibshirani 2010; Lee, Sun & Saunders, "Proximal Newton-Type Methods", 2014), with halved
 * steps where the objective would rise. `problem.lambda` is the squared penalty. One vector for two classes, one per class
 * for more; the Hessian of all classes is stored.
 */
export async function fitSparseLogistic(
  problem: LogisticProblem,
  absolute: number,
  start: PerClass,
  turn: (iteration: number) => Promise<void>,
): Promise<MultinomialFit> {
  let now = evaluate(problem, absolute, start);
  let converged = false;
  let iterations = 0;
  while (!converged && iterations < maxIterations) {
    await turn(iterations);
    iterations++;
    const step = solveStep(problem, absolute, now);
    const bound = now.objective + 1e-12 * (1 + Math.abs(now.objective));
    for (let share = 1; ; share /= 2) {
      const next = now.coefficients.map((vector, at) =>
        vector.map((value, place) => moved(value, share, step[at]![place]!)),
      );
      const point = evaluate(problem, absolute, next);
      if (!(point.objective <= bound) && share > 1e-6) continue;
      converged = share * greatestSize(step) <= 1e-11 * (1 + greatestSize(next)) || share <= 1e-6;
      now = point;
      break;
    }
  }
  const { coefficients, loss, separated } = now;
  return { coefficients: centreIntercepts(coefficients), iterations, converged, loss, separated };
}

/** Intercepts of several classes that sum to 0: what they have in common changes no probability. */
function centreIntercepts(coefficients: PerClass): PerClass {
  if (coefficients.length === 1) return coefficients;
  const ends = coefficients.map((vector) => vector[vector.length - 1]!);
  const mean = ends.reduce((sum, value) => sum + value, 0) / ends.length;
  return coefficients.map((vector, at) => Float64Array.of(...vector.subarray(0, -1), ends[at]! - mean));
}

/** A whole step to 0 ends at 0 and not beside it. */
const moved = (value: number, share: number, change: number): number =>
  share === 1 && change === -value ? 0 : value + share * change;

const greatestSize = (vectors: PerClass): number =>
  vectors.reduce((most, vector) => vector.reduce((top, value) => Math.max(top, Math.abs(value)), most), 0);

function evaluate(problem: LogisticProblem, absolute: number, coefficients: PerClass): Point {
  const rows = coefficients.map(() => new Float64Array(problem.design.rowCount));
  const size = coefficients.reduce(
    (sum, vector) => vector.subarray(0, -1).reduce((inner, value) => inner + Math.abs(value), sum),
    0,
  );
  if (coefficients.length === 1) {
    const pass = runBinaryPass(problem, coefficients[0]!, rows[0]!);
    const objective = pass.objective + absolute * size;
    return { ...pass, coefficients, objective, gradient: [pass.gradient], rows };
  }
  const pass = runMultinomialPass(problem, coefficients, rows);
  return { ...pass, coefficients, objective: pass.objective + absolute * size, rows };
}

/** The Hessian of the loss: features of all classes, then their intercepts. */
interface Hessian {
  /** Features with features, row-major. */
  readonly matrix: Float64Array;
  /** Features with intercepts, row-major. */
  readonly mixed: Float64Array;
  /** Intercepts with intercepts. */
  readonly intercepts: Float64Array;
}

function hessianOf({ design, weight }: LogisticProblem, rows: PerClass): Hessian {
  const classes = rows.length;
  const count = design.names.length;
  const size = classes * count;
  const hessian: Hessian = {
    matrix: new Float64Array(size * size),
    mixed: new Float64Array(size * classes),
    intercepts: new Float64Array(classes * classes),
  };
  for (let one = 0; one < classes; one++)
    for (let other = 0; other <= one; other++) {
      const curvature =
        classes === 1 ? rows[0]! : curvatureOf(rows[one]!, rows[other]!, one === other, weight);
      const gram = weightedGram(design, curvature);
      place(design, gram, one, other, classes, hessian);
      if (one !== other) place(design, gram, other, one, classes, hessian);
    }
  return hessian;
}

/** w·p·(1 - p) of a class, or -w·p·p' of two. */
function curvatureOf(
  one: Float64Array,
  other: Float64Array,
  isSame: boolean,
  weight: Float64Array | undefined,
): Float64Array {
  return one.map((share, row) => (weight ? weight[row]! : 1) * share * (isSame ? 1 - share : -other[row]!));
}

function place(
  { names: { length: count } }: Design,
  gram: Float64Array,
  one: number,
  other: number,
  classes: number,
  { matrix, mixed, intercepts }: Hessian,
): void {
  const width = count + 1;
  const size = classes * count;
  for (let row = 0; row < count; row++) {
    const from = row * width;
    matrix.set(gram.subarray(from, from + count), (one * count + row) * size + other * count);
    mixed[(one * count + row) * classes + other] = gram[from + count]!;
  }
  intercepts[one * classes + other] = gram[count * width + count]!;
}

/**
 * The step to the best point of the quadratic model. Intercepts are solved for beforehand; one that all classes have in common
 * changes nothing and stays.
 */
function solveStep(problem: LogisticProblem, absolute: number, now: Point): PerClass {
  const { design, lambda } = problem;
  const classes = now.coefficients.length;
  const count = design.names.length;
  const { matrix, mixed, intercepts } = hessianOf(problem, now.rows);
  const factor = choleskyFactor(intercepts, classes, 1e-12);
  const size = classes * count;
  const current = Float64Array.from(
    { length: size },
    (_, at) => now.coefficients[Math.floor(at / count)]![at % count]!,
  );
  const downhill = current.map(
    (value, at) => now.gradient[Math.floor(at / count)]![at % count]! + lambda * value,
  );
  const ends = Float64Array.from(now.gradient, (vector) => vector[count]!);
  const pulled = solveCholesky(factor, ends);
  const linear = new Float64Array(size);
  for (let row = 0; row < size; row++) {
    const own = mixed.subarray(row * classes, (row + 1) * classes);
    const solved = solveCholesky(factor, own);
    linear[row] = downhill[row]!;
    for (let at = 0; at < classes; at++) linear[row]! -= own[at]! * pulled[at]!;
    for (let column = 0; column < size; column++) {
      let without = 0;
      for (let at = 0; at < classes; at++) without += solved[at]! * mixed[column * classes + at]!;
      matrix[row * size + column]! -= without;
    }
  }
  for (let row = 0; row < size; row++)
    for (let column = 0; column < size; column++)
      linear[row]! += matrix[row * size + column]! * current[column]!;
  const quadratic = { matrix, linear, absolute, squared: lambda };
  const { coefficients } = solveQuadratic(quadratic, current, design.rowCount);
  const change = coefficients.map((value, at) => value - current[at]!);
  for (let at = 0; at < classes; at++)
    for (let row = 0; row < size; row++) ends[at]! -= mixed[row * classes + at]! * change[row]!;
  const shifts = solveCholesky(factor, ends);
  return now.coefficients.map((_, at) =>
    Float64Array.of(...change.subarray(at * count, (at + 1) * count), shifts[at]!),
  );
}
