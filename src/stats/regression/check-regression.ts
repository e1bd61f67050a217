import { exponential, naturalLogarithm } from "../../base/index.ts";
import { choleskyFactor } from "../cholesky.ts";
import { pValueWords } from "../p-value-text.ts";
import type { AssumptionCheck, AssumptionVerdict } from "../tests/index.ts";
import { conditionNumber, largeCondition } from "./condition-number.ts";
import type { Design } from "./design.ts";
import { describeDependent, factorColumns, inverseOf, solveTurned } from "./factor.ts";
import { crossByBlocks, isMuchWork } from "./large-products.ts";
import type { LinearRegression } from "./linear-regression.ts";
import { refuseCollinear } from "./refusals.ts";
import { chiSquarePValue, fPValue, twoSidedPValue } from "./reference-tails.ts";
import { columnDots, dot, multiply, total } from "./weighted-sums.ts";

/** A check with the figures behind it. */
export interface RegressionCheck extends AssumptionCheck {
  readonly test: string;
  readonly statistic: number;
  readonly degreesOfFreedom: readonly number[];
  /** Undefined where there is a figure but no test. */
  readonly pValue: number | undefined;
}

/** How much the variance of a term's coefficients grows because other terms go with it. */
export interface VarianceInflation {
  readonly term: string;
  /** The generalized factor of Fox & Monette (1992); for a term of one column the plain factor. */
  readonly factor: number;
  readonly degreesOfFreedom: number;
}

/**
 * Looks at what a linear regression takes for granted, by the residuals: one variance (Breusch-Pagan in Koenker's form; White, up to 100 squares and products and 5 million numbers of them, and unchecked beyond), no order
 * in them (Durbin-Watson, by its moments), normal (Jarque-Bera), and a straight line (Ramsey's RESET with squares and cubes). Below
 * p = 0.01 an assumption is called violated, below 0.05 doubtful; so is a variance inflation of 10 or more, and a condition number above 30. Weighted residuals stand for residuals where there are weights.
 * Rows that stand in no order are said to by `ordered: false`: neighbours are not looked at then.
 * Sources: Breusch & Pagan 1979, Koenker 1981, White 1980, Durbin & Watson 1971, Jarque & Bera 1980, Ramsey 1969.
 * @example
 * const fit = linearRegression({ design: designOfNumbers({ x: [1, 2, 3, 4, 5, 6] }), response: [1, 3, 2, 5, 4, 6] });
 * checkRegression(fit).filter(({ verdict }) => verdict === "violated") // []
 */
export function checkRegression(
  fit: LinearRegression,
  { ordered = true }: { readonly ordered?: boolean } = {},
): readonly RegressionCheck[] {
  const { residualDegreesOfFreedom: spare, design } = fit;
  const working = workingRows(fit);
  const checks: RegressionCheck[] = [];
  const spread = breuschPagan(working);
  if (spread) checks.push(spread);
  const white = whiteTest(working);
  if (white) checks.push(white);
  if (ordered && design.rowCount > design.columns.length + 2) checks.push(durbinWatson(working));
  checks.push(jarqueBera(working.residuals));
  if (spare > 2) {
    const reset = resetTest(working, fit.residualSquares, spare);
    if (reset) checks.push(reset);
  }
  const inflation = inflationCheck(design);
  if (inflation) checks.push(inflation, conditionCheck(design));
  return checks;
}

/** Rows as least squares sees them: those of weight 0 left out, columns and residuals times √weight. */
interface WorkingRows {
  readonly columns: readonly Float64Array[];
  readonly hasIntercept: boolean;
  readonly response: Float64Array;
  readonly residuals: Float64Array;
  readonly fitted: Float64Array;
  /** Columns of the design as they are, for regressions of squared residuals. */
  readonly plain: readonly Float64Array[];
}

function workingRows({ design, weights, residuals, fitted, response }: LinearRegression): WorkingRows {
  const { columns, hasIntercept } = design;
  if (!weights) return { columns, plain: columns, hasIntercept, residuals, fitted, response };
  const rows = Uint32Array.from(weights.keys()).filter((row) => weights[row]! > 0);
  const plain = (values: Float64Array): Float64Array => Float64Array.from(rows, (row) => values[row]!);
  const rooted = (values: Float64Array): Float64Array =>
    Float64Array.from(rows, (row) => values[row]! * Math.sqrt(weights[row]!));
  return {
    columns: columns.map(rooted),
    plain: columns.map(plain),
    hasIntercept,
    residuals: rooted(residuals),
    fitted: rooted(fitted),
    response: rooted(response),
  };
}

const verdictOf = (pValue: number): AssumptionVerdict =>
  pValue < 0.01 ? "violated" : pValue < 0.05 ? "doubtful" : "holds";

function checkOf(
  parts: Omit<RegressionCheck, "verdict" | "detail" | "alternative" | "pValue"> & {
    readonly pValue: number;
    readonly cure: string;
  },
): RegressionCheck {
  const { cure, ...rest } = parts;
  const verdict = verdictOf(rest.pValue);
  return {
    ...rest,
    verdict,
    detail: `${rest.test}: ${rest.statistic.toPrecision(4)} with ${pValueWords(rest.pValue)}`,
    alternative: verdict === "holds" ? undefined : cure,
  };
}

const robustCure = 'covariance: { kind: "HC3" }';

/** Null where the columns are all constant, so that nothing can depend on them. */
function breuschPagan({ plain, residuals, hasIntercept }: WorkingRows): RegressionCheck | null {
  const count = residuals.length;
  const columns = hasIntercept ? plain : [new Float64Array(count).fill(1), ...plain];
  const { statistic, degrees } = explainedSquares(columns, residuals);
  if (degrees < 1) return null;
  return checkOf({
    test: "Breusch-Pagan (Koenker)",
    assumption: "the variance of the errors does not depend on the columns",
    statistic,
    degreesOfFreedom: [degrees],
    pValue: chiSquarePValue(statistic, degrees),
    cure: robustCure,
  });
}

/** n R² of squared residuals on columns of which the first is 1; columns that repeat others count no degree of freedom. */
function explainedSquares(
  columns: readonly Float64Array[],
  residuals: Float64Array,
): { readonly statistic: number; readonly degrees: number } {
  const squares = residuals.map((value) => value * value);
  const mean = total(squares) / squares.length;
  const centred = squares.map((value) => value - mean);
  const whole = dot(centred, centred);
  const { explained, rank } = explainedBy(columns, centred);
  return { statistic: whole > 0 ? (squares.length * explained) / whole : 0, degrees: rank - 1 };
}

/** What columns explain of a column, by orthogonal parts (Gram-Schmidt, twice); columns that repeat others add nothing. */
function explainedBy(
  columns: readonly Float64Array[],
  values: Float64Array,
): { readonly explained: number; readonly rank: number } {
  if (values.length * columns.length > manyNumbers || isMuchWork(values.length, columns.length)) {
    const factor = factorColumns(columns, undefined);
    const shares = columnDots(columns, values).map((sum, at) => sum * factor.scales[at]!);
    solveTurned(factor.upper, factor.size, shares);
    if (factor.dependent.length === 0) return { explained: dot(shares, shares), rank: factor.size };
  }
  const found: Float64Array[] = [];
  let explained = 0;
  for (const column of columns) {
    const before = Math.sqrt(dot(column, column));
    const vector = Float64Array.from(column);
    for (let time = 0; time < 2; time++)
      for (const one of found) {
        const share = dot(one, vector);
        for (let row = 0; row < vector.length; row++) vector[row]! -= share * one[row]!;
      }
    const length = Math.sqrt(dot(vector, vector));
    if (!(length > before * 1e-9)) continue;
    for (let row = 0; row < vector.length; row++) vector[row]! /= length;
    found.push(vector);
    explained += dot(vector, values) ** 2;
  }
  return { explained, rank: found.length };
}

/** From so many numbers on, orthogonal parts would take too much room: the triangular factor says the same where no column repeats others. */
const manyNumbers = 1_000_000;
/** The most numbers that squares and products may take. */
const mostNumbers = 5_000_000;
/** So many columns of squares and products at most: beyond, the test has no power and takes long. */
const mostProducts = 100;

/** White's test; unchecked, with the reason, where the table is too large for it; null where its rows are too few. */
function whiteTest({ plain, residuals, hasIntercept }: WorkingRows): RegressionCheck | null {
  const own = hasIntercept ? plain.slice(1) : plain;
  const columns: Float64Array[] = [new Float64Array(residuals.length).fill(1), ...own];
  const count = own.length + (own.length * (own.length + 1)) / 2;
  if (count > residuals.length - 2) return null;
  const assumption = "the variance of the errors does not depend on the columns, their squares and products";
  if (count > mostProducts || count * residuals.length > mostNumbers)
    return {
      test: "White",
      assumption,
      verdict: "unchecked",
      detail: `White's test was left out: ${count} squares and products of ${residuals.length} rows are more than the ${mostProducts} columns, or the ${mostNumbers / 1e6} million numbers, that it takes. Breusch and Pagan's test looks at the columns themselves.`,
      alternative: robustCure,
      statistic: 0,
      degreesOfFreedom: [],
      pValue: undefined,
    };
  for (let row = 0; row < own.length; row++)
    for (let at = 0; at <= row; at++) columns.push(own[row]!.map((value, place) => value * own[at]![place]!));
  const { statistic, degrees } = explainedSquares(columns, residuals);
  if (degrees < 1) return null;
  return checkOf({
    test: "White",
    assumption,
    statistic,
    degreesOfFreedom: [degrees],
    pValue: chiSquarePValue(statistic, degrees),
    cure: robustCure,
  });
}

/** Durbin-Watson with the normal approximation by its mean and variance under independence. */
function durbinWatson({ columns, residuals }: WorkingRows): RegressionCheck {
  const count = residuals.length;
  const size = columns.length;
  let above = 0;
  for (let row = 1; row < count; row++) above += (residuals[row]! - residuals[row - 1]!) ** 2;
  const below = dot(residuals, residuals);
  const statistic = below > 0 ? above / below : 2;
  const differences = columns.map(secondDifference);
  const inverse = inverseOf(factorColumns(columns, undefined));
  const first = multiply(crossOf(columns, differences), inverse, size);
  const second = multiply(crossOf(differences, differences), inverse, size);
  const p = 2 * (count - 1) - traceOf(first, size);
  const q = 2 * (3 * count - 4) - 2 * traceOf(second, size) + traceOf(multiply(first, first, size), size);
  const spare = count - size;
  const mean = p / spare;
  const variance = (2 / (spare * (spare + 2))) * (q - p * mean);
  const z = variance > 0 ? (statistic - mean) / Math.sqrt(variance) : 0;
  return checkOf({
    test: "Durbin-Watson",
    assumption: "errors of rows that follow each other do not go together",
    statistic,
    degreesOfFreedom: [],
    pValue: twoSidedPValue(z, Infinity),
    cure: 'covariance: { kind: "newey-west", lags }, if the rows are in order of time',
  });
}

/** A·x, where xᵀAx is the sum of squared differences of neighbours. */
function secondDifference(values: Float64Array): Float64Array {
  const last = values.length - 1;
  return values.map((value, row) =>
    row === 0
      ? value - values[1]!
      : row === last
        ? value - values[last - 1]!
        : 2 * value - values[row - 1]! - values[row + 1]!,
  );
}

function crossOf(left: readonly Float64Array[], right: readonly Float64Array[]): Float64Array {
  if (isMuchWork(left[0]!.length, left.length)) return crossByBlocks(left, right);
  return Float64Array.from(left.flatMap((one) => right.map((other) => dot(one, other))));
}

function traceOf(matrix: Float64Array, size: number): number {
  let sum = 0;
  for (let at = 0; at < size; at++) sum += matrix[at * (size + 1)]!;
  return sum;
}

function jarqueBera(residuals: Float64Array): RegressionCheck {
  const count = residuals.length;
  const mean = total(residuals) / count;
  const centred = residuals.map((value) => value - mean);
  const squares = centred.map((value) => value * value);
  const second = total(squares) / count;
  const third = dot(squares, centred) / count;
  const fourth = dot(squares, squares) / count;
  const skewness = second > 0 ? third / (second * Math.sqrt(second)) : 0;
  const excess = second > 0 ? fourth / (second * second) - 3 : 0;
  const statistic = (count / 6) * (skewness * skewness + (excess * excess) / 4);
  return checkOf({
    test: "Jarque-Bera",
    assumption: "the errors are normal",
    statistic,
    degreesOfFreedom: [2],
    pValue: chiSquarePValue(statistic, 2),
    cure: "generalizedLinearModel() with a family that fits the response; with many rows intervals of means hold all the same",
  });
}

function resetTest(
  { columns, fitted, residuals }: WorkingRows,
  squares: number,
  spare: number,
): RegressionCheck | null {
  const largest = fitted.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (largest === 0) return null;
  const unit = fitted.map((value) => value / largest);
  const powers = [unit.map((value) => value * value), unit.map((value) => value * value * value)];
  const all = explainedBy([...columns, ...powers], residuals);
  const added = all.rank - explainedBy(columns, residuals).rank;
  const left = spare - added;
  if (added === 0 || left < 1) return null;
  const without = squares - all.explained;
  const statistic = without > 0 ? all.explained / added / (without / left) : 0;
  return checkOf({
    test: "RESET",
    assumption: "the response is a straight line in the columns",
    statistic,
    degreesOfFreedom: [added, left],
    pValue: fPValue(statistic, added, left),
    cure: "add squares, logarithms or interactions of the columns to the design",
  });
}

/** From this variance inflation per column on, a coefficient says little alone. */
const largeInflation = 10;

function inflationCheck(design: Design): RegressionCheck | null {
  const all = varianceInflation(design).map(({ term, factor, degreesOfFreedom: degrees }) => ({
    term,
    // Fox & Monette's root, squared, is on the scale of one column.
    size: exponential(naturalLogarithm(factor) / degrees),
  }));
  if (all.length === 0) return null;
  const worst = all.reduce((most, one) => (one.size > most.size ? one : most));
  const isLarge = worst.size >= largeInflation;
  return {
    test: "variance inflation",
    assumption: "no term goes closely with the others",
    statistic: worst.size,
    degreesOfFreedom: [],
    pValue: undefined,
    verdict: isLarge ? "doubtful" : "holds",
    detail: `The variance of ${worst.term} is ${worst.size.toPrecision(3)} times what it were alone.`,
    alternative: isLarge
      ? `leave ${worst.term}, or what it goes with, out; or judge them together by testHypotheses()`
      : undefined,
  };
}

function conditionCheck(design: Design): RegressionCheck {
  const { value, columns } = conditionNumber(design);
  return {
    test: "condition number",
    assumption: "no columns are nearly combinations of each other",
    statistic: value,
    degreesOfFreedom: [],
    pValue: undefined,
    verdict: value > largeCondition ? "doubtful" : "holds",
    detail: `The condition number of the scaled columns is ${value.toPrecision(3)}${columns.length > 0 ? `: ${columns.join(", ")} go together` : ""}.`,
    alternative:
      value > largeCondition ? "leave one of the named columns out, or judge them together" : undefined,
  };
}

/**
 * Variance inflation of each term: 1 where nothing goes with it, 10 where nine tenths of it are known from the others. Empty for fewer
 * than two terms. Columns that are combinations of others are refused by name (T2862). Source: Fox & Monette, "Generalized collinearity diagnostics", 1992.
 * @example
 * const design = designOfNumbers({ x: [1, 2, 3, 4], z: [1, -1, -1, 1] });
 * varianceInflation(design).map(({ factor }) => Number(factor.toFixed(9))) // [1, 1]
 */
export function varianceInflation(design: Design): readonly VarianceInflation[] {
  if (design.terms.length < 2) return [];
  const from = design.hasIntercept ? 1 : 0;
  const columns = design.columns.slice(from).map((column) => {
    const mean = from === 1 ? total(column) / column.length : 0;
    const centred = column.map((value) => value - mean);
    const length = Math.sqrt(dot(centred, centred));
    return length > 0 ? centred.map((value) => value / length) : centred;
  });
  const factor = factorColumns(columns, undefined);
  if (factor.dependent.length > 0) refuseCollinear(describeDependent(factor, design.names.slice(from)));
  // By the blocks of the inverse of the correlations: det(others)/det(all) is the determinant of the term's own block there.
  const size = columns.length;
  const inverse = inverseOf(factor);
  return design.terms.map((term) => {
    const places = term.columns.map((at) => at - from);
    const block = blockOf(places, (row, column) => inverse[row * size + column]!);
    const own = blockOf(places, (row, column) => dot(columns[row]!, columns[column]!));
    return {
      term: term.name,
      factor: places.length === 1 ? block[0]! : exponential(logDeterminant(own) + logDeterminant(block)),
      degreesOfFreedom: places.length,
    };
  });
}

const blockOf = (places: readonly number[], entry: (row: number, column: number) => number): Float64Array =>
  Float64Array.from(places.flatMap((row) => places.map((column) => entry(row, column))));

/** Of a positive definite matrix. */
function logDeterminant(matrix: Float64Array): number {
  const size = Math.round(Math.sqrt(matrix.length));
  const { lower } = choleskyFactor(matrix, size, 0);
  let sum = 0;
  for (let at = 0; at < size; at++) sum += 2 * naturalLogarithm(lower[at * (size + 1)]!);
  return sum;
}
