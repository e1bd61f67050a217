import { describe, expect, it } from "vitest";
import { createRandom, quietEffects, shuffledIndexes } from "../../../base/index.ts";
import { boosting, type BoostingParameters } from "../../boosting.ts";
import { computeMetric } from "../../evaluate-model.ts";
import { takeTrainingRows } from "../../prepare-training-set.ts";
import type { Task } from "../../task.ts";
import type { Fitted, TrainingSet } from "../../trainer.ts";
import { peerGroups, peerRows } from "../fixtures/peer-rows.test-support.ts";
import { findJudgeMetric } from "./judge-metric.ts";

const context = { seed: 3, effects: quietEffects(() => 0) };
const regression: Task = { kind: "regression" };
const binary: Task = { kind: "binary", classes: [false, true], type: "Boolean" };
const multiclass: Task = { kind: "multiclass", classes: ["a", "b", "c"], type: "Text" };
const constants = boosting.normalize({ tweedieVariancePower: 1.3, alpha: 0.9 }, "test", []);

const rowCount = 40;
const rows = Array.from({ length: rowCount }, (_, row) => row);
const weight = Float64Array.from(rows, (row) => (row % 5) * 0.5 + 0.25);
const positive = Float64Array.from(rows, (row) => ((row * 17) % 29) / 4 + 0.5);
const counts = Float64Array.from(rows, (row) => (row * 13) % 7);
const predicted = Float64Array.from(rows, (row) => ((row * 11) % 23) / 5 + 0.75);
const truth = Float64Array.from(rows, (row) => ((row * row * 7 + row * 3) % 11) % 2);
const probability = truth.map((one, row) => (((row * 37 + 11 + 5 * one) % 23) + 0.5) / 24);

const setOf = (task: Task, target: Float64Array): TrainingSet => ({
  task,
  rowCount,
  features: [],
  target,
  weight,
});
const measure = (name: string, set: TrainingSet, predictions: readonly Float64Array[]): number =>
  findJudgeMetric(name)!.prepare(set, constants)(predictions);

describe("metrics that judge iterations", () => {
  it("agree with scikit-learn, with weights", () => {
    // scikit-learn 1.9.1: mean_poisson_deviance, mean_gamma_deviance, mean_tweedie_deviance (power 1.3), mean_pinball_loss (0.9).
    const expected = {
      poisson_deviance: [counts, 2.1225635779434593],
      gamma_deviance: [positive, 0.9895774131683516],
      tweedie_deviance: [counts, 1.8311484005671934],
      quantile: [positive, 1.3984500000000002],
      l1: [positive, 2.2405],
      l2: [positive, 7.3066],
    } as const;
    for (const [name, [target, value]] of Object.entries(expected))
      expect(measure(name, setOf(regression, target), [predicted]), name).toBeCloseTo(value, 11);
  });

  it("are the metrics of the same name that models are measured by", () => {
    const set = setOf(binary, truth);
    for (const [name, measured] of [
      ["auc", "auc"],
      ["average_precision", "pr-auc"],
      ["binary_logloss", "log-loss"],
      ["accuracy", "accuracy"],
    ] as const)
      expect(measure(name, set, [probability])).toBeCloseTo(
        computeMetric(measured, { task: binary, truth, weight, predictions: { outputs: [probability] } })!,
        12,
      );
    expect(measure("binary_error", set, [probability])).toBeCloseTo(
      1 - measure("accuracy", set, [probability]),
      12,
    );
    const classes = Float64Array.from(rows, (row) => ((row * row + row * 7) % 13) % 3);
    const raw = [0, 1, 2].map((index) => classes.map((_, row) => 1 + ((row * 5 + index * 7) % 9)));
    const shares = raw.map((column) =>
      column.map((value, row) => value / (raw[0]![row]! + raw[1]![row]! + raw[2]![row]!)),
    );
    const given = { task: multiclass, truth: classes, weight, predictions: { outputs: shares } };
    expect(measure("multi_logloss", setOf(multiclass, classes), shares)).toBeCloseTo(
      computeMetric("log-loss", given)!,
      12,
    );
    expect(1 - measure("multi_error", setOf(multiclass, classes), shares)).toBeCloseTo(
      computeMetric("accuracy", given)!,
      12,
    );
  });

  it("take equal scores of a ranking in the mean of all orders, as scikit-learn does", () => {
    const group = Int32Array.from(rows, (row) => row % 4);
    const grades = Float64Array.from(rows, (row) => ((row * row * 3 + row * 5) % 11) % 5);
    const score = Float64Array.from(rows, (row) => Math.floor(((row * 37) % 61) / 12));
    const set: TrainingSet = { task: { kind: "ranking" }, rowCount, features: [], target: grades, group };
    // scikit-learn 1.9.1, ndcg_score of 2^grade - 1, the mean over the groups.
    const expected = { "ndcg@3": 0.4255974851437128, "ndcg@5": 0.5198031900679112, ndcg: 0.6689797003690953 };
    for (const [name, value] of Object.entries(expected))
      expect(measure(name, set, [score]), name).toBeCloseTo(value, 11);
    // LightGBM 4.7.0, map@5 of scores without ties.
    const apart = score.map((value, row) => value + row / 1024);
    expect(measure("map@5", set, [apart])).toBeCloseTo(0.8358333333333334, 11);
  });

  it("do not depend on the order of the rows", () => {
    const order = shuffledIndexes(rowCount, createRandom("order"));
    const moved = (values: Float64Array): Float64Array => Float64Array.from(order, (row) => values[row]!);
    for (const name of ["auc", "average_precision", "binary_logloss", "cross_entropy", "accuracy"]) {
      const set = { ...setOf(binary, moved(truth)), weight: moved(weight) };
      expect(measure(name, set, [moved(probability)])).toBe(
        measure(name, setOf(binary, truth), [probability]),
      );
    }
  });
});

describe("early stopping", () => {
  const part = (set: TrainingSet, from: number, to: number): TrainingSet =>
    takeTrainingRows(
      set,
      Uint32Array.from({ length: to - from }, (_, at) => from + at),
    );
  const all = peerRows(binary, "rare", false);
  const train = (given: Partial<BoostingParameters>): Promise<Fitted> =>
    boosting.train(
      part(all, 0, 600),
      part(all, 600, 900),
      boosting.normalize({ numIterations: 80, learningRate: 0.3, ...given }, "test", []),
      context,
    );

  it("goes by the first metric, and knows which way is better", async () => {
    const { details } = await train({ metric: ["auc", "binary_error"], earlyStoppingRounds: 5 });
    const curve = details["lossCurve"] as { iteration: number; validation: number }[];
    expect(details).toMatchObject({ metric: "auc", stoppedEarly: true });
    expect(details["iterationsRun"]).toBe(Number(details["bestIteration"]) + 5);
    expect(curve.at(-1)!.validation).toBeGreaterThan(0.9);
    const others = details["otherCurves"] as Record<string, { validation: number }[]>;
    expect(Object.keys(others)).toEqual(["binary_error"]);
    expect(others["binary_error"]!.at(-1)!.validation).toBeLessThan(0.1);
  });

  it("counts only what is better by the least difference", async () => {
    const every = await train({ earlyStoppingRounds: 5 });
    const coarse = await train({ earlyStoppingRounds: 5, earlyStoppingMinDelta: 0.02 });
    expect(Number(coarse.details["bestIteration"])).toBeLessThan(Number(every.details["bestIteration"]));
  });

  it("refuses a metric that is none, or none of the task, or that has no value", async () => {
    const told: { code: string; cure?: string }[] = [];
    boosting.normalize({ metric: ["auc", "no"] }, "test", told as never);
    expect(told.map(({ code }) => code)).toEqual(["T1652"]);
    await expect(train({ metric: "rmse" })).rejects.toThrow(/T2633.*binary_logloss/s);
    const positives = all.target.reduce<number[]>(
      (list, one, row) => (one === 0 ? [...list, row] : list),
      [],
    );
    const one = takeTrainingRows(all, Uint32Array.from(positives.slice(0, 50)));
    await expect(
      boosting.train(part(all, 0, 600), one, boosting.normalize({ metric: "auc" }, "test", []), context),
    ).rejects.toThrow(/T2634.*one class/s);
  });

  it("judges a ranking by its groups", async () => {
    const { train: learnt, test } = peerGroups(false);
    const params = boosting.normalize({ metric: ["ndcg@3", "map"], numIterations: 3 }, "test", []);
    const { details } = await boosting.train(learnt, test, params, context);
    expect(details).toMatchObject({ objective: "lambdarank", metric: "ndcg@3" });
  });
});
