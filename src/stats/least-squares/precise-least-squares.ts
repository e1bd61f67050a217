import { failInput } from "../../base/index.ts";
import {
  createColumn,
  dotColumns,
  doubleAt,
  multiplyColumn,
  productOfColumns,
  rowsOfColumn,
  setDouble,
  subtractMultiple,
  type DoubleColumn,
} from "./double-column.ts";
import {
  addDoubles,
  divideDoubles,
  fromNumber,
  multiplyDoubles,
  oneDouble,
  scaleDouble,
  squareRootDouble,
  toNumber,
  zeroDouble,
  type DoubleDouble,
} from "../double-double.ts";
import {
  checkRows,
  failDependent,
  interceptName,
  type LeastSquaresFit,
  type LeastSquaresProblem,
  type NamedDependence,
} from "./least-squares-problem.ts";
import { asColumn, countOf, greatestSize, powerToOne, scaledCopy } from "./numbers.ts";
import {
  inverseUpper,
  lengthOf,
  orthogonalFactor,
  projectOut,
  rowSquares,
  solveUpper,
  type OrthogonalFactor,
} from "./orthogonal-factor.ts";

/** Double-double numbers that are held at once at most: 1.6 GB. */
const mostNumbers = 1e8;

/** A residual below this share of the target and the terms that make it up is their rounding: the fit is exact. */
const exactLimit = 2 ** -97;

/** A design as double-double columns, scaled by powers of two to about 1, the intercept first; the fit overwrites them. */
interface Design {
  readonly names: readonly string[];
  readonly columns: readonly DoubleColumn[];
  readonly powers: readonly number[];
  readonly target: DoubleColumn;
  readonly targetPower: number;
  readonly rowCount: number;
  /** The rows that decide, where some have the weight 0. */
  readonly rows: Uint32Array | undefined;
  /** The roots of the weights of those rows. */
  readonly roots: DoubleColumn | undefined;
}

/** Fits by an orthogonal factor in double-double arithmetic. The problem was checked. */
export function fitPrecisely(problem: LeastSquaresProblem): LeastSquaresFit {
  const design = designOf(problem);
  const rows = design.target.high.length;
  if (problem.onDependence !== "drop") checkRows(rows, design.columns.length);
  const factor = orthogonalFactor(design.columns);
  const dropped = factor.dependences.map((one) => namedDependence(one, design));
  if (dropped.length > 0 && problem.onDependence !== "drop") failDependent(dropped);
  const size = factor.kept.length;
  checkRows(rows, size);
  const rest = design.target;
  const parts = createColumn(size);
  const length = squareRootDouble(dotColumns(rest, rest));
  const left = projectOut(rest, factor.basis, parts, length.high);
  const coefficients = solveUpper(factor.upper, parts);
  const made = factor.upper.reduce(
    (sum, column, at) => sum + Math.abs(coefficients.high[at]!) * lengthOf(column).high,
    length.high,
  );
  if (left.high <= exactLimit * made) multiplyColumn(rest, zeroDouble);
  return describe(problem, design, factor, { parts, rest, coefficients, dropped });
}

interface Solved {
  readonly parts: DoubleColumn;
  readonly rest: DoubleColumn;
  readonly coefficients: DoubleColumn;
  readonly dropped: readonly NamedDependence[];
}

/** Everything that the fit comes to, in the units of the data. */
function describe(
  problem: LeastSquaresProblem,
  design: Design,
  factor: OrthogonalFactor,
  { parts, rest, coefficients, dropped }: Solved,
): LeastSquaresFit {
  const { kept, upper } = factor;
  const size = kept.length;
  const freedom = rest.high.length - size;
  const unit = 1 / design.targetPower;
  const residualSquares = dotColumns(rest, rest);
  const variance = divideDoubles(residualSquares, fromNumber(freedom));
  const deviation = squareRootDouble(variance);
  const inverse = inverseUpper(upper);
  const squares = kept.map((_, at) => rowSquares(inverse, at));
  const hasMean = problem.intercept ?? true;
  let regressionSquares = zeroDouble;
  for (let at = hasMean ? 1 : 0; at < size; at++)
    regressionSquares = addDoubles(
      regressionSquares,
      multiplyDoubles(doubleAt(parts, at), doubleAt(parts, at)),
    );
  const inUnits = (value: DoubleDouble): number => toNumber(value) * unit * unit;
  const regressionFreedom = size - (hasMean ? 1 : 0);
  const total = addDoubles(regressionSquares, residualSquares);
  const share = divideDoubles(regressionSquares, fromNumber(Math.max(1, regressionFreedom)));
  return {
    terms: kept.map((place, at) => ({
      name: design.names[place]!,
      coefficient: toNumber(doubleAt(coefficients, at)) * design.powers[place]! * unit,
      standardError:
        toNumber(multiplyDoubles(deviation, squareRootDouble(squares[at]!))) * design.powers[place]! * unit,
    })),
    dropped,
    rowCount: rest.high.length,
    degreesOfFreedom: freedom,
    residualSumOfSquares: inUnits(residualSquares),
    residualStandardDeviation: toNumber(deviation) * unit,
    rSquared: total.high > 0 ? toNumber(divideDoubles(regressionSquares, total)) : null,
    regression: {
      degreesOfFreedom: regressionFreedom,
      sumOfSquares: inUnits(regressionSquares),
      meanSquare: regressionFreedom > 0 ? inUnits(share) : 0,
    },
    residual: {
      degreesOfFreedom: freedom,
      sumOfSquares: inUnits(residualSquares),
      meanSquare: inUnits(variance),
    },
    fStatistic: fOf(regressionFreedom, share, variance),
    inverseFactor: inverseInUnits(inverse, design, kept),
    residuals: residualsOf(problem, design, rest, coefficients, kept),
    ...(problem.leverages ? { leverages: leveragesOf(design, factor) } : {}),
    condition: conditionOf(upper, squares),
    arithmetic: "double-double",
  };
}

function fOf(freedom: number, share: DoubleDouble, variance: DoubleDouble): number | null {
  if (freedom === 0) return null;
  if (variance.high > 0) return toNumber(divideDoubles(share, variance));
  return share.high > 0 ? Infinity : null;
}

/** √p·√(Σ of the variance inflations): ‖R‖·‖R⁻¹‖ in the Frobenius norm, of columns of length 1. */
function conditionOf(upper: readonly DoubleColumn[], squares: readonly DoubleDouble[]): number {
  const inflations = squares.map((square, at) => square.high * dotColumns(upper[at]!, upper[at]!).high);
  return Math.sqrt(upper.length * inflations.reduce((sum, one) => sum + one, 0));
}

function inverseInUnits(
  inverse: readonly DoubleColumn[],
  design: Design,
  kept: readonly number[],
): Float64Array {
  const size = inverse.length;
  const matrix = new Float64Array(size * size);
  for (let row = 0; row < size; row++)
    for (let column = row; column < size; column++)
      matrix[row * size + column] = toNumber(doubleAt(inverse[column]!, row)) * design.powers[kept[row]!]!;
  return matrix;
}

function namedDependence(
  { column, terms }: OrthogonalFactor["dependences"][number],
  { names, powers }: Design,
): NamedDependence {
  return {
    name: names[column]!,
    terms: terms.map((term) => ({
      name: names[term.column]!,
      coefficient: (term.coefficient * powers[term.column]!) / powers[column]!,
    })),
  };
}

function designOf({ columns, target, intercept = true, weights }: LeastSquaresProblem): Design {
  const numbers = countOf(target.values) * (columns.length + 2);
  if (numbers > mostNumbers) failLarge(numbers);
  const wholeTarget = asColumn(target.values, target.name);
  const wholeColumns = columns.map(({ name, values }) => asColumn(values, name));
  const names = columns.map(({ name }) => name);
  if (intercept) {
    names.unshift(interceptName);
    const ones = createColumn(wholeTarget.high.length);
    ones.high.fill(1);
    wholeColumns.unshift(ones);
  }
  const rows = weights?.includes(0) ? positiveRows(weights) : undefined;
  const some = (column: DoubleColumn): DoubleColumn => (rows ? rowsOfColumn(column, rows) : column);
  const roots = weights ? rootsOf(some(asColumn(weights, "weights"))) : undefined;
  const prepared = (column: DoubleColumn, power: number): DoubleColumn => {
    const own = scaledCopy(some(column), power);
    return roots ? productOfColumns(own, roots) : own;
  };
  const powers = wholeColumns.map(({ high }) => powerToOne(greatestSize(high)));
  const targetPower = powerToOne(greatestSize(wholeTarget.high));
  return {
    names,
    columns: wholeColumns.map((column, at) => prepared(column, powers[at]!)),
    powers,
    target: prepared(wholeTarget, targetPower),
    targetPower,
    rowCount: wholeTarget.high.length,
    rows,
    roots,
  };
}

function positiveRows(weights: Float64Array): Uint32Array {
  const rows: number[] = [];
  for (let row = 0; row < weights.length; row++) if (weights[row]! > 0) rows.push(row);
  return Uint32Array.from(rows);
}

function rootsOf(weights: DoubleColumn): DoubleColumn {
  const roots = createColumn(weights.high.length);
  for (let row = 0; row < roots.high.length; row++)
    setDouble(roots, row, squareRootDouble(doubleAt(weights, row)));
  return roots;
}

/** target - fitted of every row, of those with weight 0 too. */
function residualsOf(
  problem: LeastSquaresProblem,
  { powers, targetPower, rows, roots }: Design,
  rest: DoubleColumn,
  coefficients: DoubleColumn,
  kept: readonly number[],
): Float64Array {
  const own = Float64Array.from(rest.high, (high, row) => {
    const value = roots
      ? divideDoubles(doubleAt(rest, row), doubleAt(roots, row))
      : { high, low: rest.low[row]! };
    return toNumber(value) / targetPower;
  });
  if (!rows) return own;
  const left = scaledCopy(asColumn(problem.target.values, problem.target.name), targetPower);
  const shift = (problem.intercept ?? true) ? 1 : 0;
  for (const [at, place] of kept.entries()) {
    const given = problem.columns[place - shift];
    const column = given
      ? scaledCopy(asColumn(given.values, given.name), powers[place]!)
      : onesLike(left, powers[place]!);
    subtractMultiple(left, doubleAt(coefficients, at), column);
  }
  const all = left.high.map((high, row) => (high + left.low[row]!) / targetPower);
  for (const [at, row] of rows.entries()) all[row] = own[at]!;
  return all;
}

function onesLike(column: DoubleColumn, power: number): DoubleColumn {
  const ones = createColumn(column.high.length);
  ones.high.fill(scaleDouble(oneDouble, power).high);
  return ones;
}

/** The sums of squares of the rows of the basis. */
function leveragesOf({ rows, rowCount, target }: Design, { basis }: OrthogonalFactor): Float64Array {
  const own = new Float64Array(target.high.length);
  for (const { high } of basis)
    for (let row = 0; row < own.length; row++) own[row]! += high[row]! * high[row]!;
  if (!rows) return own;
  const all = new Float64Array(rowCount);
  for (const [at, row] of rows.entries()) all[row] = own[at]!;
  return all;
}

function failLarge(numbers: number): never {
  failInput(
    "T2810",
    "The data ask for more digits than float64 has, and are too many for double-double arithmetic.",
    {
      value: `${numbers} numbers, at most ${mostNumbers}`,
      place: "the columns of the design",
      cure: "Subtract what columns have in common, leave nearly dependent columns out, or take a sample of the rows.",
    },
  );
}
