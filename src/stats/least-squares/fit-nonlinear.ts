import { failInput } from "../../base/index.ts";
import { roundedColumn } from "./double-column.ts";
import { divideDoubles, fromNumber, multiplyDoubles, squareRootDouble, toNumber } from "../double-double.ts";
import { createEvaluator } from "./evaluate-formula.ts";
import { parseFormula, type Formula } from "./formula.ts";
import { plainArithmetic } from "./formula-arithmetic.ts";
import { checkProblem, checkRows, type FittedTerm, type NamedNumbers } from "./least-squares-problem.ts";
import { searchLeastSquares, type PlainModel, type SearchEnd } from "./levenberg-marquardt.ts";
import { linearParameters } from "./linear-parameters.ts";
import { asColumn } from "./numbers.ts";
import { inverseUpper, rowSquares } from "./orthogonal-factor.ts";
import { othersOf, reduceModel } from "./reduced-model.ts";
import { refineNonlinear, type RefinedFit } from "./refine-nonlinear.ts";

/** A nonlinear least-squares problem: minimise Σ (target - formula)². */
export interface NonlinearProblem {
  /** As `parseFormula` reads it, of the parameters and columns by name. */
  readonly formula: string;
  readonly parameters: readonly { readonly name: string; readonly start: number }[];
  readonly columns: readonly NamedNumbers[];
  readonly target: NamedNumbers;
}

/** What a nonlinear fit comes to, each figure rounded once at the end. */
export interface NonlinearFit {
  /** The parameters with their asymptotic standard errors, s·√diag((JᵀJ)⁻¹). */
  readonly terms: readonly FittedTerm[];
  readonly rowCount: number;
  readonly degreesOfFreedom: number;
  readonly residualSumOfSquares: number;
  readonly residualStandardDeviation: number;
  /** target - fitted, row by row. */
  readonly residuals: Float64Array;
  /** By how much, beside the residuals, one more step would change the fitted values. */
  readonly offset: number;
}

/** A fit has settled where one more step changes the fitted values by less than this share of the residuals. */
const mostOffset = 1e-10;

/**
 * Nonlinear least squares from a start that may be far off: Levenberg-Marquardt searches with different caution, from the
 * start as given and with the parameters solved for that the formula is linear in; then Gauss-Newton steps with exact
 * derivatives in double-double arithmetic from the best end. On the nonlinear sets of NIST's Statistical Reference Datasets,
 * from the far start, it has at least 8 correct digits of parameters and standard errors.
 *
 * Refused: a formula that cannot be read (T2806), a formula that has no finite value at the start (T2807), a fit that does not
 * settle (T2808), parameters that the rows cannot tell apart (T2809), and what linear least squares refuses (T2801, T2802, T2804).
 * @example
 * const parameters = [{ name: "a", start: 1 }, { name: "b", start: 1 }];
 * const columns = [{ name: "x", values: Float64Array.of(0, 1, 2, 3) }];
 * const target = { name: "y", values: Float64Array.of(3, 6, 12, 24) };
 * fitNonlinear({ formula: "a * b**x", parameters, columns, target }).terms[1].coefficient // 2
 */
export function fitNonlinear(problem: NonlinearProblem): NonlinearFit {
  const { parameters, columns, target } = problem;
  const rows = checkProblem({ columns, target });
  if (parameters.length === 0) failNothing(problem);
  checkRows(rows, parameters.length);
  const formula = parseFormula(
    problem.formula,
    parameters.map(({ name }) => name),
    columns.map(({ name }) => name),
  );
  const precise = columns.map(({ name, values }) => asColumn(values, name));
  const wholeTarget = asColumn(target.values, target.name);
  const model = plainModel(formula, precise.map(roundedColumn), roundedColumn(wholeTarget));
  const start = Float64Array.from(parameters, (one) => one.start);
  const first = model.residuals(start);
  const wrong = first.findIndex((value) => !Number.isFinite(value));
  if (wrong >= 0) failStart(problem, wrong, first[wrong]!);
  const best = bestEnd(model, formula, start);
  return describe(problem, refineNonlinear(formula, precise, wholeTarget, best));
}

/** The model in float64. */
function plainModel(formula: Formula, columns: readonly Float64Array[], target: Float64Array): PlainModel {
  const evaluator = createEvaluator(formula, plainArithmetic);
  const rows = Array.from(target, (_, row) => columns.map((column) => column[row]!));
  return {
    rowCount: target.length,
    residuals: (parameters) => {
      const current = Array.from(parameters);
      return target.map((value, row) => value - evaluator.value(current, rows[row]!));
    },
    derivatives(parameters) {
      const current = Array.from(parameters);
      const derivatives = current.map(() => new Float64Array(target.length));
      for (const [row, own] of rows.entries()) {
        evaluator.value(current, own);
        for (const [at, slope] of evaluator.gradient().entries()) derivatives[at]![row] = slope;
      }
      return derivatives;
    },
  };
}

/** Beyond so many rows two searches that come to the same are enough. */
const manyRows = 5000;
/** The dampings that searches begin with: bold, even, careful. */
const dampings = [1e-3, 1, 100];

/**
 * The end with the least sum of squares of searches that are straight and bent, bold and careful, over all parameters and over
 * those that the formula is not linear in; one that has settled goes before one that has not.
 */
function bestEnd(model: PlainModel, formula: Formula, start: Float64Array): SearchEnd {
  let best: SearchEnd = { parameters: start, squares: Infinity, hasSettled: false, steps: 0 };
  const take = (end: SearchEnd): void => {
    if (!Number.isFinite(end.squares)) return;
    const isBetter =
      end.squares < best.squares * (1 - 1e-9) ||
      (end.hasSettled && !best.hasSettled && end.squares <= best.squares * (1 + 1e-9));
    if (isBetter) best = end;
  };
  for (const damping of dampings)
    for (const isBent of [false, true]) {
      const end = searchLeastSquares(model, { start, damping, isBent });
      const isAgain =
        end.hasSettled && best.hasSettled && Math.abs(end.squares - best.squares) <= 1e-9 * best.squares;
      take(end);
      // Many rows take long, and leave less doubt.
      if (isAgain && model.rowCount > manyRows) return best;
    }
  // Last, so that of curves that can change places each stays where the start has it.
  const linear = linearParameters(formula);
  if (linear.length > 0) take(reducedEnd(model, linear, start));
  return best;
}

/** A search over the parameters that the formula is not linear in, completed and gone on with over all. */
function reducedEnd(model: PlainModel, linear: readonly number[], start: Float64Array): SearchEnd {
  const reduced = reduceModel(model, linear, start);
  let best: SearchEnd = { parameters: start, squares: Infinity, hasSettled: false, steps: 0 };
  const others = othersOf(start, linear);
  for (const damping of others.length > 0 ? dampings : []) {
    const end = searchLeastSquares(reduced, { start: others, damping, isBent: false });
    if (end.squares < best.squares) best = end;
  }
  const all = reduced.complete(best.squares < Infinity ? best.parameters : others);
  return all ? searchLeastSquares(model, { start: all, damping: 1e-3, isBent: false }) : best;
}

function describe({ parameters }: NonlinearProblem, end: RefinedFit): NonlinearFit {
  if (!(end.offset <= mostOffset)) failUnsettled(end);
  const freedom = end.residuals.high.length - parameters.length;
  const variance = divideDoubles(end.squares, fromNumber(freedom));
  const inverse = inverseUpper(end.factor.upper);
  return {
    terms: parameters.map(({ name }, at) => ({
      name,
      coefficient: toNumber(end.parameters[at]!),
      standardError:
        toNumber(squareRootDouble(multiplyDoubles(variance, rowSquares(inverse, at)))) * end.powers[at]!,
    })),
    rowCount: end.residuals.high.length,
    degreesOfFreedom: freedom,
    residualSumOfSquares: toNumber(end.squares),
    residualStandardDeviation: toNumber(squareRootDouble(variance)),
    residuals: roundedColumn(end.residuals),
    offset: end.offset,
  };
}

function failNothing({ formula }: NonlinearProblem): never {
  failInput("T2807", "There are no parameters to fit.", {
    value: "0 parameters",
    place: formula.slice(0, 200),
    cure: "Name the parameters of the formula, each with a value to start from.",
  });
}

function failStart({ formula }: NonlinearProblem, row: number, value: number): never {
  failInput("T2807", "The formula has no finite value at the start.", {
    value: String(value),
    place: `${formula.slice(0, 200)}, row ${row + 1}`,
    cure: "Start where the formula can be evaluated: no root or logarithm of a negative number, no division by 0.",
  });
}

function failUnsettled({ offset, parameters }: RefinedFit): never {
  failInput("T2808", "The fit does not settle: from this start no search came to a least sum of squares.", {
    value: `one more step changes the fitted values by ${offset.toPrecision(2)} of the residuals`,
    place: parameters.map(({ high }) => high.toPrecision(6)).join(", "),
    cure: "Start nearer to the answer, or take a formula with fewer parameters: the rows may not tell these apart.",
  });
}
