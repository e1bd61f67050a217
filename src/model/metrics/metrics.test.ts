import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { computeMetric } from "../evaluate-model.ts";
import type { Task } from "../task.ts";
import { defaultMetric, findMetric, metricNames, metrics, metricsOf } from "./index.ts";

const rows = Array.from({ length: 40 }, (_, row) => row);
const weight = Float64Array.from(rows, (row) => (row % 5) * 0.5 + 0.25);

const binaryTask: Task = { kind: "binary", classes: [false, true], type: "Boolean" };
const binaryTruth = Float64Array.from(rows, (row) => ((row * row * 7 + row * 3) % 11) % 2);
const probability = binaryTruth.map((truth, row) => (((row * 37 + 11 + 5 * truth) % 23) + 0.5) / 24);

const classTask: Task = { kind: "multiclass", classes: ["a", "b", "c"], type: "Text" };
const classTruth = Float64Array.from(rows, (row) => ((row * row + row * 7) % 13) % 3);
const raw = [0, 1, 2].map((index) =>
  classTruth.map((truth, row) => 1 + ((row * 5 + index * 7 + (truth === index ? 4 : 0)) % 9)),
);
const perClass = raw.map((column) =>
  column.map((value, row) => value / (raw[0]![row]! + raw[1]![row]! + raw[2]![row]!)),
);

const numberTask: Task = { kind: "regression" };
const numberTruth = Float64Array.from(rows, (row) => ((row * 17) % 29) - 8);
const predicted = Float64Array.from(rows, (row) => ((row * 17) % 29) * 0.8 - 6 + ((row * 13) % 7) * 0.7);

/** scikit-learn 1.9.1 on the same rows (40 rows by formula): without weights, with weights. mape without the two rows of truth 0. */
const expectedByTask = [
  {
    task: binaryTask,
    truth: binaryTruth,
    outputs: [probability],
    expected: {
      auc: [0.5413333333333333, 0.5570689473128497],
      "pr-auc": [0.4220405002153728, 0.42216465930307895],
      "log-loss": [0.8909634625754868, 0.8620336799894429],
      brier: [0.3038194444444445, 0.29881944444444447],
      accuracy: [0.55, 0.56],
      f1: [0.47058823529411764, 0.45],
    },
  },
  {
    task: classTask,
    truth: classTruth,
    outputs: perClass,
    expected: {
      "log-loss": [1.2696531031192202, 1.3026656563411922],
      brier: [0.7773577082004408, 0.8013857399932243],
      accuracy: [0.15, 0.12],
      "macro-f1": [0.1365079365079365, 0.11223611938323075],
      "macro-auc": [0.5089900963234296, 0.485233812110073],
    },
  },
  {
    task: numberTask,
    truth: numberTruth,
    outputs: [predicted],
    expected: {
      rmse: [2.4964474759145245, 2.6976378556062706],
      mae: [2.0175, 2.2015],
      "median-absolute-error": [1.8000000000000007, 2.099999999999998],
      r2: [0.9134379665960624, 0.9013889359395644],
      mape: [0.4055615470768436, 0.4290629528359834],
      "pinball-10": [1.5537500000000002, 1.7289500000000002],
      "pinball-90": [0.4637499999999998, 0.4725499999999997],
    },
  },
] as const;

describe("metrics", () => {
  for (const { task, truth, outputs, expected } of expectedByTask) {
    it(`agree with scikit-learn on every ${task.kind} metric`, () => {
      expect(Object.keys(expected).sort()).toEqual(
        metricsOf(task.kind)
          .map(({ name }) => name)
          .sort(),
      );
      for (const [name, [plain, weighted]] of Object.entries(expected)) {
        const common = { task, truth, predictions: { outputs } };
        expect(computeMetric(name, common), name).toBeCloseTo(plain, 12);
        expect(computeMetric(name, { ...common, weight }), `${name}, weighted`).toBeCloseTo(weighted, 12);
      }
    });
  }

  it("count a row of weight 3 like three rows", () => {
    const thrice = Float64Array.from(rows, (row) => (row % 3) + 1);
    const repeat = (values: Float64Array): Float64Array =>
      Float64Array.from(rows.flatMap((row) => Array.from({ length: thrice[row]! }, () => values[row]!)));
    for (const { task, truth, outputs } of expectedByTask)
      for (const { name } of metricsOf(task.kind)) {
        const weighted = computeMetric(name, { task, truth, predictions: { outputs }, weight: thrice });
        const repeated = computeMetric(name, {
          task,
          truth: repeat(truth),
          predictions: { outputs: outputs.map(repeat) },
        });
        expect(weighted, name).toBeCloseTo(repeated!, 12);
      }
  });

  it("do not depend on the order of the rows", () => {
    const order = rows.map((row) => (row * 27 + 5) % 40);
    const moved = (values: Float64Array): Float64Array => Float64Array.from(order, (row) => values[row]!);
    for (const { task, truth, outputs } of expectedByTask)
      for (const { name } of metricsOf(task.kind))
        expect(
          computeMetric(name, { task, truth: moved(truth), predictions: { outputs: outputs.map(moved) } }),
        ).toBeCloseTo(computeMetric(name, { task, truth, predictions: { outputs } })!, 12);
  });

  it("are null where they are not defined", () => {
    const ones = Float64Array.of(1, 1, 1);
    const half = { outputs: [Float64Array.of(0.2, 0.5, 0.7)] };
    expect(computeMetric("auc", { task: binaryTask, truth: ones, predictions: half })).toBeNull();
    expect(computeMetric("pr-auc", { task: binaryTask, truth: ones, predictions: half })).toBeNull();
    expect(
      computeMetric("f1", {
        task: binaryTask,
        truth: Float64Array.of(0, 0),
        predictions: { outputs: [Float64Array.of(0.1, 0.2)] },
      }),
    ).toBeNull();
    expect(computeMetric("r2", { task: numberTask, truth: ones, predictions: half })).toBeNull();
    expect(
      computeMetric("mape", { task: numberTask, truth: Float64Array.of(0, 0, 0), predictions: half }),
    ).toBeNull();
  });

  it("keep the log loss of a certain mistake finite", () => {
    const loss = computeMetric("log-loss", {
      task: binaryTask,
      truth: Float64Array.of(1, 0),
      predictions: { outputs: [Float64Array.of(0, 0)] },
    });
    // scikit-learn 1.9.1 clips at 2.2e-16 instead; -ln(1e-15) / 2 by hand.
    expect(loss).toBeCloseTo(17.269388197455342, 12);
  });

  it("give 0.5 for scores that are all equal, and 1 for a perfect order", () => {
    const truth = Float64Array.of(0, 1, 0, 1, 1);
    const auc = (...scores: number[]): number | null =>
      computeMetric("auc", {
        task: binaryTask,
        truth,
        predictions: { outputs: [Float64Array.from(scores)] },
      });
    expect(auc(0.3, 0.3, 0.3, 0.3, 0.3)).toBe(0.5);
    expect(auc(0.1, 0.6, 0.2, 0.7, 0.8)).toBe(1);
    expect(auc(0.9, 0.1, 0.8, 0.2, 0.3)).toBe(0);
  });

  it("count the rows that a relative error leaves out", () => {
    const prepared = metrics.mape.prepare({
      classCount: 0,
      truth: numberTruth,
      predictions: { outputs: [predicted] },
    });
    expect(prepared.leftOut).toBe(2);
  });
});

describe("findMetric", () => {
  it("knows every metric under its own name", () => {
    for (const name of metricNames) expect(findMetric(name, metrics[name].tasks[0]!).name).toBe(name);
  });

  it("names the closest metric for a misspelt one", () => {
    expect(() => findMetric("logloss", "binary")).toThrow(/T1680.*Did you mean "log-loss"/s);
    expect(() => findMetric("toString", "binary")).toThrow(/T1680/);
  });

  it("refuses a metric of another task", () => {
    expect(() => findMetric("auc", "regression")).toThrow(/T1681.*rmse/s);
  });

  it("has a default for each task", () => {
    expect(["binary", "multiclass", "regression"].map((task) => defaultMetric(task as Task["kind"]))).toEqual(
      ["auc", "log-loss", "rmse"],
    );
  });
});

describe("docs/metrics.md", () => {
  it("has a heading for every metric and for nothing else", () => {
    const page = readFileSync(new URL("../../../docs/metrics.md", import.meta.url), "utf8");
    const headings = [...page.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
    expect(headings).toEqual([...metricNames]);
  });
});
