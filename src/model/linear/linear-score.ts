import { column, linear, type LinearExpr } from "../../ir/index.ts";
import { BlockSum } from "./block-sum.ts";
import type { Design } from "./design.ts";

/** A linear model on the columns as they are: what the standardised coefficients mean in the units of the data. */
export interface RawCoefficients {
  readonly weights: readonly number[];
  readonly intercept: number;
}

/** Standardised coefficients (the intercept last) in the units of the data. */
export function rawCoefficients(design: Design, standardized: Float64Array): RawCoefficients {
  const weights = design.names.map((_, at) => standardized[at]! / design.scales[at]!);
  const intercept = new BlockSum();
  intercept.add(standardized[design.names.length]!);
  for (const [at, weight] of weights.entries()) intercept.add(-weight * design.means[at]!);
  return { weights, intercept: intercept.total() };
}

/** The score as an expression over the feature columns; one with the weight 0 is not asked for. */
export const linearScore = (design: Design, { weights, intercept }: RawCoefficients): LinearExpr =>
  linear(
    design.names.flatMap((name, at) =>
      weights[at] === 0 ? [] : [{ weight: weights[at]!, of: column(name, "Float") }],
    ),
    intercept,
  );

/** Coefficients by name as JSON, with the intercept beside them. */
export const describeCoefficients = (
  design: Design,
  { weights, intercept }: RawCoefficients,
): { readonly intercept: number; readonly coefficients: Readonly<Record<string, number>> } => ({
  intercept,
  coefficients: Object.fromEntries(design.names.map((name, at) => [name, weights[at]!])),
});

/** The size of the standardised coefficients (summed over score functions) as shares of 1; empty when all are 0. */
export function coefficientImportance(
  design: Design,
  standardized: readonly Float64Array[],
): Readonly<Record<string, number>> {
  const sizes = design.names.map((_, at) =>
    standardized.reduce((sum, coefficients) => sum + Math.abs(coefficients[at]!), 0),
  );
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (!(total > 0)) return {};
  return Object.fromEntries(design.names.map((name, at) => [name, sizes[at]! / total]));
}
