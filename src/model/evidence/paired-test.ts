import { mcNemarTest } from "../../stats/index.ts";
import { baseWeights, forEachResample, percentileInterval, type Resampling } from "../bootstrap.ts";
import { checkEvaluationRows, type EvaluationRows } from "../evaluate-input.ts";
import { resampling, scoredRows } from "../evaluate-model.ts";
import type { PairedDifference, Predictions } from "../evaluation.ts";
import {
  findMetric,
  predictedClasses,
  type Metric,
  type PreparedMetric,
  type RowWeights,
  type ScoredRows,
} from "../metrics/index.ts";
import { fewestClassRows, classVariances } from "./delong.ts";
import { standardErrorOf } from "./standard-error.ts";
import {
  fewestUnits,
  intervalOfEffect,
  possible,
  testEstimate,
  untested,
  type TestAnswer,
} from "./test-outcome.ts";

/** A model's name and its answers. */
interface NamedPredictions {
  readonly model: string;
  readonly predictions: Predictions;
}

/** Two models' answers for the same rows. */
export interface PairedRows extends EvaluationRows {
  readonly metric: string;
  readonly first: NamedPredictions;
  readonly second: NamedPredictions;
  readonly seed: number;
}

/** How two models differ on the same rows, and the test of no difference. */
export interface PairedTest {
  /** `better` goes by this test alone; among several comparisons it must be adjusted. */
  readonly difference: PairedDifference;
  readonly answer: TestAnswer;
}

/** What every way to test a difference works with. */
interface Pair {
  readonly metric: Metric;
  readonly name: string;
  readonly estimate: number;
  readonly rows: EvaluationRows;
  readonly sampled: Resampling;
  readonly weights: RowWeights;
  readonly scored: readonly [ScoredRows, ScoredRows];
  readonly prepared: readonly [PreparedMetric, PreparedMetric];
}

/**
 * The difference of a metric between two models on the same rows, so that what makes rows hard for both cancels out, with the test
 * that fits the metric: McNemar's for accuracy, DeLong's for the AUC, Student's t of what each row, group or block does to the
 * difference for all that are means or smooth in means (for a mean loss: Diebold & Mariano, J. Bus. Econ. Stat. 13, 1995), and for the
 * rest a t of the paired bootstrap's standard error. Null where the metric is not defined on these rows.
 */
export function testPaired({ metric, first, second, seed, ...rows }: PairedRows): PairedTest | null {
  const measure = findMetric(metric, rows.task.kind);
  checkEvaluationRows(rows, [
    [first.model, first.predictions],
    [second.model, second.predictions],
  ]);
  const scored = [scoredRows(rows, first.predictions), scoredRows(rows, second.predictions)] as const;
  const prepared = [measure.prepare(scored[0]), measure.prepare(scored[1])] as const;
  const sampled = resampling(rows, seed);
  const weights = baseWeights(sampled);
  const estimate = subtract(prepared[0].score(weights), prepared[1].score(weights));
  if (estimate === null) return null;
  const name = `${metric} (${first.model} - ${second.model})`;
  const pair = { metric: measure, name, estimate, rows, sampled, weights, scored, prepared };
  const answer = testPair(pair);
  const interval = answer.kind === "tested" ? intervalOfEffect(answer.effect) : percentiles(pair);
  const isBelow = answer.kind === "tested" && answer.pValue < 0.05;
  return {
    difference: {
      metric,
      first: first.model,
      second: second.model,
      difference: interval ?? { estimate, low: estimate, high: estimate },
      better: isBelow ? betterSide(estimate, measure.better) : "none",
    },
    answer,
  };
}

/** Which model a difference speaks for; none where there is none. */
export const betterSide = (estimate: number, better: "higher" | "lower"): PairedDifference["better"] =>
  estimate === 0 ? "none" : estimate > 0 === (better === "higher") ? "first" : "second";

function testPair(pair: Pair): TestAnswer {
  const { metric, rows, prepared, weights, name, estimate } = pair;
  const isPlain = !rows.weight && !rows.cluster && !rows.group;
  if (metric.name === "accuracy" && isPlain) return testErrors(pair);
  const [left, right] = prepared.map((one) => one.influence?.(weights) ?? null);
  if (!left || !right) return testByBootstrap(pair);
  const influence = left.map((one, row) => one - right[row]!);
  if (metric.name === "auc" && isPlain) return testAuc(pair, influence);
  const { standardError, units } = standardErrorOf(influence, weights, pair.sampled.cluster);
  if (units < fewestUnits) return tooFew(units);
  return testEstimate({
    test: rows.cluster || rows.group ? "paired t-test over what varies together" : "paired t-test over rows",
    name,
    estimate,
    standardError,
    degreesOfFreedom: units - 1,
    units,
  });
}

const tooFew = (units: number): TestAnswer =>
  untested(`only ${units} of what varies independently are there, and ${fewestUnits} are the least`);

/** McNemar's test of who is right where the other is wrong. */
function testErrors({ rows: { truth }, scored, name, estimate }: Pair): TestAnswer {
  const [left, right] = scored.map(predictedClasses);
  const table: [[number, number], [number, number]] = [
    [0, 0],
    [0, 0],
  ];
  for (const [row, is] of truth.entries()) table[left![row] === is ? 0 : 1][right![row] === is ? 0 : 1]++;
  if (table[0][1] + table[1][0] === 0)
    return untested("both models are right in the same rows, so there is nothing to test");
  if (truth.length < fewestUnits) return tooFew(truth.length);
  const { test, effect, statistic, pValue } = mcNemarTest(table);
  return {
    kind: "tested",
    test,
    effect: { name, estimate, low: effect.interval?.low ?? null, high: effect.interval?.high ?? null },
    statistic,
    degreesOfFreedom: null,
    units: truth.length,
    pValue: possible(pValue),
  };
}

/** DeLong's test of two AUCs. */
function testAuc({ rows: { truth }, name, estimate }: Pair, influence: Float64Array): TestAnswer {
  const found = classVariances(influence, truth);
  if (found === null)
    return untested(
      `one class has fewer than ${fewestClassRows} rows, too few to judge the spread of the AUC`,
    );
  return testEstimate({
    test: "DeLong's test",
    name,
    estimate,
    standardError: Math.sqrt(found.variances[0] + found.variances[1]),
    degreesOfFreedom: null,
    units: truth.length,
  });
}

function testByBootstrap(pair: Pair): TestAnswer {
  const { cluster, rowCount } = pair.sampled;
  const units = cluster ? new Set(cluster).size : rowCount;
  if (units < fewestUnits) return tooFew(units);
  const differences = resampledDifferences(pair);
  const mean = differences.reduce((sum, one) => sum + one, 0) / differences.length;
  const squares = differences.reduce((sum, one) => sum + (one - mean) * (one - mean), 0);
  return testEstimate({
    test: "t-test of the paired bootstrap",
    name: pair.name,
    estimate: pair.estimate,
    standardError: differences.length > 1 ? Math.sqrt(squares / (differences.length - 1)) : 0,
    degreesOfFreedom: units - 1,
    units,
  });
}

function resampledDifferences({ sampled, prepared: [left, right] }: Pair): number[] {
  const differences: number[] = [];
  forEachResample(sampled, (weights) => {
    const difference = subtract(left.score(weights), right.score(weights));
    if (difference !== null) differences.push(difference);
  });
  return differences;
}

/** Where nothing can be tested, the resamples still show how far the rows leave the difference open. */
const percentiles = (pair: Pair) => percentileInterval(pair.estimate, resampledDifferences(pair));

const subtract = (left: number | null, right: number | null): number | null =>
  left === null || right === null ? null : left - right;
