import { describe, expect, it } from "vitest";
import { evaluateModel } from "./evaluate-model.ts";
import type { MetricValue } from "./evaluation.ts";
import type { Task } from "./task.ts";

const binary: Task = { kind: "binary", classes: [false, true], type: "Boolean" };

const metricsOf = (
  truth: Float64Array,
  probability: Float64Array,
  rest: { readonly cluster?: Int32Array; readonly clusterKind?: "group" | "block" } = {},
) =>
  evaluateModel({
    model: "m",
    task: binary,
    truth,
    predictions: { outputs: [probability] },
    seed: 1,
    ...rest,
  });

const named = (metrics: readonly MetricValue[], name: string): MetricValue =>
  metrics.find(({ metric }) => metric === name)!;

const alternating = (count: number): Float64Array =>
  Float64Array.from({ length: count }, (_, row) => row % 2);

describe("measureWithIntervals", () => {
  it("says how the intervals were made", () => {
    const truth = alternating(100);
    const cluster = Int32Array.from(truth, (_, row) => Math.floor(row / 10));
    const probability = truth.map((one, row) => 0.3 + 0.3 * one + 0.3 * ((row % 7) / 7));
    expect(metricsOf(truth, probability).intervals).toEqual({
      level: 0.95,
      method: "percentile",
      resamples: 1000,
      unit: "row",
      units: 100,
    });
    expect(metricsOf(truth, probability, { cluster, clusterKind: "block" }).intervals).toMatchObject({
      method: "student",
      unit: "block",
      units: 10,
    });
  });

  it("has no interval for a perfect AUC, Wilson's for a perfect accuracy, and none that would be one of a constant", () => {
    const truth = alternating(40);
    const { metrics } = metricsOf(
      truth,
      truth.map((one) => 0.1 + 0.8 * one),
    );
    expect(named(metrics, "auc")).toMatchObject({ value: { estimate: 1, low: 1, high: 1 } });
    expect(named(metrics, "auc").withoutInterval).toContain("the same in every resample");
    // statsmodels 0.15.0: proportion_confint(40, 40, method="wilson").
    expect(named(metrics, "accuracy").value!.low).toBeCloseTo(0.9123784, 6);
    expect(named(metrics, "accuracy")).not.toHaveProperty("withoutInterval");
    const constant = metricsOf(
      truth,
      truth.map(() => 0.4),
    ).metrics;
    expect(named(constant, "auc").withoutInterval).toContain("one answer");
  });

  it("has no interval with four rows of a class, for these are often not drawn at all", () => {
    const truth = Float64Array.from({ length: 60 }, (_, row) => (row % 20 === 0 ? 1 : 0));
    const probability = truth.map((one, row) => 0.1 + 0.2 * one + (row % 13) / 40);
    const { metrics } = metricsOf(truth, probability);
    expect(named(metrics, "auc").withoutInterval).toMatch(/not defined in \d+ of 1000 resamples/);
    expect(named(metrics, "log-loss")).not.toHaveProperty("withoutInterval");
  });

  it("has no interval for four rows or groups", () => {
    const truth = alternating(4);
    const probability = Float64Array.of(0.2, 0.6, 0.5, 0.4);
    expect(named(metricsOf(truth, probability).metrics, "brier").withoutInterval).toContain("only 4 rows");
    const cluster = Int32Array.from({ length: 40 }, (_, row) => Math.floor(row / 10));
    const grouped = metricsOf(
      alternating(40),
      alternating(40).map((one, row) => 0.3 + 0.2 * one + (row % 3) / 10),
      { cluster },
    );
    expect(named(grouped.metrics, "brier").withoutInterval).toContain("only 4 groups");
  });

  it("gives a mean of few rows the interval of Student's t, within the range of the metric", () => {
    const truth = Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8);
    const errors = [0.5, 0.1, 0.9, 0.3, 0.7, 0.2, 0.4, 0.6];
    const { metrics } = evaluateModel({
      model: "m",
      task: { kind: "regression" },
      truth,
      predictions: { outputs: [truth.map((one, row) => one - errors[row]!)] },
      seed: 1,
    });
    // SciPy 1.17.1: t.interval(0.95, 7, mean, sem) of the errors is 0.2393 to 0.6857.
    const { value } = named(metrics, "mae");
    expect(value!.low).toBeGreaterThan(0.2);
    expect(value!.low).toBeLessThan(0.27);
    expect(value!.high).toBeGreaterThan(0.65);
    expect(value!.high).toBeLessThan(0.73);
    expect(named(metrics, "r2").value!.high).toBeLessThanOrEqual(1);
  });
});
