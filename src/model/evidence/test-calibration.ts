import { square } from "../../base/index.ts";
import { baseWeights } from "../bootstrap.ts";
import { calibrated } from "../calibration.ts";
import { checkEvaluationRows, type EvaluationRows } from "../evaluate-input.ts";
import { resampling, scoredRows } from "../evaluate-model.ts";
import type { Predictions } from "../evaluation.ts";
import { influenceOnMean, type RowWeights } from "../metrics/metric.ts";
import { isClassTask } from "../task.ts";
import { testCumulativeGap } from "./cumulative-gap.ts";
import {
  recalibrateMean,
  recalibrateSlope,
  type ProbabilityRows,
  type Recalibrated,
} from "./recalibration.ts";
import { standardErrorOf, totalWeight } from "./standard-error.ts";
import { fewestUnits, testEstimate, untested, type TestAnswer } from "./test-outcome.ts";

/** What of the calibration is tested: the level, the slope, how far answers are off given how sure they are, the whole curve. */
export type CalibrationAspect = "level" | "slope" | "sureness" | "curve";

/** One question about the calibration of a model with its answer. */
export interface CalibrationTest {
  readonly aspect: CalibrationAspect;
  readonly answer: TestAnswer;
}

/** A model's answers for rows whose truth is known. */
export interface CalibrationRows extends EvaluationRows {
  readonly predictions: Predictions;
  readonly seed: number;
  /** Of a model that predicts a quantile of a number, not its mean: which one. */
  readonly quantile?: number;
}

/**
 * Tests whether a model's answers mean what they say. For classes (of more than two: the most probable one) the level and the slope of
 * the log odds (Cox 1958), Spiegelhalter's z (Statistics in Medicine 5, 1986), and the whole curve; for numbers the mean residual, the
 * slope of the truth on the prediction, and the whole curve; for a predicted quantile how often the truth is at or below it. None for
 * other tasks.
 */
export function testCalibration({
  predictions,
  seed,
  quantile,
  ...rows
}: CalibrationRows): CalibrationTest[] {
  checkEvaluationRows(rows, [["the model", predictions]]);
  const { task, weight } = rows;
  const { cluster } = resampling(rows, seed);
  const shared = {
    weights: baseWeights(resampling(rows, seed)),
    isPlain: !weight && !cluster,
    ...(cluster && { cluster }),
  };
  if (isClassTask(task)) {
    const { probability, happened } = calibrated(scoredRows(rows, predictions));
    return testProbabilities({ probability, happened: Float64Array.from(happened), ...shared }, seed);
  }
  if (task.kind !== "regression") return [];
  const [predicted] = predictions.outputs;
  if (quantile === undefined) return testNumbers(predicted!, rows.truth, shared, seed);
  const misses = quantileMisses(quantile, predicted!, rows.truth);
  return [{ aspect: "level", answer: testMeanResidual(misses, shared, quantileName) }];
}

function testProbabilities(rows: ProbabilityRows, seed: number): CalibrationTest[] {
  const { probability, happened, weights, isPlain, cluster } = rows;
  const line = recalibrateSlope(rows);
  const residual = happened.map((one, row) => one - probability[row]!);
  return [
    {
      aspect: "level",
      answer: testRecalibrated(recalibrateMean(rows), rows, {
        test: "calibration in the large",
        name: "intercept of the log odds",
        absent: "the rows hold one class only",
      }),
    },
    {
      aspect: "slope",
      answer: testRecalibrated(line?.slope ?? null, rows, {
        test: "calibration slope",
        name: "slope of the log odds",
        hypothesis: 1,
        absent:
          "the probabilities are all alike, or part the classes without a fault, so that there is no slope",
      }),
    },
    { aspect: "sureness", answer: spiegelhalter(rows) },
    {
      aspect: "curve",
      answer: testCumulativeGap({
        predicted: probability,
        residual,
        weights,
        ...(isPlain && { variance: probability.map((one) => one * (1 - one)) }),
        ...(cluster && { cluster }),
        seed,
      }),
    },
  ];
}

function testRecalibrated(
  found: Recalibrated | null,
  { isPlain }: ProbabilityRows,
  words: {
    readonly test: string;
    readonly name: string;
    readonly hypothesis?: number;
    readonly absent: string;
  },
): TestAnswer {
  const { absent, ...rest } = words;
  if (found === null) return untested(absent);
  if (found.units < fewestUnits)
    return untested(`only ${found.units} of what varies independently are there`);
  return testEstimate({ ...rest, ...found, degreesOfFreedom: isPlain ? null : found.units - 1 });
}

/**
 * Spiegelhalter's z: Σ (y - p)(1 - 2p) / √(Σ (1 - 2p)² p(1 - p)), how far the Brier score is from what the probabilities themselves
 * expect of it. Where rows vary together or have weights, the spread is that of the units.
 */
function spiegelhalter({ probability, happened, weights, isPlain, cluster }: ProbabilityRows): TestAnswer {
  const total = totalWeight(weights);
  // The Brier score less its expectation: (y - p)² - p(1 - p) = (y - p)(1 - 2p).
  const pulls = probability.map(
    (one, row) => (weights[row]! * (happened[row]! - one) * (1 - 2 * one)) / total,
  );
  const estimate = pulls.reduce((sum, one) => sum + one, 0);
  const expected = probability.reduce((sum, one) => sum + square(1 - 2 * one) * one * (1 - one), 0);
  const { standardError, units } = isPlain
    ? { standardError: Math.sqrt(expected) / total, units: probability.length }
    : standardErrorOf(pulls, weights, cluster);
  if (!(standardError > 0))
    return untested("the probabilities leave nothing to chance, or are all one half, so there is no spread");
  if (units < fewestUnits) return untested(`only ${units} of what varies independently are there`);
  return testEstimate({
    test: "Spiegelhalter's test",
    name: "Brier score beyond what the probabilities expect",
    estimate,
    standardError,
    degreesOfFreedom: isPlain ? null : units - 1,
    units,
  });
}

type Shared = Pick<ProbabilityRows, "weights" | "isPlain" | "cluster">;

function testNumbers(
  predicted: Float64Array,
  truth: Float64Array,
  { weights, cluster }: Shared,
  seed: number,
): CalibrationTest[] {
  const residual = truth.map((value, row) => value - predicted[row]!);
  return [
    { aspect: "level", answer: testMeanResidual(residual, { weights, cluster }, residualName) },
    { aspect: "slope", answer: testSlope(predicted, truth, weights, cluster) },
    {
      aspect: "curve",
      answer: testCumulativeGap({ predicted, residual, weights, ...(cluster && { cluster }), seed }),
    },
  ];
}

/** What the mean residual is called. */
export const residualName = "mean of truth minus prediction";
/** What the mean of `quantileMisses` is called. */
export const quantileName = "quantile - share of truth at or below the prediction";

/** Of each row the quantile, less 1 where the truth is at or below the prediction: 0 on average, above 0 for predictions that are too low. */
export const quantileMisses = (
  quantile: number,
  predicted: Float64Array,
  truth: Float64Array,
): Float64Array => truth.map((value, row) => quantile - (value <= predicted[row]! ? 1 : 0));

function testMeanResidual(
  residual: Float64Array,
  { weights, cluster }: { readonly weights: RowWeights; readonly cluster?: Int32Array | undefined },
  name: string,
): TestAnswer {
  const influence = influenceOnMean(residual, weights);
  if (!influence) return untested("no row counts");
  return testByInfluence(influence, weights, cluster, {
    test: "t-test of the mean",
    name,
    estimate: residual.reduce((sum, one, row) => sum + weights[row]! * one, 0) / totalWeight(weights),
  });
}

/** The slope of the regression of the truth on the prediction, 1 for predictions that go far enough and not too far (Mincer & Zarnowitz 1969). */
function testSlope(
  predicted: Float64Array,
  truth: Float64Array,
  weights: RowWeights,
  cluster: Int32Array | undefined,
): TestAnswer {
  const total = totalWeight(weights);
  const meanOf = (values: Float64Array): number =>
    values.reduce((sum, value, row) => sum + weights[row]! * value, 0) / total;
  const [middle, level] = [meanOf(predicted), meanOf(truth)];
  const spread = predicted.reduce((sum, value, row) => sum + weights[row]! * square(value - middle), 0);
  const size = predicted.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (!(spread > total * square(1e-12 * size))) return untested("the model predicts one number for all rows");
  const slope =
    predicted.reduce((sum, value, row) => sum + weights[row]! * (value - middle) * (truth[row]! - level), 0) /
    spread;
  const influence = predicted.map(
    (value, row) =>
      (weights[row]! * (value - middle) * (truth[row]! - level - slope * (value - middle))) / spread,
  );
  return testByInfluence(influence, weights, cluster, {
    test: "calibration slope",
    name: "slope of truth on prediction",
    estimate: slope,
    hypothesis: 1,
  });
}

function testByInfluence(
  influence: Float64Array,
  weights: RowWeights,
  cluster: Int32Array | undefined,
  words: {
    readonly test: string;
    readonly name: string;
    readonly estimate: number;
    readonly hypothesis?: number;
  },
): TestAnswer {
  const { standardError, units } = standardErrorOf(influence, weights, cluster);
  if (units < fewestUnits) return untested(`only ${units} of what varies independently are there`);
  return testEstimate({ ...words, standardError, degreesOfFreedom: units - 1, units });
}
