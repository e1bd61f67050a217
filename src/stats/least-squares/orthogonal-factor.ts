import {
  createColumn,
  dotColumns,
  doubleAt,
  multiplyColumn,
  setDouble,
  subtractMultiple,
  type DoubleColumn,
} from "./double-column.ts";
import {
  addDoubles,
  divideDoubles,
  multiplyDoubles,
  oneDouble,
  squareRootDouble,
  subtractDoubles,
  toNumber,
  zeroDouble,
  type DoubleDouble,
} from "../double-double.ts";

/** A column that is a combination of columns before it, with the coefficients. */
interface Dependence {
  readonly column: number;
  readonly terms: readonly { readonly column: number; readonly coefficient: number }[];
}

/** An orthogonal basis of columns, X = Q·R, of those columns that do not depend on the ones before. */
export interface OrthogonalFactor {
  /** The orthonormal columns. */
  readonly basis: readonly DoubleColumn[];
  /** Which columns they are of, in order. */
  readonly kept: readonly number[];
  /** Column by column, the upper triangle of R: entry k of column j is the part of kept column j along basis column k. */
  readonly upper: readonly DoubleColumn[];
  readonly dependences: readonly Dependence[];
}

/**
 * A column whose distance from the span of the ones before is below this share of its length is taken to depend on them: 32
 * units of rounding of a float64, which is what sums and products of float64 columns are off by.
 */
export const dependenceLimit = 2 ** -48;

/** Below this share of its length a projected column has lost so much that it is projected again. */
const lossLimit = 0.5;

/**
 * Modified Gram-Schmidt in double-double arithmetic with a second projection where the first one cancels ("twice is
 * enough", Giraud, Langou & Rozložník 2005; Björck, "Numerical Methods for Least Squares Problems", 1996, 2.4), so that the
 * basis is orthogonal to 30 digits however close to dependent the columns are. The columns are overwritten.
 */
export function orthogonalFactor(
  columns: readonly DoubleColumn[],
  limit: number = dependenceLimit,
): OrthogonalFactor {
  const basis: DoubleColumn[] = [];
  const kept: number[] = [];
  const upper: DoubleColumn[] = [];
  const dependences: Dependence[] = [];
  for (const [place, column] of columns.entries()) {
    const length = lengthOf(column);
    const parts = createColumn(basis.length + 1);
    const rest = projectOut(column, basis, parts, length.high);
    if (rest.high <= limit * length.high) {
      const solved = solveUpper(upper, parts);
      const terms = kept.map((own, at) => ({ column: own, coefficient: toNumber(doubleAt(solved, at)) }));
      dependences.push({ column: place, terms: terms.filter((term) => matters(term, upper, kept, length)) });
      continue;
    }
    setDouble(parts, basis.length, rest);
    multiplyColumn(column, divideDoubles(oneDouble, rest));
    basis.push(column);
    kept.push(place);
    upper.push(parts);
  }
  return { basis, kept, upper, dependences };
}

/** Whether a term of a dependence is more than the rounding of the others. */
function matters(
  { column, coefficient }: Dependence["terms"][number],
  upper: readonly DoubleColumn[],
  kept: readonly number[],
  length: DoubleDouble,
): boolean {
  const own = upper[kept.indexOf(column)]!;
  const size = toNumber(lengthOf(own));
  return Math.abs(coefficient) * size > 1e-9 * length.high;
}

/** What is left of a column below this share of its length is rounding of double-double numbers. */
const noiseLimit = 1e-30;

/** The Euclidean length of a column. */
export const lengthOf = (column: DoubleColumn): DoubleDouble => squareRootDouble(dotColumns(column, column));

/** Takes the parts along the basis out of a column, adds them to `parts`, and gives the length of what is left. */
export function projectOut(
  column: DoubleColumn,
  basis: readonly DoubleColumn[],
  parts: DoubleColumn,
  length: number,
): DoubleDouble {
  let before = length;
  for (let pass = 0; pass < 3; pass++) {
    for (const [at, one] of basis.entries()) {
      const part = dotColumns(one, column);
      subtractMultiple(column, part, one);
      setDouble(parts, at, addDoubles(doubleAt(parts, at), part));
    }
    const rest = lengthOf(column);
    if (rest.high > lossLimit * before || rest.high <= noiseLimit * length) return rest;
    before = rest.high;
  }
  return lengthOf(column);
}

/** The solution of R·x = parts, by substitution from the last one. */
export function solveUpper(upper: readonly DoubleColumn[], parts: DoubleColumn): DoubleColumn {
  const size = upper.length;
  const solution = { high: parts.high.slice(0, size), low: parts.low.slice(0, size) };
  for (let column = size - 1; column >= 0; column--) {
    const own = upper[column]!;
    const value = divideDoubles(doubleAt(solution, column), doubleAt(own, column));
    setDouble(solution, column, value);
    for (let row = 0; row < column; row++)
      setDouble(
        solution,
        row,
        subtractDoubles(doubleAt(solution, row), multiplyDoubles(value, doubleAt(own, row))),
      );
  }
  return solution;
}

/** R⁻¹, column by column, each with as many numbers as R has rows. */
export function inverseUpper(upper: readonly DoubleColumn[]): readonly DoubleColumn[] {
  const size = upper.length;
  return upper.map((_, place) => {
    const unit = createColumn(size);
    setDouble(unit, place, oneDouble);
    return solveUpper(upper, unit);
  });
}

/** The squares of row `row` of R⁻¹ summed: the diagonal of (XᵀX)⁻¹. */
export function rowSquares(inverse: readonly DoubleColumn[], row: number): DoubleDouble {
  let sum = zeroDouble;
  for (const column of inverse) {
    const value = doubleAt(column, row);
    sum = addDoubles(sum, multiplyDoubles(value, value));
  }
  return sum;
}
