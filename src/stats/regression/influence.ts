import { inverseOf } from "./factor.ts";
import { isMuchWork, turnByBlocks } from "./large-products.ts";
import type { LinearRegression } from "./linear-regression.ts";
import { leverageOf } from "./robust-covariance.ts";

/** How much each row decides, in the order of the rows. A row that decides its own fit (leverage 1) has residuals of 0. */
export interface Influence {
  /** The diagonal of the hat matrix. */
  readonly leverage: Float64Array;
  /** Internally studentised residuals. */
  readonly standardizedResiduals: Float64Array;
  /** Externally studentised residuals, by the variance without the row: t with n - p - 1 degrees of freedom. */
  readonly studentizedResiduals: Float64Array;
  readonly cooksDistance: Float64Array;
  readonly dffits: Float64Array;
  /** Per column, per row: the change of the coefficient without the row, in its standard errors. */
  readonly dfbetas: readonly Float64Array[];
}

/**
 * Leverage, studentised residuals, Cook's distance, DFFITS and DFBETAS of a linear regression, from one fit (Belsley, Kuh & Welsch,
 * "Regression Diagnostics", 1980, chapter 2; Cook 1977). With n = p + 1 rows there is no variance without a row: what needs it is 0.
 * @example
 * const fit = linearRegression({ design: designOfNumbers({ x: [1, 2, 3, 4] }), response: [1, 3, 2, 5] });
 * Array.from(influenceOf(fit).leverage, (value) => Number(value.toFixed(9))) // [0.7, 0.3, 0.3, 0.7]
 */
export function influenceOf(fit: LinearRegression): Influence {
  const { design, factor, weights, residuals, residualSquares, residualDegreesOfFreedom: spare } = fit;
  const size = design.columns.length;
  const leverage = leverageOf(design.columns, factor, weights);
  const sigma = Math.sqrt(residualSquares / spare);
  const scaled = weights ? residuals.map((value, row) => value * Math.sqrt(weights[row]!)) : residuals;
  const standardizedResiduals = scaled.map((value, row) =>
    ratio(value, sigma * Math.sqrt(rest(leverage[row]!))),
  );
  const studentizedResiduals = standardizedResiduals.map((value) => {
    const left = spare - value * value;
    return spare > 1 && left > 0 ? value * Math.sqrt((spare - 1) / left) : 0;
  });
  const cooksDistance = standardizedResiduals.map((value, row) =>
    ratio(value * value * leverage[row]!, rest(leverage[row]!) * size),
  );
  const dffits = studentizedResiduals.map(
    (value, row) => value * Math.sqrt(ratio(leverage[row]!, rest(leverage[row]!))),
  );
  return {
    leverage,
    standardizedResiduals,
    studentizedResiduals,
    cooksDistance,
    dffits,
    dfbetas: dfbetasOf(fit, leverage, studentizedResiduals),
  };
}

const rest = (leverage: number): number => (leverage > 1 - 1e-10 ? 0 : 1 - leverage);
const ratio = (above: number, below: number): number => (below > 0 ? above / below : 0);

/** c_ji t_i / (√(XᵀX)⁻¹_jj √(1 - h_i)), where c = (XᵀWX)⁻¹Xᵀ√W. */
function dfbetasOf(
  { design, factor, weights }: LinearRegression,
  leverage: Float64Array,
  studentized: Float64Array,
): readonly Float64Array[] {
  const inverse = inverseOf(factor);
  const size = design.columns.length;
  const products = isMuchWork(design.rowCount, size)
    ? turnByBlocks(inverse, design.columns)
    : design.columns.map((_, at) => turnColumn(inverse.subarray(at * size), design.columns));
  return design.columns.map((_, at) => {
    const error = Math.sqrt(inverse[at * (size + 1)]!);
    const values = new Float64Array(design.rowCount);
    for (let row = 0; row < values.length; row++) {
      const turned = products[at]![row]! * Math.sqrt(weights?.[row] ?? 1);
      values[row] = ratio(turned * studentized[row]!, error * Math.sqrt(rest(leverage[row]!)));
    }
    return values;
  });
}

/** Row by row the sum of columns, each times its number in a row of a matrix. */
function turnColumn(numbers: Float64Array, columns: readonly Float64Array[]): Float64Array {
  const sums = new Float64Array(columns[0]?.length ?? 0);
  for (const [at, column] of columns.entries())
    for (let row = 0; row < sums.length; row++) sums[row]! += numbers[at]! * column[row]!;
  return sums;
}
