import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Task } from "../task.ts";
import { adjustQuestions, type Question } from "./adjust-questions.ts";
import { blockLength } from "./block-length.ts";
import { brownianRangeUpper } from "./brownian-range.ts";
import { correctedFoldTest } from "./corrected-t.ts";
import { testPaired } from "./paired-test.ts";
import { testCalibration, type CalibrationAspect } from "./test-calibration.ts";
import { groupTester, testClasses } from "./test-groups.ts";
import type { TestAnswer, TestOutcome } from "./test-outcome.ts";

type Figures = Readonly<Record<string, number>>;

/** NumPy 2.4.6, SciPy 1.17.1, statsmodels 0.15.0 and formulas of the papers, by test/oracle/evidence.py. */
const oracle = JSON.parse(
  readFileSync(new URL("../../../test/oracle/evidence.json", import.meta.url), "utf8"),
) as {
  readonly rows: Readonly<Record<string, readonly number[]>>;
  readonly delong: Figures;
  readonly mcnemar: Figures;
  readonly spiegelhalter: Figures;
  readonly recalibration: Figures;
  readonly cumulative: Figures;
  readonly numbers: Figures;
  readonly corrected: Figures;
  readonly blocks: Figures;
};
const rowsOf = (name: string): Float64Array => Float64Array.from(oracle.rows[name]!);
const binary: Task = { kind: "binary", classes: [false, true], type: "Boolean" };
const numbers: Task = { kind: "regression" };
const truth = rowsOf("happened");
const first = { model: "first", predictions: { outputs: [rowsOf("first")] } };
const second = { model: "second", predictions: { outputs: [rowsOf("second")] } };
const pair = (metric: string) => testPaired({ task: binary, truth, metric, first, second, seed: 1 })!;

function tested(answer: TestAnswer): TestOutcome {
  if (answer.kind === "untested") throw new Error(`Not tested: ${answer.reason}`);
  return answer;
}

const reasonOf = (answer: TestAnswer): string => (answer.kind === "untested" ? answer.reason : "");

const aspectsOf = (
  given: Parameters<typeof testCalibration>[0],
): Readonly<Record<CalibrationAspect, TestAnswer>> =>
  Object.fromEntries(testCalibration(given).map(({ aspect, answer }) => [aspect, answer])) as Record<
    CalibrationAspect,
    TestAnswer
  >;

describe("testPaired", () => {
  it("compares two AUCs as DeLong's test counted out over all pairs of rows does", () => {
    const { difference, answer } = pair("auc");
    const { test, effect, statistic, pValue } = tested(answer);
    const { estimate, standardError, z } = oracle.delong;
    expect(test).toBe("DeLong's test");
    expect(difference.difference.estimate).toBeCloseTo(estimate!, 13);
    expect(statistic.value).toBeCloseTo(z!, 11);
    expect(pValue).toBeCloseTo(oracle.delong["pValue"]!, 12);
    expect(effect.low).toBeCloseTo(estimate! - 1.959963984540054 * standardError!, 12);
    expect(difference.better).toBe("first");
  });

  it("compares accuracies by McNemar's mid-p", () => {
    const { test, statistic, pValue } = tested(pair("accuracy").answer);
    expect(test).toContain("McNemar");
    expect(statistic.value).toBe(oracle.mcnemar["onlyFirst"]);
    expect(pValue).toBeCloseTo(oracle.mcnemar["midP"]!, 12);
  });

  it("compares mean losses by the paired t-test of the rows", () => {
    const { answer } = testPaired({
      task: numbers,
      truth: rowsOf("truth"),
      metric: "mae",
      first: { model: "first", predictions: { outputs: [rowsOf("predicted")] } },
      second: { model: "second", predictions: { outputs: [rowsOf("other")] } },
      seed: 1,
    })!;
    const { statistic, pValue, effect, degreesOfFreedom } = tested(answer);
    expect(statistic.value).toBeCloseTo(oracle.numbers["pairT"]!, 11);
    expect(pValue).toBeCloseTo(oracle.numbers["pairP"]!, 12);
    expect(effect.low).toBeCloseTo(oracle.numbers["pairLow"]!, 12);
    expect(effect.high).toBeCloseTo(oracle.numbers["pairHigh"]!, 12);
    expect(degreesOfFreedom).toBe(59);
  });

  it.each(["log-loss", "brier", "f1", "pr-auc"])(
    "gives %s a test that turns with the models and is alike to its bootstrap",
    (metric) => {
      const { answer } = pair(metric);
      const back = testPaired({ task: binary, truth, metric, first: second, second: first, seed: 1 })!;
      const [there, turned] = [tested(answer), tested(back.answer)];
      expect(turned.statistic.value).toBeCloseTo(-there.statistic.value, 10);
      expect(turned.pValue).toBeCloseTo(there.pValue, 10);
      expect(there.effect.low!).toBeLessThan(there.effect.estimate);
    },
  );

  it.each(["auc", "log-loss", "brier", "f1", "accuracy"])(
    "judges the spread of %s like the jackknife over the rows",
    (metric) => {
      const weight = new Float64Array(60).fill(1);
      const { effect, degreesOfFreedom } = tested(
        testPaired({ task: binary, truth, weight, metric, first, second, seed: 1 })!.answer,
      );
      const without = Array.from({ length: 60 }, (_, left) => {
        const weights = Float64Array.from(weight, (_one, row) => (row === left ? 0 : 1));
        return testPaired({ task: binary, truth, weight: weights, metric, first, second, seed: 1 })!
          .difference.difference.estimate;
      });
      const mean = without.reduce((sum, one) => sum + one / 60, 0);
      const jackknife = Math.sqrt((59 / 60) * without.reduce((sum, one) => sum + (one - mean) ** 2, 0));
      const reach = effect.high! - effect.estimate;
      expect(degreesOfFreedom).toBe(59);
      expect(reach / 2.0009953780882679 / jackknife).toBeCloseTo(1, 1);
    },
  );

  it("gives the rows of one group the weight of one", () => {
    const copies = (values: Float64Array): Float64Array =>
      Float64Array.from({ length: 300 }, (_, row) => values[Math.floor(row / 5)]!);
    const cluster = Int32Array.from({ length: 300 }, (_, row) => Math.floor(row / 5));
    const named = (name: string) => ({ model: name, predictions: { outputs: [copies(rowsOf(name))] } });
    const copied = testPaired({
      task: binary,
      truth: copies(truth),
      cluster,
      metric: "log-loss",
      first: named("first"),
      second: named("second"),
      seed: 1,
    })!;
    expect(tested(copied.answer).pValue).toBeCloseTo(tested(pair("log-loss").answer).pValue, 10);
  });

  it("tests nothing where both models answer alike, and calls neither better", () => {
    for (const metric of ["auc", "accuracy", "brier", "pr-auc"]) {
      const same = testPaired({
        task: binary,
        truth,
        metric,
        first,
        second: { ...first, model: "copy" },
        seed: 1,
      })!;
      expect(same.answer.kind).toBe("untested");
      expect(same.difference).toMatchObject({ difference: { estimate: 0, low: 0, high: 0 }, better: "none" });
    }
  });

  it.each([
    ["auc", 8, /fewer than 5 rows/],
    ["brier", 3, /only 3 of what varies independently/],
    ["accuracy", 4, /only 4|right in the same rows/],
  ])("refuses %s of %i rows by name", (metric, count, reason) => {
    const few = (name: string) => ({ model: name, predictions: { outputs: [rowsOf(name).slice(0, count)] } });
    const answer = testPaired({
      task: binary,
      truth: truth.slice(0, count),
      metric,
      first: few("first"),
      second: few("second"),
      seed: 1,
    })!;
    expect(reasonOf(answer.answer)).toMatch(reason);
    expect(answer.difference.better).toBe("none");
  });

  it("is null where the metric is not defined", () => {
    const alone = testPaired({
      task: binary,
      truth: truth.map(() => 1),
      metric: "auc",
      first,
      second,
      seed: 1,
    });
    expect(alone).toBeNull();
  });
});

describe("correctedFoldTest", () => {
  const sizes = Array.from({ length: 10 }, () => ({ train: 90, validation: 10 }));
  const differences = oracle.rows["folds"]!;

  it("follows the formula of Nadeau and Bengio", () => {
    const { effect, statistic, pValue, degreesOfFreedom } = tested(
      correctedFoldTest({ name: "auc", differences, sizes }),
    );
    expect(statistic.value).toBeCloseTo(oracle.corrected["t"]!, 12);
    expect(pValue).toBeCloseTo(oracle.corrected["pValue"]!, 12);
    expect(effect.low).toBeCloseTo(oracle.corrected["low"]!, 12);
    expect(effect.high).toBeCloseTo(oracle.corrected["high"]!, 12);
    expect(degreesOfFreedom).toBe(9);
    expect(pValue).toBeGreaterThan(5 * oracle.corrected["plainP"]!);
  });

  it("tests nothing on one fold, on equal scores, and on a difference without spread", () => {
    const about = (given: readonly number[]) =>
      reasonOf(correctedFoldTest({ name: "auc", differences: given, sizes }));
    expect(about([0.1])).toContain("one validation part");
    expect(about([0, 0, 0])).toContain("no difference");
    expect(about([0.1, 0.1, 0.1])).toContain("the same in every row");
  });
});

describe("testCalibration", () => {
  const given = { task: binary, truth, predictions: second.predictions, seed: 1 };

  it("finds the level and the slope of statsmodels", () => {
    const { level, slope } = aspectsOf(given);
    const { recalibration } = oracle;
    expect(tested(level).effect.estimate).toBeCloseTo(recalibration["level"]!, 10);
    expect(tested(level).pValue).toBeCloseTo(recalibration["levelP"]!, 10);
    expect(tested(slope).effect.estimate).toBeCloseTo(recalibration["slope"]!, 10);
    expect(tested(slope).effect.low).toBeCloseTo(recalibration["slopeLow"]!, 9);
    expect(tested(slope).effect.high).toBeCloseTo(recalibration["slopeHigh"]!, 9);
    expect(tested(slope).pValue).toBeCloseTo(recalibration["slopeP"]!, 10);
  });

  it("finds Spiegelhalter's z and the whole curve as their formulas do", () => {
    const { sureness, curve } = aspectsOf(given);
    expect(tested(sureness).statistic.value).toBeCloseTo(oracle.spiegelhalter["z"]!, 11);
    expect(tested(sureness).pValue).toBeCloseTo(oracle.spiegelhalter["pValue"]!, 11);
    expect(tested(curve).statistic.value).toBeCloseTo(oracle.cumulative["statistic"]!, 11);
    expect(tested(curve).pValue).toBeCloseTo(oracle.cumulative["pValue"]!, 11);
  });

  it("gives groups of rows the standard error of statsmodels with clusters", () => {
    const cluster = Int32Array.from(truth, (_, row) => Math.floor(row / 4));
    const { slope } = aspectsOf({ ...given, cluster });
    const { effect, statistic } = tested(slope);
    expect((effect.estimate - 1) / statistic.value).toBeCloseTo(
      oracle.recalibration["clusteredSlopeError"]!,
      9,
    );
  });

  it("finds the mean residual and the slope of numbers", () => {
    const { level, slope, sureness } = aspectsOf({
      task: numbers,
      truth: rowsOf("truth"),
      predictions: { outputs: [rowsOf("predicted")] },
      seed: 1,
    });
    expect(tested(level).effect.estimate).toBeCloseTo(oracle.numbers["bias"]!, 12);
    expect(tested(level).statistic.value).toBeCloseTo(oracle.numbers["biasT"]!, 10);
    expect(tested(level).pValue).toBeCloseTo(oracle.numbers["biasP"]!, 15);
    expect(tested(slope).effect.estimate).toBeCloseTo(oracle.numbers["slope"]!, 11);
    expect((tested(slope).effect.estimate - 1) / tested(slope).statistic.value).toBeCloseTo(
      oracle.numbers["slopeError"]!,
      11,
    );
    expect(sureness).toBeUndefined();
  });

  it("asks of a predicted quantile how often the truth lies at or below it", () => {
    const predicted = new Float64Array(1000).fill(0.8);
    const is = predicted.map((_, row) => ((row * 7) % 1000) / 1000);
    const given = { task: numbers, truth: is, predictions: { outputs: [predicted] }, seed: 1 };
    const { level } = aspectsOf({ ...given, quantile: 0.9 });
    expect(tested(level).effect.estimate).toBeCloseTo(0.099, 12);
    expect(tested(level).pValue).toBeLessThan(1e-9);
    const fitting = testCalibration({ ...given, quantile: 0.8 });
    expect(fitting.map(({ aspect }) => aspect)).toEqual(["level"]);
    expect(tested(fitting[0]!.answer).pValue).toBeGreaterThan(0.5);
    const inGroup = groupTester({ ...given, metric: "mae", quantile: 0.9 })(
      Uint8Array.from(is, (_, row) => row % 2),
    );
    expect(tested(inGroup.bias!).effect.name).toContain("quantile");
  });

  it.each([
    ["one class", truth.map(() => 1), rowsOf("second")],
    ["one probability", truth, truth.map(() => 0.4)],
    ["certain answers", truth, truth.map((one) => one)],
    ["certain answers that are wrong", truth, truth.map((one) => 1 - one)],
    ["one half everywhere", truth, truth.map(() => 0.5)],
    ["three rows", truth.slice(0, 3), rowsOf("second").slice(0, 3)],
    ["classes that the probabilities part", truth, truth.map((one, row) => 0.2 + 0.5 * one + row / 1000)],
  ])("gives a number or a reason for %s", (_, is, probability) => {
    for (const { answer } of testCalibration({
      task: binary,
      truth: is,
      predictions: { outputs: [probability] },
      seed: 1,
    })) {
      if (answer.kind === "untested") expect(answer.reason).not.toBe("");
      else
        for (const value of [answer.pValue, answer.effect.estimate, answer.statistic.value])
          expect(Number.isFinite(value)).toBe(true);
    }
  });
});

describe("groupTester", () => {
  const isInside = Uint8Array.from(truth, (_, row) => (row % 2 === 0 ? 1 : 0));

  it("compares two AUCs of different rows by both their DeLong errors", () => {
    const { difference } = groupTester({
      task: binary,
      truth,
      predictions: first.predictions,
      metric: "auc",
      seed: 1,
    })(isInside);
    const { effect, statistic } = tested(difference);
    expect(effect.estimate / statistic.value).toBeGreaterThan(0.02);
    expect(effect.low!).toBeLessThan(effect.estimate);
  });

  it("finds a lean that was put into a group, and none into the other", () => {
    const probability = Float64Array.from({ length: 2000 }, (_, row) => 0.1 + 0.8 * ((row % 100) / 100));
    const inGroup = Uint8Array.from(probability, (_, row) => (row % 3 === 0 ? 1 : 0));
    const is = probability.map((one, row) =>
      (row * 0.6180339887498949) % 1 < one + (inGroup[row] === 1 ? 0.1 : 0) ? 1 : 0,
    );
    const ask = groupTester({
      task: binary,
      truth: is,
      predictions: { outputs: [probability] },
      metric: "log-loss",
      seed: 1,
    });
    expect(tested(ask(inGroup).bias!).effect.estimate).toBeCloseTo(0.1, 1);
    expect(tested(ask(inGroup).bias!).pValue).toBeLessThan(0.001);
    expect(tested(ask(inGroup.map((one) => 1 - one)).bias!).pValue).toBeGreaterThan(0.05);
  });

  it("has a reason for groups of one class and groups of few rows", () => {
    const ask = groupTester({
      task: binary,
      truth,
      predictions: first.predictions,
      metric: "auc",
      seed: 1,
    });
    expect(reasonOf(ask(Uint8Array.from(truth)).difference)).toContain("not defined in it");
    const few = Uint8Array.from(truth, (_, row) => (row < 6 ? 1 : 0));
    expect(reasonOf(ask(few).difference)).toContain("fewer than 5 rows of a class");
    expect(reasonOf(ask(few).bias!)).not.toBe("");
  });

  it("asks of more than two classes whether one is found less often", () => {
    const classes: Task = { kind: "multiclass", classes: ["a", "b", "c"], type: "Text" };
    const is = Float64Array.from({ length: 300 }, (_, row) => row % 3);
    const outputs = [0, 1, 2].map((index) =>
      is.map((one, row) => (one === index ? (index === 2 && row % 2 === 0 ? 0.2 : 0.6) : 0.3)),
    );
    const answers = testClasses({
      task: classes,
      truth: is,
      predictions: { outputs },
      metric: "accuracy",
      seed: 1,
    });
    expect(answers.map((answer) => tested(answer).effect.estimate < 0)).toEqual([false, false, true]);
    expect(tested(answers[2]!).pValue).toBeLessThan(1e-6);
  });
});

describe("brownianRangeUpper", () => {
  // Both series meet; the values at 1 and 2.2414 are tables' (Erdős & Kac 1946; the upper 5 % point).
  it.each([
    [0.5, 0.9908],
    [1, 0.6292],
    [2.241403, 0.05],
    [2.807034, 0.01],
  ])("leaves ±%d with the known probability", (x, probability) => {
    expect(brownianRangeUpper(x)).toBeCloseTo(probability, 4);
  });

  it("does not jump where the series change", () => {
    expect(brownianRangeUpper(1 - 1e-9)).toBeCloseTo(brownianRangeUpper(1), 8);
    expect(brownianRangeUpper(0)).toBe(1);
    expect(brownianRangeUpper(40)).toBeGreaterThanOrEqual(0);
  });
});

describe("blockLength", () => {
  it.each([
    ["none", 0],
    ["some", 0.5],
    ["long", 0.9],
  ])("is as long as the rule of Politis and White asks for %s memory", (name, pull) => {
    let state = 7;
    let last = 0;
    const series = Float64Array.from({ length: 500 }, () => {
      state = Number((1103515245n * BigInt(state) + 12345n) % 2147483648n);
      last = pull * last + state / 2147483648 - 0.5;
      return last;
    });
    expect(blockLength(series)).toBe(Math.round(oracle.blocks[name]!));
  });

  it("is 1 for a constant and for few rows", () => {
    expect(blockLength(new Float64Array(100))).toBe(1);
    expect(blockLength(Float64Array.of(1, 2, 3))).toBe(1);
  });
});

describe("adjustQuestions", () => {
  const question = (tier: Question["tier"], pValue: number): Question => ({
    tier,
    subject: { kind: "calibration", model: "m", aspect: "slope" },
    answer: {
      kind: "tested",
      test: "t",
      effect: { name: "e", estimate: 1, low: 0, high: 2 },
      statistic: { name: "t", value: 1 },
      degreesOfFreedom: 5,
      units: 6,
      pValue,
    },
  });

  it("adjusts each tier by itself, as R's p.adjust does", () => {
    // p.adjust(c(0.01, 0.02, 0.03, 0.04), "holm") and "BH", R 4.2.2.
    const values = [0.01, 0.02, 0.03, 0.04];
    const { hypotheses, tiers } = adjustQuestions([
      ...values.map((one) => question("confirmatory", one)),
      ...values.map((one) => question("screening", one)),
    ]);
    expect(hypotheses.slice(0, 4).map(({ adjustedPValue }) => adjustedPValue)).toEqual([
      0.04, 0.06, 0.06, 0.06,
    ]);
    for (const { adjustedPValue } of hypotheses.slice(4)) expect(adjustedPValue).toBeCloseTo(0.04, 15);
    expect(tiers).toEqual([
      { tier: "confirmatory", method: "holm", bound: 0.05, tested: 4, found: 1 },
      { tier: "screening", method: "benjamini-hochberg", bound: 0.05, tested: 4, found: 4 },
    ]);
  });

  it("keeps what was not tested with its reason, and counts it nowhere", () => {
    const { tiers, untested } = adjustQuestions([
      { ...question("screening", 1), answer: { kind: "untested", reason: "too few rows" } },
    ]);
    expect(tiers).toMatchObject([{ tier: "screening", tested: 0, found: 0 }]);
    expect(untested).toMatchObject([{ tier: "screening", reason: "too few rows" }]);
  });
});
