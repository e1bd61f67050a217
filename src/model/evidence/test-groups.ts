import { baseWeights } from "../bootstrap.ts";
import { calibrated } from "../calibration.ts";
import { checkEvaluationRows, type EvaluationRows } from "../evaluate-input.ts";
import { resampling, scoredRows } from "../evaluate-model.ts";
import type { Predictions } from "../evaluation.ts";
import {
  findMetric,
  predictedClasses,
  type Metric,
  type MetricName,
  type PreparedMetric,
  type RowWeights,
} from "../metrics/index.ts";
import { influenceOnMean, meanOfRows } from "../metrics/metric.ts";
import { isClassTask } from "../task.ts";
import { fewestClassRows, spreadOfAuc } from "./delong.ts";
import { standardErrorOf } from "./standard-error.ts";
import { fewestUnits, testEstimate, untested, type TestAnswer } from "./test-outcome.ts";

/** A model's answers for rows whose truth is known, with the metric to compare groups by. */
export interface GroupedRows extends EvaluationRows {
  readonly predictions: Predictions;
  readonly metric: string;
  readonly seed: number;
}

/** What is asked of one group of rows against all others. */
export interface GroupTests {
  /** What the groups are compared by. */
  readonly measure: string;
  readonly better: "higher" | "lower";
  /** The metric in the group, less that of the other rows. */
  readonly difference: TestAnswer;
  /** Truth minus prediction within the group; null for tasks whose answers cannot be calibrated. */
  readonly bias: TestAnswer | null;
}

/** For metrics whose spread in a group has no formula, or that depend on how frequent a class is in it: what groups are compared by instead. */
const substitutes: Partial<Readonly<Record<MetricName, MetricName>>> = {
  "pr-auc": "auc",
  "median-absolute-error": "mae",
};

/** The metric that groups are compared by. */
export const groupMetric = (metric: string, task: EvaluationRows["task"]): Metric =>
  findMetric(substitutes[metric as MetricName] ?? metric, task.kind);

/**
 * Prepares the tests of groups of rows: is the model worse or better in a group than in the other rows, and does it lean to one side
 * there? Everything that does not depend on the group is done once, so that a group costs one pass. `isInside` has 1 for the rows of
 * the group.
 */
export function groupTester(given: GroupedRows): (isInside: Uint8Array) => GroupTests {
  const { predictions, metric, seed, ...rows } = given;
  checkEvaluationRows(rows, [["the model", predictions]]);
  const measure = groupMetric(metric, rows.task);
  const scored = scoredRows(rows, predictions);
  const sampled = resampling(rows, seed);
  const weights = baseWeights(sampled);
  const prepared = measure.prepare(scored);
  const isPlain = !rows.weight && !sampled.cluster;
  const biasIn = biasTester(given, weights, isPlain, sampled.cluster);
  return (isInside) => {
    const sides = [isInside, isInside.map((one) => 1 - one)].map((side) =>
      weights.map((one, row) => one * side[row]!),
    );
    return {
      measure: measure.name,
      better: measure.better,
      difference: testSides(measure, prepared, sides as [RowWeights, RowWeights], weights, {
        truth: rows.truth,
        isPlain,
        cluster: sampled.cluster,
      }),
      bias: biasIn(sides[0]!),
    };
  };
}

interface SideRows {
  readonly truth: Float64Array;
  readonly isPlain: boolean;
  readonly cluster: Int32Array | undefined;
}

function testSides(
  measure: Metric,
  prepared: PreparedMetric,
  [inside, outside]: readonly [RowWeights, RowWeights],
  weights: RowWeights,
  { truth, isPlain, cluster }: SideRows,
): TestAnswer {
  const [within, beyond] = [prepared.score(inside), prepared.score(outside)];
  if (within === null || beyond === null)
    return untested(`${measure.name} is not defined ${within === null ? "in it" : "outside of it"}`);
  const [pull, push] = [inside, outside].map((side) => prepared.influence?.(side) ?? null);
  if (!pull || !push) return untested(`the spread of ${measure.name} in a group is not known`);
  const estimate = within - beyond;
  const name = `${measure.name} (in the group - elsewhere)`;
  if (measure.name === "auc" && isPlain) {
    const spreads = [inside, outside].map((side, at) => spreadWithin(at === 0 ? pull : push, truth, side));
    const [first, second] = spreads;
    if (first == null || second == null)
      return untested(
        `fewer than ${fewestClassRows} rows of a class are ${first == null ? "in it" : "outside of it"}`,
      );
    const standardError = Math.sqrt(first * first + second * second);
    return testEstimate({
      test: "z-test of two AUCs (DeLong)",
      name,
      estimate,
      standardError,
      degreesOfFreedom: null,
      units: truth.length,
    });
  }
  const least = Math.min(...[inside, outside].map((side) => standardErrorOf(pull, side, cluster).units));
  if (least < fewestUnits) return untested(`only ${least} of what varies independently are on one side`);
  const influence = pull.map((one, row) => one - push[row]!);
  const { standardError, units } = standardErrorOf(influence, weights, cluster);
  return testEstimate({
    test: cluster ? "t-test over what varies together" : "t-test over rows",
    name,
    estimate,
    standardError,
    // As careful as the smaller side asks for.
    degreesOfFreedom: least - 1,
    units,
  });
}

/** The spread of the AUC among the rows of one side. */
function spreadWithin(influence: Float64Array, truth: Float64Array, side: RowWeights): number | null {
  const rows = Uint32Array.from(truth.keys()).filter((row) => side[row]! > 0);
  return spreadOfAuc(
    Float64Array.from(rows, (row) => influence[row]!),
    Float64Array.from(rows, (row) => truth[row]!),
  );
}

/** Fewer rows than this that should have gone one way say nothing about a share. */
const fewestExpected = 5;

/** Prepares the test of the lean within a group: what happened less what was predicted. */
function biasTester(
  { task, truth, predictions, ...rows }: GroupedRows,
  weights: RowWeights,
  isPlain: boolean,
  cluster: Int32Array | undefined,
): (inside: RowWeights) => TestAnswer | null {
  if (!isClassTask(task) && task.kind !== "regression") return () => null;
  const { probability, happened } = isClassTask(task)
    ? calibrated(scoredRows({ task, truth, ...rows }, predictions))
    : { probability: predictions.outputs[0]!, happened: truth };
  const residual = probability.map((one, row) => happened[row]! - one);
  const mean = meanOfRows(residual);
  const name = isClassTask(task) ? "share that happened - predicted share" : "mean of truth minus prediction";
  return (inside) => {
    const estimate = mean.score(inside);
    const influence = influenceOnMean(residual, inside);
    if (estimate === null || !influence) return untested("no row of it counts");
    if (isClassTask(task) && isPlain) return testShare(estimate, probability, inside, name);
    const { standardError, units } = standardErrorOf(influence, inside, cluster);
    if (units < fewestUnits) return untested(`only ${units} of what varies independently are in it`);
    return testEstimate({
      test: "t-test of the mean residual",
      name,
      estimate,
      standardError,
      degreesOfFreedom: units - 1,
      units,
    });
  };
}

/** Against the spread that the probabilities themselves expect. */
function testShare(
  estimate: number,
  probability: Float64Array,
  inside: RowWeights,
  name: string,
): TestAnswer {
  let [count, expected, variance] = [0, 0, 0];
  for (let row = 0; row < probability.length; row++) {
    if (!(inside[row]! > 0)) continue;
    count++;
    expected += probability[row]!;
    variance += probability[row]! * (1 - probability[row]!);
  }
  if (Math.min(expected, count - expected) < fewestExpected)
    return untested(`fewer than ${fewestExpected} of its rows should have gone one way`);
  return testEstimate({
    test: "z-test of the share that happened",
    name,
    estimate,
    standardError: Math.sqrt(variance) / count,
    degreesOfFreedom: null,
    units: count,
  });
}

/**
 * Of more than two classes: whether the rows of one class are taken for the right class less often than the others. Of two classes the
 * threshold decides this, so nothing is tested.
 */
export function testClasses({ predictions, metric: _, seed, ...rows }: GroupedRows): readonly TestAnswer[] {
  const { task, truth } = rows;
  if (task.kind !== "multiclass") return [];
  const predicted = predictedClasses({ predictions });
  const isRight = truth.map((is, row) => (predicted[row] === is ? 1 : 0));
  const prepared = meanOfRows(isRight);
  const sampled = resampling(rows, seed);
  const weights = baseWeights(sampled);
  const accuracy = findMetric("accuracy", task.kind);
  return task.classes.map((_value, index) => {
    const [inside, outside] = [true, false].map((side) =>
      weights.map((one, row) => ((truth[row] === index) === side ? one : 0)),
    ) as [RowWeights, RowWeights];
    return testSides(accuracy, prepared, [inside, outside], weights, {
      truth,
      isPlain: !rows.weight && !sampled.cluster,
      cluster: sampled.cluster,
    });
  });
}
