import {
  checkRows,
  failDependent,
  interceptName,
  type LeastSquaresFit,
  type LeastSquaresProblem,
} from "./least-squares-problem.ts";
import { plainDependences } from "./plain-dependence.ts";
import { blockLength, createPlainDesign, type PlainDesign } from "./plain-design.ts";
import { factorOf, gramOf, solveByInverse, timesInverse } from "./plain-gram.ts";
import { interceptOf, inverseAsGiven } from "./plain-intercept.ts";
import { residualPass, type ResidualPass } from "./plain-residuals.ts";

/** Rows of which the target, or a column, is this much larger than its spread need the digits that float64 has lost. */
const mostOffset = 1e6;
/** Residuals below this share of the target are rounding of float64. */
const leastResidual = 1e-9;

/**
 * Fits in float64: the normal equations of the columns about their means by blocks, the blocks added with their rounding
 * errors, then refined by the residuals of the data (Björck 1996, 6.6.5). Null where conditioning, a large common part or a
 * nearly exact fit asks for more than float64.
 */
export function fitPlainly(problem: LeastSquaresProblem): LeastSquaresFit | null {
  const design = createPlainDesign(problem);
  if (!design) return null;
  checkRows(design.rowCount, problem.onDependence === "drop" ? 0 : design.size);
  const gram = gramOf(design);
  const { inverse, condition, suspects } = factorOf(design, gram);
  if (suspects.length > 0) return withoutDependent(problem, suspects);
  if (!inverse || isOffset(design, gram)) return null;
  checkRows(design.rowCount, design.size);
  const { size } = design;
  const coefficients = solveByInverse(inverse, gram.slice(size * (size + 1), size * (size + 1) + size));
  const first = residualPass(design, coefficients);
  for (const [at, step] of solveByInverse(inverse, first.products).entries()) coefficients[at]! += step;
  const pass = residualPass(design, coefficients);
  const whole = Math.sqrt(pass.explained + pass.squares);
  if (!(Math.sqrt(pass.squares) > leastResidual * whole)) return null;
  return describePlain(problem, design, { inverse, condition, coefficients, pass });
}

/** Refuses columns that are combinations of others, or fits without them. */
function withoutDependent(problem: LeastSquaresProblem, suspects: readonly number[]): LeastSquaresFit | null {
  const dependences = plainDependences(problem, suspects);
  if (!dependences) return null;
  if (problem.onDependence !== "drop") failDependent(dependences);
  const shift = (problem.intercept ?? true) ? 1 : 0;
  const columns = problem.columns.filter((_, at) => !suspects.includes(at + shift));
  const fit = fitPlainly({ ...problem, columns });
  return fit && { ...fit, dropped: [...dependences, ...fit.dropped] };
}

/** Whether a column or the target lies far from 0 beside its spread. */
function isOffset({ size, means, hasMean }: PlainDesign, gram: Float64Array): boolean {
  const width = size + 1;
  return (
    hasMean &&
    means.some((mean, at) => Math.abs(mean) > mostOffset * Math.sqrt(gram[at * width + at]! / gram[0]!))
  );
}

interface PlainSolved {
  readonly inverse: Float64Array;
  readonly condition: number;
  readonly coefficients: Float64Array;
  readonly pass: ResidualPass;
}

function describePlain(
  problem: LeastSquaresProblem,
  design: PlainDesign,
  { inverse, condition, coefficients, pass }: PlainSolved,
): LeastSquaresFit {
  const { size, hasMean, means, rowCount } = design;
  const { squares, explained } = pass;
  const freedom = rowCount - size;
  const deviation = Math.sqrt(squares / freedom);
  const regressionFreedom = size - (hasMean ? 1 : 0);
  const own = hasMean ? inverseAsGiven(inverse, means, size) : inverse;
  const estimates = coefficients.slice();
  if (hasMean) estimates[0] = interceptOf(coefficients, means);
  const share = regressionFreedom > 0 ? explained / regressionFreedom : 0;
  return {
    terms: Array.from(estimates, (coefficient, at) => ({
      name: hasMean && at === 0 ? interceptName : problem.columns[at - (hasMean ? 1 : 0)]!.name,
      coefficient,
      standardError: deviation * Math.sqrt(rowSquares(own, at, size)),
    })),
    dropped: [],
    rowCount,
    degreesOfFreedom: freedom,
    residualSumOfSquares: squares,
    residualStandardDeviation: deviation,
    rSquared: explained / (explained + squares),
    regression: { degreesOfFreedom: regressionFreedom, sumOfSquares: explained, meanSquare: share },
    residual: { degreesOfFreedom: freedom, sumOfSquares: squares, meanSquare: squares / freedom },
    fStatistic: regressionFreedom === 0 ? null : share / (squares / freedom),
    inverseFactor: own,
    residuals: pass.residuals,
    ...(problem.leverages ? { leverages: plainLeverages(design, inverse) } : {}),
    condition,
    arithmetic: "float64",
  };
}

function rowSquares(matrix: Float64Array, row: number, size: number): number {
  let sum = 0;
  for (let at = row * size; at < (row + 1) * size; at++) sum += matrix[at]! * matrix[at]!;
  return sum;
}

/** Σ of the squares of the rows of X·R⁻¹, block by block. */
function plainLeverages(design: PlainDesign, inverse: Float64Array): Float64Array {
  const { size, length } = design;
  const leverages = new Float64Array(length);
  const block = new Float64Array((size + 1) * blockLength);
  for (let from = 0; from < length; from += blockLength) {
    const parts = timesInverse(design, inverse, from, block);
    for (let row = 0; row * size < parts.length; row++) leverages[from + row] = rowSquares(parts, row, size);
  }
  return leverages;
}
