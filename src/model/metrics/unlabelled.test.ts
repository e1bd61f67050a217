import { describe, expect, it } from "vitest";
import { computeMetric, evaluateModel } from "../evaluate-model.ts";
import type { Task } from "../task.ts";

const rows = Array.from({ length: 60 }, (_, row) => row);
const column = (value: (row: number) => number): Float64Array => Float64Array.from(rows, value);
const unknown = column(() => Number.NaN);

describe("metrics of clusters", () => {
  const task: Task = { kind: "clusters" };
  const four = column((row) => (row * 7) % 4);
  const answers = column((row) => (row % 13 === 5 ? -1 : four[row]!));
  const space = [
    column((row) => ((row * 37) % 61) / 10 + answers[row]! * 3),
    column((row) => ((row * 53) % 59) / 10 - answers[row]! * (Math.abs(answers[row]!) % 2) * 2),
  ];
  const given = { task, truth: unknown, space, predictions: { outputs: [answers] } };

  it("agree with scikit-learn, without the rows of noise", () => {
    // scikit-learn 1.9.1 silhouette_score, davies_bouldin_score and calinski_harabasz_score on the 55 rows in clusters.
    expect(computeMetric("silhouette", given)).toBeCloseTo(0.2770146781336756, 12);
    expect(computeMetric("davies-bouldin", given)).toBeCloseTo(1.0540171395521631, 12);
    expect(computeMetric("calinski-harabasz", given)).toBeCloseTo(48.51233507355117, 10);
  });

  it("have intervals, and say how many rows are noise", () => {
    for (const { value, leftOut } of evaluateModel({ ...given, model: "any", seed: 1 }).metrics) {
      expect(leftOut).toBe(5);
      expect(value!.low).toBeLessThan(value!.estimate);
      expect(value!.high).toBeGreaterThan(value!.estimate);
    }
  });

  it("are not defined for one cluster, nor for noise alone", () => {
    for (const answer of [0, -1])
      for (const name of ["silhouette", "davies-bouldin", "calinski-harabasz"])
        expect(
          computeMetric(name, { ...given, predictions: { outputs: [column(() => answer)] } }),
        ).toBeNull();
  });

  it("refuse an answer that is no cluster", () => {
    expect(() =>
      computeMetric("silhouette", { ...given, predictions: { outputs: [column(() => 0.5)] } }),
    ).toThrow(/T1684 .*whole number from 0, or -1/s);
  });

  it("look at 2,000 rows of many for the silhouette, close to the value of all", () => {
    const many = Array.from({ length: 200 }, () => rows).flat();
    const repeat = (values: Float64Array): Float64Array => Float64Array.from(many, (row) => values[row]!);
    const large = {
      task,
      truth: repeat(unknown),
      space: space.map(repeat),
      predictions: { outputs: [repeat(answers)] },
    };
    const { metrics } = evaluateModel({ ...large, model: "any", seed: 1 });
    expect(metrics[0]!.leftOut).toBe(10_000);
    expect(metrics[0]!.value!.estimate).toBeCloseTo(0.29, 1);
  });
});

describe("metrics of outliers", () => {
  const task: Task = { kind: "outliers" };
  const score = column((row) => ((row * 37) % 61) / 61);
  const again = column((row) => Math.floor((((row * 37) % 61) + ((row * 11) % 17)) / 10) / 8);

  it("agree with SciPy on stability, and leave out what no label says", () => {
    const { metrics } = evaluateModel({
      task,
      truth: unknown,
      predictions: { outputs: [score], again },
      model: "any",
      seed: 1,
    });
    expect(metrics.map(({ metric }) => metric)).toEqual(["stability"]);
    // SciPy 1.17.1 spearmanr.
    expect(metrics[0]!.value!.estimate).toBeCloseTo(0.9539041995947091, 12);
  });

  it("take a label for two classes, over the rows that it speaks of", () => {
    const label = column((row) => (row % 3 === 0 ? Number.NaN : score[row]! > 0.8 ? 1 : 0));
    const { metrics } = evaluateModel({
      task,
      truth: label,
      predictions: { outputs: [score] },
      model: "any",
      seed: 1,
    });
    expect(metrics).toMatchObject([
      { metric: "auc", leftOut: 20, value: { estimate: 1 } },
      { metric: "pr-auc", leftOut: 20, value: { estimate: 1 } },
    ]);
  });
});
