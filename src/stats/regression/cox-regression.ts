import { exponential } from "../../base/index.ts";
import { ascendingPlaces } from "../order.ts";
import type { Design } from "./design.ts";
import { factorDesign } from "./factor.ts";
import { waldTest } from "./hypotheses.ts";
import {
  checkedLevel,
  coefficientTable,
  type Coefficient,
  type Estimates,
  type Significance,
} from "./inference.ts";
import type { Interval } from "../interval.ts";
import { maximizePartialLikelihood } from "./partial-likelihood.ts";
import { chiSquarePValue } from "./reference-tails.ts";
import { checkLabels, checkRowCount, refuseSurvival } from "./refusals.ts";
import type { RiskProblem, Ties } from "./risk-sets.ts";
import { clusterCodes } from "./robust-covariance.ts";
import { concordanceOf, scoreResiduals } from "./cox-residuals.ts";
import { checkTimes, type SurvivalTimes } from "./survival-data.ts";
import { multiply, total } from "./weighted-sums.ts";

/** What a Cox regression is made of. The intercept of the design is left out: the baseline hazard has its place. */
export interface CoxRegressionSpec extends SurvivalTimes {
  readonly design: Design;
  /** Each stratum has a baseline hazard of its own. */
  readonly strata?: readonly string[];
  readonly ties?: Ties;
  /** `robust` believes in no model of the variance (Lin & Wei 1989); `clustered` sums rows of a cluster first. Neither has a small-sample factor. */
  readonly covariance?:
    | { readonly kind: "classical" | "robust" }
    | { readonly kind: "clustered"; readonly clusters: ArrayLike<string | number> };
  readonly level?: number;
}

/** A hazard ratio: how the hazard is multiplied when the column grows by one. */
export interface HazardRatio {
  readonly name: string;
  readonly estimate: number;
  readonly interval: Interval;
}

/** A Cox regression with its inference. */
export interface CoxRegression {
  readonly kind: "cox-regression";
  readonly problem: RiskProblem;
  /** The rows in the order of the problem. */
  readonly order: Uint32Array;
  readonly coefficients: readonly Coefficient[];
  readonly hazardRatios: readonly HazardRatio[];
  readonly estimates: Estimates;
  /** Means of the columns, about which the problem's columns are. */
  readonly columnMeans: Float64Array;
  readonly rowCount: number;
  readonly eventCount: number;
  readonly logLikelihood: number;
  readonly nullLogLikelihood: number;
  readonly aic: number;
  readonly likelihoodRatioTest: Significance;
  readonly scoreTest: Significance;
  readonly waldTest: Significance;
  /** The share of comparable pairs of rows (within a stratum) of which the one with the greater hazard had the event first. */
  readonly concordance: number;
  readonly level: number;
  readonly steps: number;
}

/**
 * Fits hazards that are proportional: hazard(t) = baseline(t)·exp(xb), by Cox's partial likelihood, ties by Efron unless told otherwise.
 * Refused: what `linearRegression` refuses of designs, times and events that cannot be, no events at all (T2873), and columns that order
 * the events perfectly, whose coefficients have no finite estimate (T2874). Source: Therneau & Grambsch, "Modeling Survival Data", 2000.
 * @example
 * const fit = coxRegression({ design: designOfNumbers({ x: [0, 1, 0, 1] }), times: [5, 3, 2, 1], events: [1, 1, 1, 1] });
 * fit.hazardRatios[0].estimate > 1 // true
 */
export function coxRegression(spec: CoxRegressionSpec): CoxRegression {
  const { design } = spec;
  const level = checkedLevel(spec.level ?? 0.95);
  const data = checkTimes(spec);
  checkRowCount(data.times.length, design.rowCount, "times");
  const eventCount = data.events.reduce((sum, event) => sum + event, 0);
  if (eventCount === 0)
    refuseSurvival(
      "There are no events",
      "events",
      "0",
      "Give rows with events: without them hazards are not to be told.",
    );
  if (spec.strata) checkLabels(spec.strata, design.rowCount, "strata");
  const from = design.hasIntercept ? 1 : 0;
  const names = design.names.slice(from);
  if (names.length === 0)
    refuseSurvival("The design has no columns but the intercept", "design", "0", "Give at least one column.");
  // Beside a constant, for a column that is constant has no part in a hazard ratio.
  factorDesign(from === 1 ? design : withConstant(design), undefined);
  const { problem, order, columnMeans } = riskProblemOf(spec, data.times, data.events, from);
  const best = maximizePartialLikelihood(problem, names);
  const estimates: Estimates = {
    names,
    values: best.coefficients,
    covariance: covarianceOf(spec, problem, best.coefficients, best.inverse, order),
    degreesOfFreedom: Number.POSITIVE_INFINITY,
  };
  const coefficients = coefficientTable(estimates, level);
  const places = names.map((_, at) => at);
  return Object.freeze({
    kind: "cox-regression",
    problem,
    order,
    coefficients,
    hazardRatios: coefficients.map(({ name, estimate, interval }) => ({
      name,
      estimate: exponential(estimate),
      interval: { level, low: exponential(interval.low), high: exponential(interval.high) },
    })),
    estimates,
    columnMeans,
    rowCount: design.rowCount,
    eventCount,
    logLikelihood: best.logLikelihood,
    nullLogLikelihood: best.nullLogLikelihood,
    aic: -2 * best.logLikelihood + 2 * names.length,
    likelihoodRatioTest: chiSquared(2 * (best.logLikelihood - best.nullLogLikelihood), names.length),
    scoreTest: chiSquared(best.scoreStatistic, names.length),
    waldTest: waldTest(estimates, places),
    concordance: concordanceOf(problem, best.coefficients),
    level,
    steps: best.steps,
  });
}

const chiSquared = (value: number, degrees: number): Significance => ({
  name: "chi-squared",
  value: Math.max(0, value),
  degreesOfFreedom: [degrees],
  pValue: chiSquarePValue(value, degrees),
});

const withConstant = (design: Design): Design => ({
  ...design,
  names: ["1", ...design.names],
  columns: [new Float64Array(design.rowCount).fill(1), ...design.columns],
});

/** Rows by stratum, then by time, with columns about their means. */
function riskProblemOf(
  { design, strata, ties = "efron" }: CoxRegressionSpec,
  times: Float64Array,
  events: Uint8Array,
  from: number,
): { readonly problem: RiskProblem; readonly order: Uint32Array; readonly columnMeans: Float64Array } {
  const byTime = ascendingPlaces(times);
  const codes = new Map<string, number>();
  if (strata)
    for (const name of [...new Set(strata)].toSorted((a, b) => (a < b ? -1 : 1))) codes.set(name, codes.size);
  const stratumOf = (row: number): number => (strata ? codes.get(strata[row]!)! : 0);
  const order = strata
    ? byTime.slice().sort((a, b) => stratumOf(a) - stratumOf(b) || times[a]! - times[b]! || a - b)
    : byTime;
  const bounds = [0];
  for (let at = 1; at < order.length; at++)
    if (stratumOf(order[at]!) !== stratumOf(order[at - 1]!)) bounds.push(at);
  bounds.push(order.length);
  const own = design.columns.slice(from);
  const columnMeans = Float64Array.from(own, (column) => total(column) / column.length);
  const columns = own.map((column, at) => Float64Array.from(order, (row) => column[row]! - columnMeans[at]!));
  const problem: RiskProblem = {
    columns,
    times: Float64Array.from(order, (row) => times[row]!),
    events: Uint8Array.from(order, (row) => events[row]!),
    bounds,
    ties,
  };
  return { problem, order, columnMeans };
}

function covarianceOf(
  { covariance = { kind: "classical" } }: CoxRegressionSpec,
  problem: RiskProblem,
  coefficients: Float64Array,
  inverse: Float64Array,
  order: Uint32Array,
): Float64Array {
  if (covariance.kind === "classical") return inverse;
  const size = coefficients.length;
  let residuals = scoreResiduals(problem, coefficients);
  if (covariance.kind === "clustered") {
    const { codes, count } = clusterCodes(covariance.clusters, order.length);
    residuals = residuals.map((values) => {
      const sums = new Float64Array(count);
      values.forEach((value, at) => (sums[codes[order[at]!]!]! += value));
      return sums;
    });
  }
  const meat = new Float64Array(size * size);
  for (let row = 0; row < size; row++)
    for (let column = 0; column < size; column++)
      meat[row * size + column] = residuals[row]!.reduce(
        (sum, value, at) => sum + value * residuals[column]![at]!,
        0,
      );
  return multiply(multiply(inverse, meat, size), inverse, size);
}
