import { square } from "../../base/index.ts";
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
import { classVariances, fewestClassRows } from "./delong.ts";
import { standardErrorOf } from "./standard-error.ts";
import { quantileMisses, quantileName, residualName } from "./test-calibration.ts";
import { fewestUnits, testEstimate, untested, type Measured, type TestAnswer } from "./test-outcome.ts";

/** A model's answers for rows whose truth is known, with the metric to compare groups by. */
export interface GroupedRows extends EvaluationRows {
  readonly predictions: Predictions;
  readonly metric: string;
  readonly seed: number;
  /** Of a model that predicts a quantile of a number, not its mean: which one. */
  readonly quantile?: number;
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
const groupMetric = (metric: string, task: EvaluationRows["task"]): Metric =>
  findMetric(substitutes[metric as MetricName] ?? metric, task.kind);

/**
 * Prepares the tests of groups of rows: is the model worse or better in a group than in the other rows, and does it lean to one side
 * there? Everything that does not depend on the group is done once, so that a group costs one pass. `isInside` has 1 for the rows of
 * the group.
 */
export function groupTester(given: GroupedRows): (isInside: Uint8Array) => GroupTests {
  const { predictions, metric, seed, quantile: _quantile, ...rows } = given;
  checkEvaluationRows(rows, [["the model", predictions]]);
  const measure = groupMetric(metric, rows.task);
  const scored = scoredRows(rows, predictions);
  const sampled = resampling(rows, seed);
  const weights = baseWeights(sampled);
  const prepared = measure.prepare(scored);
  const isPlain = !rows.weight && !sampled.cluster;
  const biasIn = biasTester(given, weights, isPlain, sampled.cluster);
  const context: SideContext = {
    measure,
    prepared,
    weights,
    overall: prepared.influence?.(weights) ?? null,
    truth: rows.truth,
    isPlain,
    cluster: sampled.cluster,
  };
  return (isInside) => {
    const sides = [isInside, isInside.map((one) => 1 - one)].map((side) =>
      weights.map((one, row) => one * side[row]!),
    );
    return {
      measure: measure.name,
      better: measure.better,
      difference: testSides(context, sides as [RowWeights, RowWeights]),
      bias: biasIn(sides[0]!),
    };
  };
}

/** What the tests of two sides have in common. */
interface SideContext {
  readonly measure: Metric;
  readonly prepared: PreparedMetric;
  readonly weights: RowWeights;
  /** What each row does to the metric of all rows. */
  readonly overall: Float64Array | null;
  readonly truth: Float64Array;
  readonly isPlain: boolean;
  readonly cluster: Int32Array | undefined;
}

/** One side of a comparison: the weights, which are 0 for rows of the other, and what each row does to the metric. */
interface Side {
  readonly weights: RowWeights;
  readonly influence: Float64Array;
}

/**
 * The metric of one side less that of the other. The spread of a side is never taken as less than chance makes it for as many rows of
 * all: a few rows that happen to be all right do not make it sure.
 */
function testSides(context: SideContext, sides: readonly [RowWeights, RowWeights]): TestAnswer {
  const { measure, prepared, overall } = context;
  const [within, beyond] = [prepared.score(sides[0]), prepared.score(sides[1])];
  if (within === null || beyond === null)
    return untested(`${measure.name} is not defined ${within === null ? "in it" : "outside of it"}`);
  const [inside, outside] = sides.map((weights) => ({
    weights,
    influence: prepared.influence?.(weights) ?? null,
  }));
  if (!inside?.influence || !outside?.influence || !overall)
    return untested(`the spread of ${measure.name} in a group is not known`);
  const name = `${measure.name} (in the group - elsewhere)`;
  const both = [inside, outside] as readonly [Side, Side];
  const spread =
    measure.name === "auc" && context.isPlain
      ? spreadOfAucs(context, overall, both)
      : spreadOfMeans(context, overall, both);
  return spread.kind === "untested" ? spread : testEstimate({ name, estimate: within - beyond, ...spread });
}

type Spread =
  | (Pick<Measured, "test" | "standardError" | "degreesOfFreedom" | "units"> & { readonly kind: "spread" })
  | ReturnType<typeof untested>;

/** Each class of each side is a sample of its own; the smallest says how careful to be. */
function spreadOfAucs({ truth }: SideContext, overall: Float64Array, sides: readonly [Side, Side]): Spread {
  const all = classVariances(overall, truth);
  const found = sides.map(({ weights, influence }) =>
    classVariances(influence, truth, (row) => weights[row]! > 0),
  );
  const missing = found.indexOf(null);
  if (!all || missing >= 0)
    return untested(
      `fewer than ${fewestClassRows} rows of a class are ${missing === 0 ? "in it" : "outside of it"}`,
    );
  let variance = 0;
  let least = Infinity;
  for (const side of found) {
    if (!side) continue;
    for (const one of [0, 1] as const) {
      const ofAll = (all.variances[one] * all.counts[one]) / side.counts[one];
      variance += Math.max(side.variances[one], ofAll);
      least = Math.min(least, side.counts[one]);
    }
  }
  return {
    kind: "spread",
    test: "t-test of two AUCs by DeLong's variances",
    standardError: Math.sqrt(variance),
    degreesOfFreedom: least - 1,
    units: truth.length,
  };
}

function spreadOfMeans(
  { weights, cluster }: SideContext,
  overall: Float64Array,
  [inside, outside]: readonly [Side, Side],
): Spread {
  const all = standardErrorOf(overall, weights, cluster);
  const influence = inside.influence.map((one, row) => one - outside.influence[row]!);
  const joint = standardErrorOf(influence, weights, cluster);
  let variance = square(joint.standardError);
  let least = Infinity;
  for (const side of [inside, outside]) {
    const own = standardErrorOf(side.influence, side.weights, cluster);
    const ofAll = (square(all.standardError) * all.units) / own.units;
    variance += Math.max(0, ofAll - square(own.standardError));
    least = Math.min(least, own.units);
  }
  if (least < fewestUnits) return untested(`only ${least} of what varies independently are on one side`);
  return {
    kind: "spread",
    test: cluster ? "t-test over what varies together" : "t-test over rows",
    standardError: Math.sqrt(variance),
    // As careful as the smaller side asks for.
    degreesOfFreedom: least - 1,
    units: joint.units,
  };
}

/** Fewer rows than this that should have gone one way say nothing about a share. */
const fewestExpected = 5;

/** Prepares the test of the lean within a group: what happened less what was predicted. */
function biasTester(
  { task, truth, predictions, quantile, ...rows }: GroupedRows,
  weights: RowWeights,
  isPlain: boolean,
  cluster: Int32Array | undefined,
): (inside: RowWeights) => TestAnswer | null {
  if (!isClassTask(task) && task.kind !== "regression") return () => null;
  const { probability, happened } = isClassTask(task)
    ? calibrated(scoredRows({ task, truth, ...rows }, predictions))
    : { probability: predictions.outputs[0]!, happened: truth };
  const residual =
    quantile === undefined
      ? probability.map((one, row) => happened[row]! - one)
      : quantileMisses(quantile, probability, truth);
  const mean = meanOfRows(residual);
  const ofNumbers = quantile === undefined ? residualName : quantileName;
  const name = isClassTask(task) ? "share that happened - predicted share" : ofNumbers;
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
export function testClasses({ predictions, seed, ...rows }: GroupedRows): readonly TestAnswer[] {
  const { task, truth } = rows;
  if (task.kind !== "multiclass") return [];
  const predicted = predictedClasses({ predictions });
  const isRight = truth.map((is, row) => (predicted[row] === is ? 1 : 0));
  const prepared = meanOfRows(isRight);
  const sampled = resampling(rows, seed);
  const weights = baseWeights(sampled);
  const context: SideContext = {
    measure: findMetric("accuracy", task.kind),
    prepared,
    weights,
    overall: prepared.influence?.(weights) ?? null,
    truth,
    isPlain: !rows.weight && !sampled.cluster,
    cluster: sampled.cluster,
  };
  return task.classes.map((_value, index) => {
    const sides = [true, false].map((side) =>
      weights.map((one, row) => ((truth[row] === index) === side ? one : 0)),
    ) as [RowWeights, RowWeights];
    return testSides(context, sides);
  });
}
