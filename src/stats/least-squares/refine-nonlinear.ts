import { failInput } from "../../base/index.ts";
import { createColumn, dotColumns, doubleAt, setDouble, type DoubleColumn } from "./double-column.ts";
import {
  addDoubles,
  compareDoubles,
  fromNumber,
  multiplyDoubles,
  scaleDouble,
  subtractDoubles,
  zeroDouble,
  type DoubleDouble,
} from "../double-double.ts";
import { createEvaluator } from "./evaluate-formula.ts";
import type { Formula } from "./formula.ts";
import { preciseArithmetic } from "./formula-arithmetic.ts";
import type { SearchEnd } from "./levenberg-marquardt.ts";
import { greatestSize, powerToOne, scaledCopy } from "./numbers.ts";
import {
  lengthOf,
  orthogonalFactor,
  projectOut,
  solveUpper,
  type OrthogonalFactor,
} from "./orthogonal-factor.ts";

/** The share of the residuals, as a change of the fitted values, at which no more digit comes. */
const leastOffset = 1e-15;
const mostRefinements = 300;
/** Residuals below this share of the target are rounding: the fit is exact. */
const exactLimit = 2 ** -85;
/** A parameter of an exact fit that moves the fitted values by less than this share of the target is not determined by it. */
const idleLimit = 1e-12;

/** Where the refinement of a nonlinear fit ended. */
export interface RefinedFit {
  readonly parameters: readonly DoubleDouble[];
  readonly residuals: DoubleColumn;
  readonly squares: DoubleDouble;
  /** The factor of the derivatives, each column times a power of two. */
  readonly factor: OrthogonalFactor;
  readonly powers: readonly number[];
  /** By how much, beside the residuals, one more step would change the fitted values. */
  readonly offset: number;
}

/** Gauss-Newton steps in double-double arithmetic, shortened where the sum of squares would grow, until no more digit comes. */
export function refineNonlinear(
  formula: Formula,
  columns: readonly DoubleColumn[],
  target: DoubleColumn,
  end: SearchEnd,
): RefinedFit {
  const evaluator = createEvaluator(formula, preciseArithmetic);
  const rows = Array.from(target.high, (_, row) => columns.map((column) => doubleAt(column, row)));
  const residualsAt = (parameters: readonly DoubleDouble[]): DoubleColumn => {
    const residuals = createColumn(rows.length);
    for (const [row, own] of rows.entries())
      setDouble(residuals, row, subtractDoubles(doubleAt(target, row), evaluator.value(parameters, own)));
    return residuals;
  };
  const derivativesAt = (parameters: readonly DoubleDouble[]): readonly DoubleColumn[] => {
    const derivatives = parameters.map(() => createColumn(rows.length));
    for (const [row, own] of rows.entries()) {
      evaluator.value(parameters, own);
      for (const [at, slope] of evaluator.gradient().entries()) setDouble(derivatives[at]!, row, slope);
    }
    return derivatives;
  };
  let parameters: readonly DoubleDouble[] = Array.from(end.parameters, fromNumber);
  let residuals = residualsAt(parameters);
  let squares = dotColumns(residuals, residuals);
  const size = lengthOf(target).high;
  const floor = exactLimit * size;
  for (let round = 0; ; round++) {
    const derivatives = derivativesAt(parameters);
    const powers = derivatives.map(({ high }) => powerToOne(greatestSize(high)));
    const factor = orthogonalFactor(
      derivatives.map((column, at) => scaledCopy(column, powers[at]!)),
      1e-24,
    );
    if (factor.kept.length < parameters.length) failUndetermined(namesOf(formula, factor));
    const length = Math.sqrt(squares.high);
    if (length <= floor) {
      const idle = derivatives.findIndex(
        (column, at) =>
          lengthOf(column).high * Math.max(1, Math.abs(parameters[at]!.high)) <= idleLimit * size,
      );
      if (idle >= 0) failUndetermined([formula.parameters[idle]!]);
      const none = createColumn(rows.length);
      return { parameters, residuals: none, squares: zeroDouble, factor, powers, offset: 0 };
    }
    const parts = createColumn(parameters.length);
    projectOut(scaledCopy(residuals, 1), factor.basis, parts, length);
    const here = { parameters, residuals, squares, factor, powers, offset: lengthOf(parts).high / length };
    if (here.offset <= leastOffset || round >= mostRefinements) return here;
    const step = solveUpper(factor.upper, parts);
    for (const [at, power] of powers.entries()) setDouble(step, at, scaleDouble(doubleAt(step, at), power));
    const next = shortened(parameters, step, squares, residualsAt);
    if (!next) return here;
    ({ parameters, residuals, squares } = next);
  }
}

/** The longest of the step, its half, its quarter … that makes the sum of squares no larger; nothing where none does. */
function shortened(
  parameters: readonly DoubleDouble[],
  step: DoubleColumn,
  squares: DoubleDouble,
  residualsAt: (parameters: readonly DoubleDouble[]) => DoubleColumn,
): Pick<RefinedFit, "parameters" | "residuals" | "squares"> | undefined {
  for (let share = 1; share > 1e-9; share /= 2) {
    const next = parameters.map((value, at) =>
      addDoubles(value, multiplyDoubles(doubleAt(step, at), fromNumber(share))),
    );
    const residuals = residualsAt(next);
    const own = dotColumns(residuals, residuals);
    if (compareDoubles(own, squares) < 0) return { parameters: next, residuals, squares: own };
  }
  return undefined;
}

function namesOf({ parameters }: Formula, { dependences }: OrthogonalFactor): readonly string[] {
  const [first] = dependences;
  return [first!.column, ...first!.terms.map(({ column }) => column)].map((at) => parameters[at]!);
}

function failUndetermined(names: readonly string[]): never {
  failInput("T2809", `The rows do not determine parameters: ${names.join(", ")}.`, {
    value: names.join(", "),
    place: "the parameters of the formula, where the search ended",
    cure: "Leave one of them out or give it a number; or start nearer to the answer.",
  });
}
