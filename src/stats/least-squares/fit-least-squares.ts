import { checkProblem, type LeastSquaresFit, type LeastSquaresProblem } from "./least-squares-problem.ts";
import { fitPlainly } from "./plain-least-squares.ts";
import { fitPrecisely } from "./precise-least-squares.ts";

/** Rows times the square of the columns below which double-double arithmetic takes less than about a second. */
const smallWork = 4e6;

/**
 * Linear least squares with what inference needs: coefficients and their standard errors, the table of the analysis of
 * variance, R², residuals, R⁻¹ and, if asked for, leverages.
 *
 * Refused, each by name: columns that are combinations of others (T2800, with the coefficients; or left out and said so),
 * values that are not finite (T2801), columns of another length (T2802), weights below 0 (T2803), not more rows than
 * coefficients (T2804).
 *
 * Method: where rows and columns are many and well conditioned, refined normal equations about the means in float64; otherwise
 * (`arithmetic` of the result says which) modified Gram-Schmidt with a second projection in double-double arithmetic on the decimals that the numbers stand
 * for (Björck, "Numerical Methods for Least Squares Problems", 1996, 2.4). On the linear sets of NIST's Statistical
 * Reference Datasets it has at least 13 correct digits of every certified figure.
 * @example
 * const columns = [{ name: "x", values: Float64Array.of(1, 2, 3, 4, 5) }];
 * const target = { name: "y", values: Float64Array.of(2, 4, 5, 8, 9) };
 * fitLeastSquares({ columns, target }).terms[1].coefficient // 1.8
 */
export function fitLeastSquares(problem: LeastSquaresProblem): LeastSquaresFit {
  const rows = checkProblem(problem);
  const { arithmetic = "auto", columns } = problem;
  const isLarge = rows * (columns.length + 1) ** 2 > smallWork;
  const plain = arithmetic === "float64" || (arithmetic === "auto" && isLarge) ? fitPlainly(problem) : null;
  return plain ?? fitPrecisely(problem);
}
