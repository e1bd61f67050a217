import { naturalLogarithm } from "../../base/index.ts";
import type { Design } from "./design.ts";
import type { Factor } from "./factor.ts";
import { inverseOf } from "./factor.ts";
import {
  checkedLevel,
  coefficientTable,
  smallestNotes,
  type Coefficient,
  type Estimates,
  type Significance,
} from "./inference.ts";
import { fitWeighted } from "./least-squares-fit.ts";
import { fPValue } from "./reference-tails.ts";
import {
  checkedWeights,
  checkRowCount,
  finiteNumbers,
  refuseConstant,
  refuseTooFewRows,
  type Numbers,
} from "./refusals.ts";
import {
  clusterCodes,
  covarianceNotes,
  leverageOf,
  robustCovariance,
  type CovarianceKind,
  type SandwichParts,
} from "./robust-covariance.ts";
import { waldTest } from "./hypotheses.ts";
import { total } from "./weighted-sums.ts";

/** What a linear regression is made of. */
export interface LinearRegressionSpec {
  readonly design: Design;
  readonly response: Numbers;
  /** How precise each row is, as the inverse of its variance up to a factor; a row of weight 0 does not count. */
  readonly weights?: Numbers;
  readonly covariance?: CovarianceKind;
  /** Of the intervals; 0.95 where absent. */
  readonly level?: number;
}

/** A linear regression with its inference. Numbers of rows are in the order of the design. */
export interface LinearRegression {
  readonly kind: "linear-regression";
  readonly design: Design;
  readonly response: Float64Array;
  readonly weights: Float64Array | undefined;
  readonly factor: Factor;
  /** Qᵀy, which the tables of sums of squares are made of. */
  readonly effects: Float64Array;
  readonly coefficients: readonly Coefficient[];
  readonly estimates: Estimates;
  readonly covarianceKind: CovarianceKind["kind"];
  /** Rows of a weight above 0. */
  readonly rowCount: number;
  readonly residualDegreesOfFreedom: number;
  readonly fitted: Float64Array;
  readonly residuals: Float64Array;
  /** Σ w (y - ŷ)². */
  readonly residualSquares: number;
  readonly residualStandardDeviation: number;
  readonly rSquared: number;
  readonly adjustedRSquared: number;
  /** That all coefficients but the intercept are 0; undefined where there is none, or where there are fewer clusters than they. */
  readonly overall: Significance | undefined;
  readonly logLikelihood: number;
  /** Both count the residual variance as a parameter, as R does. */
  readonly aic: number;
  readonly bic: number;
  readonly level: number;
  readonly notes: readonly string[];
}

/**
 * Fits y = Xb + error by (weighted) least squares and infers from it. Classical errors have n - p degrees of freedom, as robust
 * ones; clustered ones have one less than there are clusters. R² is about the mean where there is an intercept, about 0 elsewhere.
 * Refused: values that are not finite (T2860), lengths that differ (T2861), columns that are combinations of others, each named
 * (T2862), as many columns as rows (T2863), weights below 0 (T2864), a response that is constant (T2876). Sources: Seber & Lee,
 * "Linear Regression Analysis", 2003; for the covariances see `CovarianceKind`.
 * @example
 * const fit = linearRegression({ design: designOfNumbers({ x: [1, 2, 3, 4] }), response: [1, 3, 2, 5] });
 * Number(fit.coefficients[1].estimate.toFixed(12)) // 1.1
 */
export function linearRegression(spec: LinearRegressionSpec): LinearRegression {
  const { design } = spec;
  const level = checkedLevel(spec.level ?? 0.95);
  const response = finiteNumbers(spec.response, "response");
  checkRowCount(response.length, design.rowCount, "response");
  const weights = spec.weights && checkedWeights(spec.weights, design.rowCount);
  const rowCount = weights ? weights.reduce((sum, weight) => sum + (weight > 0 ? 1 : 0), 0) : design.rowCount;
  const size = design.columns.length;
  if (rowCount <= size) refuseTooFewRows(rowCount, size);
  const first = weights ? response[weights.findIndex((weight) => weight > 0)]! : response[0]!;
  if (
    (design.hasIntercept || first === 0) &&
    response.every((value, row) => value === first || weights?.[row] === 0)
  )
    refuseConstant("response", first);
  const fit = fitWeighted(design, response, weights);
  const spare = rowCount - size;
  const variance = fit.residualSquares / spare;
  const covarianceKind = spec.covariance ?? { kind: "classical" };
  const parts = sandwichOf(design, fit, weights, rowCount);
  const covariance =
    covarianceKind.kind === "classical"
      ? inverseOf(fit.factor).map((value) => value * variance)
      : robustCovariance(parts, covarianceKind);
  const degrees =
    covarianceKind.kind === "clustered"
      ? clusterCodes(covarianceKind.clusters, design.rowCount).count - 1
      : spare;
  const estimates: Estimates = {
    names: design.names,
    values: fit.coefficients,
    covariance,
    degreesOfFreedom: degrees,
  };
  const fitted = response.map((value, row) => value - fit.residuals[row]!);
  const coefficients = coefficientTable(estimates, level);
  return Object.freeze({
    kind: "linear-regression",
    design,
    response,
    weights,
    factor: fit.factor,
    effects: fit.effects,
    coefficients,
    estimates,
    covarianceKind: covarianceKind.kind,
    rowCount,
    residualDegreesOfFreedom: spare,
    fitted,
    residuals: fit.residuals,
    residualSquares: fit.residualSquares,
    residualStandardDeviation: Math.sqrt(variance),
    ...fitQuality(design, fit.effects, fit.residualSquares, estimates, covarianceKind.kind, spare, rowCount),
    ...likelihoodOf(fit.residualSquares, rowCount, size, weights),
    level,
    notes: [
      ...notesOf(fit.residualSquares, fit.effects, coefficients),
      ...covarianceNotes(parts, covarianceKind),
    ],
  });
}

const sandwichOf = (
  { columns, hasIntercept }: Design,
  { factor, residuals }: ReturnType<typeof fitWeighted>,
  weights: Float64Array | undefined,
  rowCount: number,
): SandwichParts => ({
  columns,
  hasIntercept,
  factor,
  scores: weights ? residuals.map((residual, row) => residual * weights[row]!) : residuals,
  leverage: () => leverageOf(columns, factor, weights),
  rowCount,
});

function fitQuality(
  design: Design,
  effects: Float64Array,
  residualSquares: number,
  estimates: Estimates,
  kind: CovarianceKind["kind"],
  spare: number,
  rowCount: number,
): Pick<LinearRegression, "rSquared" | "adjustedRSquared" | "overall"> {
  const from = design.hasIntercept ? 1 : 0;
  let explained = 0;
  for (let at = from; at < effects.length; at++) explained += effects[at]! * effects[at]!;
  const whole = explained + residualSquares;
  const rSquared = whole > 0 ? explained / whole : 0;
  const tested = effects.length - from;
  const places = Array.from({ length: tested }, (_, at) => at + from);
  const f = explained / tested / (residualSquares / spare);
  return {
    rSquared,
    adjustedRSquared: 1 - ((residualSquares / whole) * (rowCount - from)) / spare,
    overall:
      tested === 0 || estimates.degreesOfFreedom < tested
        ? undefined
        : kind === "classical"
          ? { name: "F", value: f, degreesOfFreedom: [tested, spare], pValue: fPValue(f, tested, spare) }
          : waldTest(estimates, places),
  };
}

function likelihoodOf(
  residualSquares: number,
  rowCount: number,
  size: number,
  weights: Float64Array | undefined,
): Pick<LinearRegression, "logLikelihood" | "aic" | "bic"> {
  const ofWeights = weights
    ? total(weights.map((weight) => (weight > 0 ? naturalLogarithm(weight) : 0))) / 2
    : 0;
  const logLikelihood =
    (-rowCount / 2) * (naturalLogarithm(2 * Math.PI) + naturalLogarithm(residualSquares / rowCount) + 1) +
    ofWeights;
  return {
    logLikelihood,
    aic: -2 * logLikelihood + 2 * (size + 1),
    bic: -2 * logLikelihood + naturalLogarithm(rowCount) * (size + 1),
  };
}

function notesOf(
  residualSquares: number,
  effects: Float64Array,
  coefficients: readonly Coefficient[],
): readonly string[] {
  let size = 0;
  for (const effect of effects) size += effect * effect;
  return residualSquares <= size * 1e-28
    ? [
        "The columns explain the response to the last digit: errors, statistics and p-values say nothing here.",
      ]
    : smallestNotes(coefficients);
}
