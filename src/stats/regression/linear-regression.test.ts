import { describe, expect, it } from "vitest";
import { anovaTable } from "./anova-table.ts";
import { checkRegression, varianceInflation } from "./check-regression.ts";
import { applyDesign, createDesign, designOfNumbers, type Coding } from "./design.ts";
import { testHypotheses } from "./hypotheses.ts";
import { influenceOf } from "./influence.ts";
import { linearRegression } from "./linear-regression.ts";
import { expectDigits, numbersOf, stored, textsOf } from "./fixtures/oracle.test-support.ts";
import { predictLinear } from "./predict-linear.ts";
import type { CovarianceKind } from "./robust-covariance.ts";

const cars = stored["cars"]!;
const carColumn = (name: string): readonly number[] => numbersOf(cars["data"]![name]);
const design = designOfNumbers({ wt: carColumn("wt"), hp: carColumn("hp"), qsec: carColumn("qsec") });
const fit = linearRegression({ design, response: carColumn("mpg") });
const errorsWith = (covariance: CovarianceKind): readonly number[] =>
  linearRegression({ design, response: carColumn("mpg"), covariance }).coefficients.map(
    (one) => one.standardError,
  );
const newRows = applyDesign(design, [
  { kind: "number", name: "wt", values: [2, 4.5] },
  { kind: "number", name: "hp", values: [100, 250] },
  { kind: "number", name: "qsec", values: [15, 20] },
]);

describe("a linear regression, beside R's lm on mtcars", () => {
  it("has the table of coefficients", () => {
    const table = cars["table"]!;
    expectDigits(
      fit.coefficients.map((one) => one.estimate),
      table["estimate"],
    );
    expectDigits(
      fit.coefficients.map((one) => one.standardError),
      table["error"],
    );
    expectDigits(
      fit.coefficients.map((one) => one.statistic),
      table["statistic"],
    );
    expectDigits(
      fit.coefficients.map((one) => one.pValue),
      table["p"],
    );
    expectDigits(
      fit.coefficients.map((one) => one.interval.low),
      cars["interval"]!["low"],
    );
    expectDigits(
      fit.coefficients.map((one) => one.interval.high),
      cars["interval"]!["high"],
    );
  });

  it("has the quality of the fit", () => {
    const names = ["sigma", "r2", "adjusted", "loglik", "aic", "bic", "f_p"];
    expectDigits(
      [
        fit.residualStandardDeviation,
        fit.rSquared,
        fit.adjustedRSquared,
        fit.logLikelihood,
        fit.aic,
        fit.bic,
        fit.overall!.pValue,
      ],
      names.flatMap((name) => numbersOf(cars[name])),
    );
    expectDigits([fit.overall!.value, ...fit.overall!.degreesOfFreedom], cars["f"]);
  });

  it.each(["HC0", "HC1", "HC2", "HC3"] as const)("has the errors of sandwich's %s", (kind) => {
    expectDigits(errorsWith({ kind }), cars["hc"]![kind]);
  });

  it("has the clustered and the Newey-West errors of sandwich", () => {
    expectDigits(errorsWith({ kind: "clustered", clusters: carColumn("cyl") }), cars["clustered"]);
    expectDigits(errorsWith({ kind: "newey-west", lags: 3 }), cars["newey"]);
    expectDigits(errorsWith({ kind: "newey-west", lags: 3, smallSample: false }), cars["newey_plain"]);
  });

  it("predicts means and rows with their intervals", () => {
    const { mean, standardError, confidence, prediction } = predictLinear(fit, newRows);
    expectDigits(mean, cars["predict"]!["fit"]);
    expectDigits(standardError, cars["predict_se"]);
    expectDigits(confidence.low, cars["confidence"]!["lwr"]);
    expectDigits(confidence.high, cars["confidence"]!["upr"]);
    expectDigits(prediction.low, cars["predict"]!["lwr"]);
    expectDigits(prediction.high, cars["predict"]!["upr"]);
  });

  it("says how much each row decides", () => {
    const influence = influenceOf(fit);
    expectDigits(influence.leverage, cars["leverage"]);
    expectDigits(influence.standardizedResiduals, cars["internal"]);
    expectDigits(influence.studentizedResiduals, cars["external"]);
    expectDigits(influence.cooksDistance, cars["cooks"]);
    expectDigits(influence.dffits, cars["dffits"]);
    influence.dfbetas.forEach((values, at) => expectDigits(values, textsOf(cars["dfbetas"])[at] as never));
  });

  it("checks its assumptions as lmtest and car do", () => {
    const [bp, white, dw, jb, reset, inflation] = checkRegression(fit);
    expectDigits([bp!.statistic, ...bp!.degreesOfFreedom, bp!.pValue!], cars["bp"]);
    expectDigits([white!.statistic, ...white!.degreesOfFreedom, white!.pValue!], cars["white"]);
    expectDigits([dw!.statistic, dw!.pValue!], cars["dw"]);
    expectDigits([reset!.statistic, ...reset!.degreesOfFreedom, reset!.pValue!], cars["reset"]);
    expect([bp!.verdict, dw!.verdict, reset!.verdict]).toEqual(["holds", "holds", "violated"]);
    expect(reset!.alternative).toContain("squares");
    expect(jb!.pValue!).toBeGreaterThan(0);
    expect(inflation!.statistic).toBeCloseTo(4.92195574807949, 10);
    expectDigits(
      varianceInflation(design).map(({ factor }) => factor),
      cars["vif"],
    );
  });

  it("tests hypotheses about several coefficients at once", () => {
    const { joint } = testHypotheses(fit, [
      { weights: { wt: 1 }, value: -4 },
      { weights: { hp: 1, qsec: -1 } },
    ]);
    expectDigits([joint.value, joint.pValue], cars["hypothesis"]);
  });

  it("weights rows as R does", () => {
    const weighted = stored["weighted"]!;
    const spec = {
      design: designOfNumbers({ wt: carColumn("wt"), hp: carColumn("hp") }),
      response: carColumn("mpg"),
      weights: carColumn("qsec"),
    };
    const fit = linearRegression(spec);
    expectDigits(
      fit.coefficients.map((one) => one.estimate),
      weighted["table"]!["estimate"],
    );
    expectDigits(
      fit.coefficients.map((one) => one.standardError),
      weighted["table"]!["error"],
    );
    expectDigits(
      [fit.residualStandardDeviation, fit.rSquared, fit.logLikelihood, fit.aic],
      ["sigma", "r2", "loglik", "aic"].flatMap((name) => numbersOf(weighted[name])),
    );
    const influence = influenceOf(fit);
    expectDigits(influence.leverage, weighted["leverage"]);
    expectDigits(influence.standardizedResiduals, weighted["internal"]);
    expectDigits(influence.cooksDistance, weighted["cooks"]);
    const robust = linearRegression({ ...spec, covariance: { kind: "HC3" } });
    expectDigits(
      robust.coefficients.map((one) => one.standardError),
      weighted["hc3"],
    );
    const rows = applyDesign(spec.design, [
      { kind: "number", name: "wt", values: [2, 4.5] },
      { kind: "number", name: "hp", values: [100, 250] },
    ]);
    const { prediction } = predictLinear(fit, rows, { weights: [10, 20] });
    expectDigits(prediction.low, weighted["predict"]!["lwr"]);
    expectDigits(prediction.high, weighted["predict"]!["upr"]);
  });
});

describe("designs and tables, beside R and car on quine", () => {
  const quine = stored["quine"]!;
  const labels = (name: string): readonly string[] => textsOf(quine["data"]![name]);
  const quineFit = (coding: Coding, terms: readonly (string | readonly string[])[], intercept = true) =>
    linearRegression({
      design: createDesign({
        variables: ["Eth", "Sex", "Age"].map((name) => ({
          kind: "category",
          name,
          labels: labels(name),
          coding,
        })),
        terms,
        intercept,
      }),
      response: numbersOf(quine["data"]!["Days"]),
    });
  // R puts interactions behind all main effects.
  const terms = ["Eth", "Sex", "Age", ["Eth", "Sex"]];

  it("codes categories by treatments and by sums", () => {
    const treatment = quineFit("treatment", terms);
    expectDigits(treatment.estimates.values, quine["treatment_coefficients"]);
    expect(treatment.design.names.at(-1)).toBe("Eth[N]:Sex[M]");
    expectDigits(quineFit("sum", terms).estimates.values, quine["sum_coefficients"]);
  });

  it("spans what the terms say where the intercept or the margins are absent", () => {
    expectDigits(quineFit("treatment", ["Eth", "Sex"], false).estimates.values, quine["no_intercept"]);
    expectDigits(quineFit("treatment", [["Eth", "Sex"]], false).estimates.values, quine["interaction_only"]);
  });

  it.each(["I", "II", "III", "III_treatment"] as const)("has the table of type %s", (name) => {
    const fit = quineFit(name === "III" ? "sum" : "treatment", terms);
    const type = name === "III_treatment" ? "III" : name;
    const { rows, notes } = anovaTable(fit, type);
    const expected = quine[name]!;
    expectDigits(
      rows.map(({ sumOfSquares }) => sumOfSquares),
      expected["squares"],
    );
    expectDigits(
      rows.map(({ degreesOfFreedom }) => degreesOfFreedom),
      expected["df"],
    );
    expectDigits(
      rows.map(({ f }) => f),
      expected["f"],
    );
    expectDigits(
      rows.map(({ pValue }) => pValue),
      expected["p"],
    );
    expect(notes.length).toBe(name === "III_treatment" ? 1 : 0);
  });
});

describe("a linear regression that cannot be", () => {
  const x = [1, 2, 3, 4, 5];
  const response = [2, 1, 4, 3, 7];

  it("names the columns that are combinations of others", () => {
    const design = designOfNumbers({
      a: x,
      b: [1, 0, 2, 0, 1],
      c: x.map((value, at) => 3 * value - [1, 0, 2, 0, 1][at]!),
    });
    expect(() => linearRegression({ design, response })).toThrow(/T2862 .*c = 3·a - b/);
    const constant = designOfNumbers({ a: x, one: [5, 5, 5, 5, 5] });
    expect(() => linearRegression({ design: constant, response })).toThrow(/T2862 .*one = 5/);
  });

  it("refuses as many columns as rows, weights below 0, constants and values that are no numbers", () => {
    const wide = designOfNumbers({ a: [1, 2, 3], b: [1, 0, 1] });
    expect(() => linearRegression({ design: wide, response: [1, 2, 3] })).toThrow("T2863");
    const design = designOfNumbers({ x });
    expect(() => linearRegression({ design, response, weights: [1, 1, -1, 1, 1] })).toThrow(/T2864 .*row 2/);
    expect(() => linearRegression({ design, response: [3, 3, 3, 3, 3] })).toThrow("T2876");
    expect(() => linearRegression({ design, response: [1, 2, Number.NaN, 3, 4] })).toThrow(/T2860 .*row 2/);
    expect(() => designOfNumbers({ x: [1, Infinity] })).toThrow("T2860");
    expect(() => linearRegression({ design, response: [1, 2] })).toThrow("T2861");
  });

  it("refuses clusters and leverages that say nothing of the spread", () => {
    const design = designOfNumbers({ x });
    const clustered = { kind: "clustered", clusters: ["a", "a", "a", "a", "a"] } as const;
    expect(() => linearRegression({ design, response, covariance: clustered })).toThrow("T2871");
    const alone = designOfNumbers({ x, one: [0, 0, 0, 0, 1] });
    expect(() => linearRegression({ design: alone, response, covariance: { kind: "HC3" } })).toThrow(
      /T2870 .*row 4/,
    );
  });

  it("gives finite numbers where the columns explain everything", () => {
    const fit = linearRegression({
      design: designOfNumbers({ x }),
      response: x.map((value) => 2 * value + 1),
    });
    expect(fit.coefficients.map(({ estimate }) => estimate)).toEqual([1, 2]);
    expect(fit.notes.length).toBe(1);
    expect(fit.coefficients.every(({ pValue }) => pValue > 0)).toBe(true);
  });

  it("does not count rows of weight 0", () => {
    const weighted = linearRegression({ design: designOfNumbers({ x }), response, weights: [1, 1, 1, 1, 0] });
    const without = linearRegression({
      design: designOfNumbers({ x: x.slice(0, 4) }),
      response: response.slice(0, 4),
    });
    expect(weighted.residualDegreesOfFreedom).toBe(without.residualDegreesOfFreedom);
    expectDigits(
      weighted.coefficients.map((one) => one.standardError),
      without.coefficients.map((one) => one.standardError),
    );
  });
});
