import { describe, expect, it } from "vitest";
import { computeMetric, evaluateModel } from "../evaluate-model.ts";
import type { Task } from "../task.ts";
import { groupPrecision } from "./graded-groups.ts";
import { metricsOf } from "./index.ts";

const task: Task = { kind: "ranking" };
const rows = Array.from({ length: 60 }, (_, row) => row);
/** Seven groups that stand mixed; no row of the last has a grade above 0. */
const group = Int32Array.from(rows, (row) => row % 7);
const truth = Float64Array.from(rows, (row) =>
  row % 7 === 6 || (row * 7) % 3 === 0 ? 0 : ((row * row * 3 + row * 5) % 11) % 5,
);
const score = Float64Array.from(rows, (row) => (((row * 37) % 61) + 9 * truth[row]! + row / 1024) / 64);
const tied = score.map((value) => Math.floor(value * 4) / 4);

const measured = (name: string, given: Float64Array): number =>
  computeMetric(name, { task, truth, group, predictions: { outputs: [given] } })!;

describe("metrics of a ranking", () => {
  it("agree with scikit-learn and LightGBM where no two scores are equal", () => {
    // scikit-learn 1.9.1 ndcg_score of 2^grade - 1 and average_precision_score, LightGBM 4.7.0 ndcg and map, over groups 0 to 5.
    const expected = {
      "ndcg@1": 0.6,
      "ndcg@3": 0.5527376284724707,
      "ndcg@5": 0.7515326229532774,
      ndcg: 0.7693754970590064,
      map: 0.820760582010582,
      mrr: 1,
      "precision@5": 0.7666666666666667,
      "precision@10": 0.48333333333333334,
    };
    for (const [name, value] of Object.entries(expected))
      expect(measured(name, score)).toBeCloseTo(value, 12);
    // LightGBM 4.7.0, map@1, map@3 and map@5.
    const precisions = [1, 3, 5].map((most) =>
      groupPrecision(most)({ classCount: 0, truth, group, predictions: { outputs: [score] } }).score(
        new Uint8Array(60).fill(1),
      ),
    );
    expect(precisions[0]).toBeCloseTo(1, 12);
    expect(precisions[1]).toBeCloseTo(0.648148148148148, 12);
    expect(precisions[2]).toBeCloseTo(0.7098611111111112, 12);
  });

  it("take equal scores in the mean of all orders", () => {
    // scikit-learn 1.9.1 ndcg_score, which averages over ties.
    const expected = {
      "ndcg@1": 0.4222222222222222,
      "ndcg@3": 0.5136634300736231,
      "ndcg@5": 0.6339773116800137,
    };
    for (const [name, value] of Object.entries(expected)) expect(measured(name, tied)).toBeCloseTo(value, 12);
    expect(measured("ndcg", tied)).toBeCloseTo(0.7207218841715278, 12);
    // The mean over 40,000 random orders of the ties of each group.
    expect(measured("map", tied)).toBeCloseTo(0.7838, 2.5);
    expect(measured("mrr", tied)).toBeCloseTo(0.9349, 2.5);
    expect(measured("precision@5", tied)).toBeCloseTo(0.65, 2.5);
  });

  it("leave out groups without a row of a grade above 0, and say how many rows these are", () => {
    const { metrics } = evaluateModel({
      model: "any",
      task,
      truth,
      group,
      predictions: { outputs: [score] },
      seed: 1,
    });
    expect(metrics.map(({ metric }) => metric)).toEqual(metricsOf("ranking").map(({ name }) => name));
    for (const { leftOut, value } of metrics) {
      expect(leftOut).toBe(8);
      expect(value!.low).toBeLessThanOrEqual(value!.estimate);
      expect(value!.high).toBeGreaterThanOrEqual(value!.estimate);
    }
    const none = truth.map(() => 0);
    expect(computeMetric("ndcg", { task, truth: none, group, predictions: { outputs: [score] } })).toBeNull();
  });

  it("do not look at scores of other groups, nor at the order of the rows", () => {
    const shifted = score.map((value, row) => value + 100 * group[row]!);
    const back = (values: Float64Array): Float64Array => Float64Array.from(values).reverse();
    for (const { name } of metricsOf("ranking")) {
      expect(measured(name, shifted)).toBe(measured(name, score));
      const reversed = {
        task,
        truth: back(truth),
        group: Int32Array.from(group).reverse(),
        predictions: { outputs: [back(tied)] },
      };
      expect(computeMetric(name, reversed)).toBeCloseTo(measured(name, tied), 14);
    }
  });

  it("weigh a group by the mean weight of its rows", () => {
    const weight = Float64Array.from(rows, (row) => (group[row] === 2 ? 1 : 0));
    const alone = rows.filter((row) => group[row] === 2);
    const take = (values: Float64Array): Float64Array => Float64Array.from(alone, (row) => values[row]!);
    const weighted = computeMetric("ndcg", { task, truth, group, weight, predictions: { outputs: [score] } });
    expect(weighted).toBe(
      computeMetric("ndcg", {
        task,
        truth: take(truth),
        group: new Int32Array(alone.length),
        predictions: { outputs: [take(score)] },
      }),
    );
  });

  it("have intervals as wide as the groups differ", () => {
    const many = Array.from({ length: 40 }, () => rows).flat();
    const repeat = (values: Float64Array): Float64Array => Float64Array.from(many, (row) => values[row]!);
    const width = (groups: Int32Array): number => {
      const { metrics } = evaluateModel({
        model: "any",
        task,
        truth: repeat(truth),
        group: groups,
        predictions: { outputs: [repeat(score)] },
        seed: 1,
      });
      const { value } = metrics.find(({ metric }) => metric === "ndcg@5")!;
      return value!.high - value!.low;
    };
    // The same 280 groups: with twice the number of rows in each, nothing would change but the intervals of single rows.
    const groups = Int32Array.from(many, (row, at) => group[row]! + 7 * Math.floor(at / 60));
    // The spread of the six different values over 240 groups, by hand: 1.96 standard errors on each side.
    expect(width(groups)).toBeGreaterThan(0.03);
    expect(width(groups)).toBeLessThan(0.12);
  });

  it("refuse rows without groups, and grades that are none", () => {
    const given = { task, truth, predictions: { outputs: [score] } };
    expect(() => computeMetric("ndcg", given)).toThrow(/T1683 The group has 0 rows/);
    expect(() =>
      computeMetric("ndcg", { ...given, group, truth: truth.map((grade) => grade + 0.5) }),
    ).toThrow(/T1684 The grade has 60 rows that cannot be measured/);
  });
});
