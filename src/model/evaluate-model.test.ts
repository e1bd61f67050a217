import { describe, expect, it } from "vitest";
import { TandemError } from "../base/index.ts";
import { calibrationBins, shareInterval } from "./calibration.ts";
import { computeMetric, evaluateModel } from "./evaluate-model.ts";
import { testPaired } from "./evidence/paired-test.ts";
import type { Task } from "./task.ts";

const binary: Task = { kind: "binary", classes: ["no", "yes"], type: "Text" };
const count = 1200;
/** Rows whose class is positive exactly as often as the probability says. */
const probability = Float64Array.from({ length: count }, (_, row) => ((row % 12) + 0.5) / 12);
const truth = probability.map((share, row) =>
  (((row * 7919) % 1200) / 1200 + (row % 12) / 12) % 1 < share ? 1 : 0,
);

/** Rows with something wrong everywhere. */
const wrong = (): unknown =>
  evaluateModel({
    model: "m",
    task: binary,
    truth: Float64Array.of(0, 2, Number.NaN),
    weight: Float64Array.of(1, -1, 1),
    predictions: { outputs: [Float64Array.of(0.5, Number.NaN)] },
    seed: 1,
  });

/** The width of the AUC's interval over rows that are copied ten times. */
const width = (cluster?: Int32Array): number => {
  const { metrics } = evaluateModel({
    model: "m",
    task: binary,
    truth: truth.map((_, row) => truth[row - (row % 10)]!),
    predictions: { outputs: [probability.map((_, row) => probability[row - (row % 10)]!)] },
    ...(cluster && { cluster }),
    seed: 1,
  });
  return metrics[0]!.value!.high - metrics[0]!.value!.low;
};

/** Evaluates two rows, the second with this probability. */
const evaluate = (last: number): number =>
  evaluateModel({
    model: "m",
    task: binary,
    truth: Float64Array.of(0, 1),
    predictions: { outputs: [Float64Array.of(0.5, last)] },
    seed: 1,
  }).rowCount;

describe("evaluateModel", () => {
  it("measures a binary model with all its metrics, a confusion matrix and a calibration curve", () => {
    const found = evaluateModel({
      model: "m",
      task: binary,
      truth: Float64Array.of(0, 1, 1, 0, 1, 0),
      predictions: { outputs: [Float64Array.of(0.1, 0.9, 0.4, 0.5, 0.6, 0.2)] },
      seed: 1,
    });
    expect(found.metrics.map(({ metric }) => metric)).toEqual([
      "auc",
      "log-loss",
      "brier",
      "pr-auc",
      "accuracy",
      "f1",
    ]);
    expect(found.confusion).toEqual({
      classes: ["no", "yes"],
      counts: [
        [2, 1],
        [1, 2],
      ],
    });
    expect(found.residualQuantiles).toEqual([]);
    for (const { value } of found.metrics) {
      expect(value!.low).toBeLessThanOrEqual(value!.estimate);
      expect(value!.high).toBeGreaterThanOrEqual(value!.estimate);
    }
    expect(JSON.parse(JSON.stringify(found))).toEqual(found);
  });

  it("takes the most probable of several classes, the first of equals", () => {
    const found = evaluateModel({
      model: "m",
      task: { kind: "multiclass", classes: ["a", "b", "c"], type: "Text" },
      truth: Float64Array.of(0, 1, 2),
      predictions: {
        outputs: [
          Float64Array.of(0.4, 0.2, 0.3),
          Float64Array.of(0.4, 0.5, 0.3),
          Float64Array.of(0.2, 0.3, 0.4),
        ],
      },
      seed: 1,
    });
    expect(found.confusion!.counts).toEqual([
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ]);
  });

  it("gives the quantiles of the residuals and the rows a metric left out", () => {
    const found = evaluateModel({
      model: "m",
      task: { kind: "regression" },
      truth: Float64Array.from({ length: 101 }, (_, row) => row),
      predictions: { outputs: [new Float64Array(101)] },
      seed: 1,
    });
    expect(found.residualQuantiles).toEqual([0, 5, 25, 50, 75, 95, 100]);
    expect(found.metrics.find(({ metric }) => metric === "mape")!.leftOut).toBe(1);
    expect(found.metrics.find(({ metric }) => metric === "rmse")).not.toHaveProperty("leftOut");
    expect(found.confusion).toBeNull();
    expect(found.calibration).toEqual([]);
  });

  it("has a null AUC where there is one class only", () => {
    const found = evaluateModel({
      model: "m",
      task: binary,
      truth: Float64Array.of(1, 1),
      predictions: { outputs: [Float64Array.of(0.4, 0.6)] },
      seed: 1,
    });
    expect(found.metrics[0]).toEqual({ metric: "auc", better: "higher", value: null });
  });

  it("tells every problem of the rows at once", () => {
    expect(wrong).toThrow(TandemError);
    expect(wrong).toThrow(/truth has 2 rows that cannot be measured, the first is 2 in row 1/);
    expect(wrong).toThrow(/weight has 1 rows that cannot/);
    expect(wrong).toThrow(/prediction of m has 2 rows and the truth has 3/);
    expect(wrong).toThrow(/prediction of m has 1 rows that cannot be measured, the first is NaN in row 1/);
  });

  it("takes a probability that rounding put just above 1, and refuses one that is no probability", () => {
    expect(evaluate(1 + 2 ** -52)).toBe(2);
    expect(() => evaluate(1.01)).toThrow(/T1684.*the first is 1.01 in row 1/);
  });

  it("has wider intervals when rows come in clusters of copies", () => {
    const clustered = width(Int32Array.from({ length: count }, (_, row) => Math.floor(row / 10)));
    expect(clustered / width()).toBeGreaterThan(2.5);
    expect(clustered / width()).toBeLessThan(4);
  });
});

/** The rows per bin. */
const binCounts = (outputs: Float64Array): number[] =>
  calibrationBins({
    classCount: 2,
    truth: outputs.map((_, row) => row % 2),
    predictions: { outputs: [outputs] },
  }).map((bin) => bin.count);

describe("calibrationBins", () => {
  it("finds a calibrated model calibrated, in bins of whole values that hold all rows", () => {
    const bins = calibrationBins({ classCount: 2, truth, predictions: { outputs: [probability] } });
    expect(bins.reduce((sum, bin) => sum + bin.count, 0)).toBe(count);
    expect(bins.length).toBeGreaterThanOrEqual(5);
    expect(bins.length).toBeLessThanOrEqual(10);
    for (const { predicted, observed, count: rows } of bins) {
      expect(rows % 100).toBe(0);
      expect(predicted).toBeGreaterThanOrEqual(observed.low);
      expect(predicted).toBeLessThanOrEqual(observed.high);
    }
  });

  it("has one bin for one probability, and none of fewer than ten rows", () => {
    expect(binCounts(new Float64Array(50).fill(0.3))).toEqual([50]);
    expect(binCounts(Float64Array.from({ length: 25 }, (_, row) => row / 25))).toEqual([10, 15]);
    expect(binCounts(Float64Array.of(0.1, 0.2))).toEqual([2]);
  });

  it("weighs rows", () => {
    const [bin] = calibrationBins(
      { classCount: 2, truth: Float64Array.of(1, 0), predictions: { outputs: [Float64Array.of(0.4, 0.8)] } },
      Float64Array.of(3, 1),
    );
    expect(bin!.predicted).toBeCloseTo(0.5, 12);
    expect(bin!.observed.estimate).toBeCloseTo(0.75, 12);
  });
});

describe("shareInterval", () => {
  it("agrees with SciPy", () => {
    // scipy 1.17.1: binomtest(7, 20).proportion_ci(method="wilson"), and 0 of 20.
    expect(shareInterval(7, 20).low).toBeCloseTo(0.1811918241010821, 12);
    expect(shareInterval(7, 20).high).toBeCloseTo(0.5671457233147637, 12);
    expect(shareInterval(0, 20)).toEqual({
      estimate: 0,
      low: 0,
      high: expect.closeTo(0.16112515805281935, 12),
    });
    expect(shareInterval(20, 20).high).toBe(1);
  });
});

describe("testPaired", () => {
  const first = { model: "good", predictions: { outputs: [probability] } };
  const second = {
    model: "noisy",
    predictions: { outputs: [probability.map((share, row) => (share + ((row * 31) % 7) / 7) / 2)] },
  };
  const rows = { task: binary, truth, seed: 4 };

  it("finds the better model whichever way the metric points, and whichever is first", () => {
    expect(testPaired({ ...rows, metric: "auc", first, second })!.difference.better).toBe("first");
    expect(testPaired({ ...rows, metric: "log-loss", first, second })!.difference.better).toBe("first");
    expect(testPaired({ ...rows, metric: "auc", first: second, second: first })!.difference.better).toBe(
      "second",
    );
  });

  it("gives the difference of the two metrics, turned around when the models are", () => {
    const there = testPaired({ ...rows, metric: "brier", first, second })!.difference.difference;
    const back = testPaired({ ...rows, metric: "brier", first: second, second: first })!.difference
      .difference;
    const value = (of: typeof first): number =>
      computeMetric("brier", { ...rows, predictions: of.predictions })!;
    expect(there.estimate).toBe(value(first) - value(second));
    expect(back.estimate).toBe(-there.estimate);
    expect(back.low).toBeCloseTo(-there.high, 12);
  });

  it("finds no difference between a model and itself", () => {
    const same = testPaired({
      ...rows,
      metric: "auc",
      first,
      second: { ...first, model: "copy" },
    })!.difference;
    expect(same).toMatchObject({ first: "good", second: "copy", better: "none" });
    expect(same.difference).toEqual({ estimate: 0, low: 0, high: 0 });
  });

  it("is far narrower than the intervals of the two models", () => {
    const near = {
      model: "near",
      predictions: { outputs: [probability.map((share, row) => share * (row % 2 === 0 ? 0.98 : 1))] },
    };
    const { low, high } = testPaired({ ...rows, metric: "auc", first, second: near })!.difference.difference;
    const { value } = evaluateModel({ ...rows, ...first }).metrics[0]!;
    expect(high - low).toBeLessThan((value!.high - value!.low) / 3);
  });
});
