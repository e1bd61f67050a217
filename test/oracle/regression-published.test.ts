import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  anovaTable,
  applyDesign,
  coxRegression,
  createDesign,
  designOfNumbers,
  generalizedLinearModel,
  linearRegression,
  logRankTest,
  predictLinear,
  type Coefficient,
  type Design,
  type DesignVariable,
} from "../../src/stats/index.ts";

const shared = join(import.meta.dirname, "../../../shared/data");

/** Columns of a file of comma-separated values, as texts. */
function readColumns(path: string): Readonly<Record<string, readonly string[]>> {
  const [head, ...rows] = readFileSync(join(shared, path), "utf8").trim().split(/\r?\n/);
  const cells = rows.map((row) => row.replaceAll('"', "").split(","));
  return Object.fromEntries(
    head!
      .replaceAll('"', "")
      .split(",")
      .map((name, at) => [name, cells.map((row) => row[at]!)]),
  );
}

type Table = ReturnType<typeof readColumns>;

const numbersOf = (table: Table, name: string): readonly number[] => table[name]!.map(Number);

/** A design of columns of a table: those that hold numbers as they are, others as categories with a base. */
function designOf(
  table: Table,
  names: readonly string[],
  bases: Readonly<Record<string, string>> = {},
): Design {
  const variables = names.map((name): DesignVariable => {
    const values = numbersOf(table, name);
    if (values.every((value) => !Number.isNaN(value)) && bases[name] === undefined)
      return { kind: "number", name, values };
    return {
      kind: "category",
      name,
      labels: table[name]!,
      ...(bases[name] === undefined ? {} : { base: bases[name] }),
    };
  });
  return createDesign({ variables });
}

/** Figures as they are printed: equal when rounded to the digits behind their point. */
function expectPrinted(actual: readonly number[], printed: readonly string[]): void {
  expect(actual.map((value, at) => value.toFixed(printed[at]!.split(".")[1]?.length ?? 0))).toEqual(printed);
}

const estimates = (fit: { readonly coefficients: readonly Coefficient[] }): readonly number[] =>
  fit.coefficients.map(({ estimate }) => estimate);
const errors = (fit: { readonly coefficients: readonly Coefficient[] }): readonly number[] =>
  fit.coefficients.map(({ standardError }) => standardError);

describe.runIf(existsSync(shared) || process.env["CI"] !== undefined)("published regressions", () => {
  it("are those of visits to physicians (Zeileis, Kleiber & Jackman, J. Stat. Softw. 27(8), 2008, 3)", () => {
    const table = readColumns("count-models/NMES1988.csv");
    const names = ["hospital", "health", "chronic", "gender", "school", "insurance"];
    const spec = {
      design: designOf(table, names, { health: "average", gender: "female", insurance: "no" }),
      response: numbersOf(table, "visits"),
    };
    const poisson = generalizedLinearModel({ ...spec, family: "poisson" });
    // Levels are sorted: excellent before poor.
    expectPrinted(estimates(poisson), [
      "1.028874",
      "0.164797",
      "-0.361993",
      "0.248307",
      "0.146639",
      "-0.112320",
      "0.026143",
      "0.201687",
    ]);
    expect(poisson.assumptions[0]!.verdict).toBe("violated");
    const negative = generalizedLinearModel({ ...spec, family: "negative-binomial" });
    expectPrinted(
      [...estimates(negative), negative.theta!.estimate],
      [
        "0.929257",
        "0.217772",
        "-0.341807",
        "0.305013",
        "0.174916",
        "-0.126488",
        "0.026815",
        "0.224402",
        "1.2066",
      ],
    );
  });

  it("are those of boating trips to Lake Somerville (Kleiber & Zeileis, Applied Econometrics with R, 2008, 5.3)", () => {
    const table = readColumns("count-models/RecreationDemand.csv");
    const names = ["quality", "ski", "income", "userfee", "costC", "costS", "costH"];
    const spec = { design: designOf(table, names), response: numbersOf(table, "trips") };
    const poisson = generalizedLinearModel({ ...spec, family: "poisson" });
    expectPrinted(estimates(poisson), [
      "0.26499",
      "0.47173",
      "0.41821",
      "-0.11132",
      "0.89817",
      "-0.00343",
      "-0.04254",
      "0.03613",
    ]);
    const negative = generalizedLinearModel({ ...spec, family: "negative-binomial" });
    expectPrinted(
      [...estimates(negative), negative.theta!.estimate],
      ["-1.12194", "0.72200", "0.61214", "-0.02606", "0.66917", "0.04801", "-0.09269", "0.03884", "0.7293"],
    );
  });

  it("are those of articles by doctoral students (Long, Regression Models for Categorical and Limited Dependent Variables, 1997, 8)", () => {
    const table = readColumns("count-models/PhDPublications.csv");
    const names = ["gender", "married", "kids", "prestige", "mentor"];
    const spec = {
      design: designOf(table, names, { gender: "male" }),
      response: numbersOf(table, "articles"),
    };
    const poisson = generalizedLinearModel({ ...spec, family: "poisson" });
    expectPrinted(
      [...estimates(poisson), poisson.logLikelihood!],
      ["0.305", "-0.225", "0.155", "-0.185", "0.013", "0.026", "-1651.06"],
    );
    const negative = generalizedLinearModel({ ...spec, family: "negative-binomial" });
    expectPrinted(
      [...estimates(negative), 1 / negative.theta!.estimate, negative.logLikelihood!],
      ["0.256", "-0.216", "0.150", "-0.176", "0.015", "0.029", "0.442", "-1560.96"],
    );
  });

  it("are those of damage to ships (McCullagh & Nelder, Generalized Linear Models, 1989, 6.3.2)", () => {
    const table = readColumns("r-mass/ships.csv");
    const rows = table["service"]!.flatMap((months, row) => (Number(months) > 0 ? [row] : []));
    const kept: Table = Object.fromEntries(
      Object.entries(table).map(([name, values]) => [name, rows.map((row) => values[row]!)]),
    );
    const fit = generalizedLinearModel({
      design: designOf(kept, ["type", "year", "period"], { year: "60", period: "60" }),
      response: numbersOf(kept, "incidents"),
      offset: numbersOf(kept, "service").map(Math.log),
      family: "poisson",
    });
    expectPrinted([fit.deviance], ["38.7"]);
    expect(fit.residualDegreesOfFreedom).toBe(25);
    expectPrinted([fit.pearsonChiSquared / 25], ["1.69"]);
    expectPrinted(estimates(fit).slice(1, 5), ["-0.54", "-0.69", "-0.08", "0.33"]);
  });

  it("are those of miles per gallon and of the market (James, Witten, Hastie & Tibshirani, ISLR, 2013, 3.7 and 4.6.2)", () => {
    const auto = readColumns("hitters-wage-college/Auto.csv");
    const design = designOf(auto, ["horsepower"]);
    const fit = linearRegression({ design, response: numbersOf(auto, "mpg") });
    expectPrinted(
      [...estimates(fit), ...errors(fit), fit.rSquared],
      ["39.935861", "-0.157845", "0.717499", "0.006446", "0.6059"],
    );
    const rows = applyDesign(design, [{ kind: "number", name: "horsepower", values: [98] }]);
    const { mean, confidence, prediction } = predictLinear(fit, rows);
    expectPrinted(
      [mean[0]!, confidence.low[0]!, confidence.high[0]!, prediction.low[0]!, prediction.high[0]!],
      ["24.46708", "23.97308", "24.96108", "14.8094", "34.12476"],
    );
    const market = readColumns("hitters-wage-college/Smarket.csv");
    const logistic = generalizedLinearModel({
      design: designOf(market, ["Lag1", "Lag2", "Lag3", "Lag4", "Lag5", "Volume"]),
      response: market["Direction"]!.map((direction) => (direction === "Up" ? 1 : 0)),
      family: "binomial",
    });
    expectPrinted(estimates(logistic), [
      "-0.126000",
      "-0.073074",
      "-0.042301",
      "0.011085",
      "0.009359",
      "0.010313",
      "0.135441",
    ]);
    expectPrinted(errors(logistic), ["0.2407", "0.0502", "0.0501", "0.0499", "0.0500", "0.0495", "0.1584"]);
  });

  it("are those of dried plants (Dobson, An Introduction to Statistical Modelling, 1983; R's help of PlantGrowth)", () => {
    const table = readColumns("r-datasets/PlantGrowth.csv");
    const fit = linearRegression({
      design: designOf(table, ["group"]),
      response: numbersOf(table, "weight"),
    });
    const { rows } = anovaTable(fit, "I");
    expectPrinted([rows[0]!.sumOfSquares, rows[0]!.f, rows[0]!.pValue], ["3.76634", "4.8461", "0.01591"]);
  });

  it("are those of remissions from leukaemia (Venables & Ripley, MASS, 2002, 13; log-rank as in Kalbfleisch & Prentice)", () => {
    const table = readColumns("r-mass/gehan.csv");
    const survival = { times: numbersOf(table, "time"), events: numbersOf(table, "cens") };
    expectPrinted([logRankTest(survival, table["treat"]!).statistic.value], ["16.8"]);
    const fit = coxRegression({ ...survival, design: designOf(table, ["treat"]) });
    expectPrinted([fit.coefficients[0]!.estimate, fit.coefficients[0]!.standardError], ["1.572", "0.412"]);
  });

  it("are those that statsmodels keeps from R and Stata: Longley's with HC errors, and pass rates of schools", () => {
    const longley = readColumns("statsmodels-datasets/longley.csv");
    const kept = JSON.parse(
      readFileSync(
        join(shared, "statsmodels-reference-results/json/regression__results_regression.json"),
        "utf8",
      ),
    ) as { readonly Longley: Readonly<Record<string, readonly number[]>> };
    const names = ["GNPDEFL", "GNP", "UNEMP", "ARMED", "POP", "YEAR"];
    const spec = { design: designOf(longley, names), response: numbersOf(longley, "TOTEMP") };
    const fit = linearRegression(spec);
    // Their constant is the last.
    const theirs = (list: readonly number[]): readonly number[] => [list.at(-1)!, ...list.slice(0, -1)];
    const apart = (ours: readonly number[], list: readonly number[]): number =>
      Math.max(...ours.map((value, at) => Math.abs(value / theirs(list)[at]! - 1)));
    expect(apart(estimates(fit), kept.Longley["params"]!)).toBeLessThan(1e-12);
    expect(apart(errors(fit), kept.Longley["bse"]!)).toBeLessThan(1e-12);
    for (const kind of ["HC0", "HC1", "HC2", "HC3"] as const) {
      const robust = errors(linearRegression({ ...spec, covariance: { kind } }));
      // Five digits behind the point are kept.
      expect(apart(robust, kept.Longley[`${kind}_se`]!)).toBeLessThan(3e-4);
    }
    const schools = readColumns("statsmodels-datasets/star98.csv");
    const columns = Object.keys(schools).filter((name) => name !== "MATHTOT" && name !== "PR50M");
    const stored = JSON.parse(
      readFileSync(join(shared, "statsmodels-reference-results/json/genmod__results_glm.json"), "utf8"),
    ) as {
      readonly Star98: {
        readonly params: readonly number[];
        readonly bse: readonly number[];
        readonly deviance: number;
      };
    };
    const passed = generalizedLinearModel({
      design: designOfNumbers(Object.fromEntries(columns.map((name) => [name, numbersOf(schools, name)]))),
      response: numbersOf(schools, "PR50M"),
      trials: numbersOf(schools, "MATHTOT"),
      family: "binomial",
    });
    expect(Math.abs(passed.deviance - stored.Star98.deviance)).toBeLessThan(1e-6);
    expect(apart(estimates(passed), stored.Star98.params)).toBeLessThan(1e-5);
    expect(apart(errors(passed), stored.Star98.bse)).toBeLessThan(1e-4);
  });
});
