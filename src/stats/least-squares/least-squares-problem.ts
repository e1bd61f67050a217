import { failInput } from "../../base/index.ts";
import type { VarianceRow } from "./univariate.ts";
import { countOf, type NumberColumn } from "./numbers.ts";

/** A column of a design with its name. */
export interface NamedNumbers {
  readonly name: string;
  readonly values: NumberColumn;
}

/** Which arithmetic a fit is made in: `auto` lets size and conditioning decide. */
export type Arithmetic = "float64" | "double-double";

/** A linear least-squares problem: minimise Σ w·(target - Σ coefficient·column)². */
export interface LeastSquaresProblem {
  readonly columns: readonly NamedNumbers[];
  readonly target: NamedNumbers;
  /** Whether a column of ones comes first; true where absent. */
  readonly intercept?: boolean;
  /** A row's weight, zero or above; a row of weight 0 decides nothing. */
  readonly weights?: Float64Array;
  /** What to do where a column is a combination of others: refuse by name (T2800), or leave it out and say so. `refuse` where absent. */
  readonly onDependence?: "refuse" | "drop";
  readonly arithmetic?: Arithmetic | "auto";
  /** Whether the leverages are asked for; they cost another pass. */
  readonly leverages?: boolean;
}

/** A column that is a combination of others. */
export interface NamedDependence {
  readonly name: string;
  readonly terms: readonly { readonly name: string; readonly coefficient: number }[];
}

/** A coefficient with its standard error. */
export interface FittedTerm {
  readonly name: string;
  readonly coefficient: number;
  /** 0 where the fit is exact. */
  readonly standardError: number;
}

/** What a least-squares fit comes to; each figure is rounded once at the end where the arithmetic is double-double. */
export interface LeastSquaresFit {
  /** In the order of the design, the intercept first; without the columns that were left out. */
  readonly terms: readonly FittedTerm[];
  readonly dropped: readonly NamedDependence[];
  /** Rows of a weight above 0. */
  readonly rowCount: number;
  readonly degreesOfFreedom: number;
  readonly residualSumOfSquares: number;
  readonly residualStandardDeviation: number;
  /** About the mean with an intercept, about 0 without; null where the target does not vary. */
  readonly rSquared: number | null;
  readonly regression: VarianceRow;
  readonly residual: VarianceRow;
  /** Infinity where the fit is exact; null where there is nothing to test. */
  readonly fStatistic: number | null;
  /** R⁻¹ of the columns (of their rows times the root of the weight), row after row: (XᵀWX)⁻¹ = R⁻¹·R⁻ᵀ. */
  readonly inverseFactor: Float64Array;
  /** target - fitted, of every row, without the weight. */
  readonly residuals: Float64Array;
  /** The diagonal of the hat matrix; absent where it was not asked for. */
  readonly leverages?: Float64Array;
  /**
   * An upper bound, at most the number of terms too large, of the condition number of the columns scaled to equal length; of
   * columns about their means where the arithmetic is float64.
   */
  readonly condition: number;
  readonly arithmetic: Arithmetic;
}

/** The name of the column of ones. */
export const interceptName = "intercept";

/** Refuses what no least-squares fit can be made of, and gives the number of rows. */
export function checkProblem({ columns, target, intercept = true, weights }: LeastSquaresProblem): number {
  const rows = countOf(target.values);
  if (columns.length === 0 && !intercept) failSize("There are no columns to fit.", "0 columns");
  for (const { name, values } of columns)
    if (countOf(values) !== rows)
      failInput("T2802", `Column ${name} has not as many rows as ${target.name}.`, {
        value: `${countOf(values)} rows, not ${rows}`,
        place: name,
        cure: "Give one value for each row of the target.",
      });
  if (weights) checkWeights(weights, rows);
  return rows;
}

function checkWeights(weights: Float64Array, rows: number): void {
  if (weights.length !== rows)
    failInput("T2802", "The weights are not as many as the rows.", {
      value: `${weights.length} weights, ${rows} rows`,
      cure: "Give one weight for each row.",
    });
  for (let row = 0; row < rows; row++)
    if (!(weights[row]! >= 0) || weights[row] === Infinity)
      failInput("T2803", "A weight is negative or not finite.", {
        value: String(weights[row]),
        place: `weights, row ${row + 1}`,
        cure: "Give weights of 0 and above; 0 leaves a row out.",
      });
}

/** Refuses a fit with fewer rows than it needs. */
export function checkRows(rows: number, terms: number): void {
  if (rows <= terms)
    failSize(
      `${rows} rows do not suffice for ${terms} coefficients: nothing is left to judge their errors by.`,
      `${rows} rows, ${terms} coefficients`,
    );
}

function failSize(message: string, value: string): never {
  failInput("T2804", message, { value, cure: "Give more rows than coefficients, or leave columns out." });
}

/** Refuses columns that are combinations of others, and says which, with the coefficients. */
export function failDependent(dependences: readonly NamedDependence[]): never {
  failInput("T2800", `Columns are combinations of others: ${dependences.map(equationOf).join("; ")}.`, {
    value: dependences.map(({ name }) => name).join(", "),
    place: "the columns of the design",
    cure: 'Leave one column of each combination out, or let the fit do it with onDependence: "drop".',
  });
}

/** `c = 2·a - b`, with the coefficients to six digits. */
export function equationOf({ name, terms }: NamedDependence): string {
  const parts = terms.map(({ name: own, coefficient }, at) => {
    const size = Number(Math.abs(coefficient).toPrecision(6));
    const sign = coefficient < 0 ? (at === 0 ? "-" : " - ") : at === 0 ? "" : " + ";
    return `${sign}${size === 1 && own !== interceptName ? "" : own === interceptName ? size : `${size}·`}${own === interceptName ? "" : own}`;
  });
  return `${name} = ${parts.join("") || "0"}`;
}
