import { describe, expect, it } from "vitest";
import { coxRegression, type CoxRegression, type CoxRegressionSpec } from "./cox-regression.ts";
import { testProportionalHazards } from "./cox-residuals.ts";
import { designOfNumbers } from "./design.ts";
import { kaplanMeier, restrictedMean } from "./kaplan-meier.ts";
import { logRankTest } from "./log-rank.ts";
import { expectDigits, numbersOf, stored, type Stored } from "./fixtures/oracle.test-support.ts";

const lung = stored["lung"]!;
const columnOf = (name: string): readonly number[] => numbersOf(lung["data"]![name]);
const survival = { times: columnOf("time"), events: columnOf("status").map((status) => status - 1) };
const sexes = columnOf("sex").map(String);

describe("a Kaplan-Meier curve, beside R's survfit on lung", () => {
  it.each([
    ["log-log", "km"],
    ["plain", "km_plain"],
    ["log", "km_log"],
  ] as const)("has steps, Greenwood's errors and %s intervals", (interval, name) => {
    const { steps } = kaplanMeier(survival, { interval });
    const expected = lung[name]!;
    expectDigits(
      steps.map(({ time }) => time),
      expected["time"],
    );
    expectDigits(
      steps.map(({ atRisk }) => atRisk),
      expected["risk"],
    );
    expectDigits(
      steps.map(({ survival }) => survival),
      expected["survival"],
    );
    expectDigits(
      steps.map(({ standardError }) => standardError),
      expected["error"],
    );
    expectDigits(
      steps.map(({ interval }) => interval.low),
      expected["low"],
    );
    expectDigits(
      steps.map(({ interval }) => interval.high),
      expected["high"],
    );
  });

  it("has the median with its interval, and the mean up to a limit", () => {
    const curve = kaplanMeier(survival);
    const { estimate, interval } = curve.median!;
    expectDigits([estimate, interval!.low, interval!.high], lung["quantiles"]);
    const mean = restrictedMean(curve, 500);
    expectDigits([mean.estimate, (mean.interval!.high - mean.estimate) / 1.959963984540054], lung["rmst"]);
  });

  it("is not defined for times below 0, and has no median where half go on", () => {
    expect(() => kaplanMeier({ times: [1, -1], events: [1, 0] })).toThrow("T2873");
    expect(kaplanMeier({ times: [1, 2, 3], events: [1, 0, 0] }).median).toBeUndefined();
    expect(() => restrictedMean(kaplanMeier({ times: [1, 2, 3], events: [1, 0, 0] }), 9)).toThrow("T2873");
  });
});

describe("the log-rank test, beside R's survdiff", () => {
  it("compares two groups and four, plainly and within strata", () => {
    const expected = lung["logrank"]!;
    const health = columnOf("ph.ecog").map(String);
    const strata = { strata: health };
    expectDigits(
      [
        logRankTest(survival, sexes).statistic.value,
        logRankTest(survival, sexes, strata).statistic.value,
        logRankTest(survival, health).statistic.value,
      ],
      ["chi", "stratified", "four"].flatMap((name) => numbersOf(expected[name])),
    );
  });

  it("refuses a single group", () => {
    expect(() =>
      logRankTest(
        survival,
        survival.events.map(() => "a"),
      ),
    ).toThrow("T2873");
  });
});

describe("a Cox regression, beside R's coxph on lung", () => {
  const all = designOfNumbers({ age: columnOf("age"), sex: columnOf("sex"), ecog: columnOf("ph.ecog") });
  const fit = (more: Partial<CoxRegressionSpec> = {}): CoxRegression =>
    coxRegression({ design: all, ...survival, ...more });
  const expectFit = (actual: CoxRegression, expected: Stored, isRobust = false): void => {
    expectDigits(
      actual.coefficients.map((one) => one.estimate),
      expected["estimate"],
    );
    expectDigits(
      actual.coefficients.map((one) => one.standardError),
      expected[isRobust ? "robust" : "error"],
    );
    expectDigits([actual.nullLogLikelihood, actual.logLikelihood], expected["loglik"]);
    expectDigits([actual.concordance], expected["concordance"]);
    expectDigits([actual.waldTest.value], expected["wald"]);
  };

  it("takes ties by Efron and by Breslow", () => {
    expectFit(fit(), lung["efron"]!);
    expectDigits([fit().scoreTest.value], lung["efron"]!["score"]);
    expectFit(fit({ ties: "breslow" }), lung["breslow"]!);
  });

  it("has robust and clustered errors", () => {
    expectFit(fit({ covariance: { kind: "robust" } }), lung["robust"]!, true);
    expectFit(
      fit({ covariance: { kind: "clustered", clusters: columnOf("inst") } }),
      lung["clustered"]!,
      true,
    );
  });

  it("has a baseline hazard for each stratum", () => {
    const design = designOfNumbers({ age: columnOf("age"), ecog: columnOf("ph.ecog") });
    expectFit(fit({ design, strata: sexes }), lung["stratified"]!);
  });

  it.each(["identity", "km", "rank"] as const)("tests proportional hazards on the scale %s", (transform) => {
    const { tests } = testProportionalHazards(fit(), transform);
    expectDigits(
      tests.map(({ chiSquared }) => chiSquared),
      lung["zph"]![transform]!["chi"],
    );
  });

  it("names columns that order the events perfectly, and collinear ones", () => {
    const times = [1, 2, 3, 4, 5, 6];
    const events = [1, 1, 1, 1, 1, 1];
    const noise = [1, 3, 2, 1, 3, 2];
    expect(() =>
      coxRegression({ design: designOfNumbers({ noise, x: [6, 5, 4, 3, 2, 1] }), times, events }),
    ).toThrow(/T2874 .*x/);
    expect(() =>
      coxRegression({ design: designOfNumbers({ noise, twice: noise.map((x) => 2 * x) }), times, events }),
    ).toThrow(/T2862 .*twice = 2·noise/);
    expect(() =>
      coxRegression({ design: designOfNumbers({ noise }), times, events: [0, 0, 0, 0, 0, 0] }),
    ).toThrow("T2873");
  });
});
