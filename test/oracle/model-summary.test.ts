import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { summarizeFor } from "../../src/explain/summary/summarize-for.test-support.ts";
import type { ModelSummary, SummaryEquation } from "../../src/explain/index.ts";
import type { Task } from "../../src/model/index.ts";

const shared = join(import.meta.dirname, "../../../shared/data");
const hasTables = existsSync(shared) || process.env["CI"] !== undefined;

type Figures = Readonly<Record<string, number | readonly number[]>>;

/** R 4.2.2 with sandwich, lmtest and car, by model-summary.R. */
const figures = JSON.parse(readFileSync(join(import.meta.dirname, "model-summary.json"), "utf8")) as Readonly<
  Record<string, Figures>
>;

const list = (one: Figures, name: string): readonly number[] => [one[name]!].flat();

/** Columns of a file of comma-separated values. */
function readColumns(path: string, names?: readonly string[]): Readonly<Record<string, readonly string[]>> {
  const lines = readFileSync(join(shared, path), "utf8").trim().split(/\r?\n/);
  const cells = lines.map((line) =>
    line
      .replaceAll('"', "")
      .split(",")
      .map((cell) => cell.trim()),
  );
  const rows = names ? cells : cells.slice(1);
  return Object.fromEntries((names ?? cells[0]!).map((name, at) => [name, rows.map((row) => row[at]!)]));
}

const numbers = (values: readonly string[]): readonly (number | null)[] =>
  values.map((value) => (value === "" ? null : Number(value)));

/** The figures of a summary's coefficients in the order of R's names, by how R's names begin and end. */
function coefficientsLike(
  equation: SummaryEquation,
  names: readonly string[],
  word: (name: string) => string,
) {
  return names.map((name) => {
    const found = equation.coefficients.find((one) => one.name === word(name));
    if (!found?.inference)
      throw new Error(
        `There is no ${word(name)} among ${equation.coefficients.map((one) => one.name).join("; ")}`,
      );
    return { ...found.inference, name: found.name, model: found.models[0] ?? null };
  });
}

/** A summary has twelve digits of what it tells and six of what it draws. */
function expectClose(actual: readonly (number | null)[], expected: readonly number[], digits = 11): void {
  expect(actual.length).toBe(expected.length);
  for (const [at, value] of expected.entries())
    expect(Math.abs(actual[at]! - value), `${at}: ${actual[at]} for ${value}`).toBeLessThanOrEqual(
      10 ** -digits * Math.max(Math.abs(value), 1e-300),
    );
}

/** `maritl4. Divorced` of R is `maritl = 4. Divorced` here. */
const levelNames =
  (...categories: readonly string[]) =>
  (name: string): string => {
    if (name === "(Intercept)") return "intercept";
    const category = categories.find((one) => name.startsWith(one));
    if (category) return `${category} = ${name.slice(category.length)}`;
    return name.startsWith("log1p(") ? `ln(1 + ${name.slice(6, -1)})` : name;
  };

const namesOf = (one: Figures): readonly string[] => one["names"] as unknown as readonly string[];
const only = ({ equations }: ModelSummary): SummaryEquation => equations[0]!;

describe.runIf(hasTables)("a summary beside R on the same columns", () => {
  const wage = figures["wage"]!;
  const wages = (clusters: boolean): Promise<ModelSummary> => {
    const table = readColumns("hitters-wage-college/Wage.csv");
    return summarizeFor({
      columns: {
        year: numbers(table["year"]!),
        age: numbers(table["age"]!),
        maritl: table["maritl"]!,
        education: table["education"]!,
        jobclass: table["jobclass"]!,
        health: table["health"]!,
      },
      target: table["wage"]!.map(Number),
      trainer: "ridge",
      params: { lambda: 0 },
      ...(clusters ? { clusters: table["year"]!.map(Number) } : {}),
    });
  };
  const word = levelNames("maritl", "education", "jobclass", "health");

  it("has the errors, intervals, fit, checks and influential rows of wages", async () => {
    const summary = await wages(false);
    const equation = only(summary);
    const found = coefficientsLike(equation, namesOf(wage), word);
    expectClose(
      found.map(({ estimate }) => estimate),
      list(wage, "estimates"),
    );
    expectClose(
      found.map(({ standardError }) => standardError),
      list(wage, "errors"),
    );
    expectClose(
      found.map(({ statistic }) => statistic),
      list(wage, "t"),
    );
    expectClose(
      found.map(({ pValue }) => pValue),
      list(wage, "p"),
      // Far out a share of t is hundreds of times that share of p.
      10,
    );
    expectClose(
      found.slice(1).map(({ adjustedPValue }) => adjustedPValue),
      list(wage, "holm"),
      10,
    );
    expectClose(
      found.map(({ low }) => low),
      list(wage, "low"),
    );
    expectClose(
      found.map(({ high }) => high),
      list(wage, "high"),
    );
    const { fit } = equation;
    expectClose(
      [
        fit.rSquared,
        fit.adjustedRSquared,
        fit.residualStandardDeviation,
        fit.aic,
        fit.bic,
        fit.logLikelihood,
      ],
      ["rSquared", "adjusted", "sigma", "aic", "bic", "logLik"].map((name) => list(wage, name)[0]!),
    );
    expectClose([fit.overall!.value, ...fit.overall!.degreesOfFreedom], list(wage, "wald"));
    expectClose(
      equation.inflation.map(({ factor }) => factor),
      list(wage, "inflation"),
      5,
    );
    const check = (test: string) => equation.checks.find((one) => one.test.startsWith(test))!;
    expectClose([check("Breusch").statistic, check("Breusch").pValue], list(wage, "breuschPagan"));
    expectClose([check("RESET").statistic, check("RESET").pValue], list(wage, "reset"));
    expect(equation.influence.map(({ row }) => row)).toEqual(list(wage, "rows"));
    expectClose(
      equation.influence.map(({ cooksDistance }) => cooksDistance),
      list(wage, "cook"),
      5,
    );
    expectClose(
      equation.influence.map(({ leverage }) => leverage),
      list(wage, "hat"),
      5,
    );
    expectClose(
      equation.influence.map(({ residual }) => residual),
      list(wage, "student"),
      5,
    );
    expectClose(
      equation.influence.map(({ changes }) => changes[0]!.change),
      list(wage, "dfbetas"),
      5,
    );
  });

  it("says what the model without a penalty uses, in the units of the data", async () => {
    const found = coefficientsLike(only(await wages(false)), namesOf(wage), word);
    expectClose(
      found.map(({ model }) => model),
      list(wage, "estimates"),
    );
  });

  it("clusters the errors by the group", async () => {
    const summary = await wages(true);
    expect(summary.errors).toMatchObject({ kind: "clustered", clusters: { column: "school", count: 7 } });
    const found = coefficientsLike(only(summary), namesOf(wage), word);
    expectClose(
      found.map(({ standardError }) => standardError),
      list(wage, "clusterErrors"),
    );
    expectClose(
      found.map(({ pValue }) => pValue),
      list(wage, "clusterP"),
    );
    expect(summary.caveats.join(" ")).toContain("7 groups are few");
  });

  it("has the odds of incomes", async () => {
    const adult = figures["adult"]!;
    const header =
      "age workclass fnlwgt education educationYears marital occupation relationship race sex gain loss hours country income".split(
        " ",
      );
    const table = readColumns("adult-income/adult-train.csv", header);
    const task: Task = { kind: "binary", classes: ["<=50K", ">50K"], type: "Text" };
    const summary = await summarizeFor({
      columns: {
        age: numbers(table["age"]!),
        educationYears: numbers(table["educationYears"]!),
        hours: numbers(table["hours"]!),
        marital: table["marital"]!,
        sex: table["sex"]!,
      },
      target: table["income"]!.map((value) => (value === ">50K" ? 1 : 0)),
      task,
      trainer: "logistic",
      params: { lambda: 0 },
    });
    const equation = only(summary);
    expect([equation.outcome, equation.against]).toEqual([">50K", "<=50K"]);
    const found = coefficientsLike(equation, namesOf(adult), levelNames("marital", "sex"));
    expectClose(
      found.map(({ estimate }) => estimate),
      list(adult, "estimates"),
    );
    expectClose(
      found.map(({ standardError }) => standardError),
      list(adult, "errors"),
    );
    expectClose(
      found.map(({ statistic }) => statistic),
      list(adult, "z"),
    );
    expectClose(
      found.map(({ model }) => model),
      list(adult, "estimates"),
    );
    const { fit } = equation;
    expectClose(
      [fit.deviance, fit.nullDeviance, fit.aic, fit.bic],
      ["deviance", "nullDeviance", "aic", "bic"].map((name) => list(adult, name)[0]!),
    );
    expectClose([equation.checks.find(({ check }) => check === "linearity")!.statistic], list(adult, "link"));
    expect(equation.influence.map(({ row }) => row)).toEqual(list(adult, "rows"));
    expectClose(
      equation.influence.map(({ cooksDistance }) => cooksDistance),
      list(adult, "cook"),
      5,
    );
    expectClose(
      equation.influence.map(({ leverage }) => leverage),
      list(adult, "hat"),
      5,
    );
    expectClose(
      equation.influence.map(({ residual }) => residual),
      list(adult, "pearson"),
      5,
    );
  });

  it("counts visits to doctors with robust errors, and names that they spread too much", async () => {
    const visits = figures["visits"]!;
    const table = readColumns("count-models/DoctorVisits.csv");
    const column = (name: string) => [name, numbers(table[name]!)] as const;
    const summary = await summarizeFor({
      columns: {
        gender: table["gender"]!,
        ...Object.fromEntries(["age", "income", "illness", "reduced", "health"].map(column)),
      },
      target: table["visits"]!.map(Number),
      trainer: "glm",
      params: { family: "poisson" },
    });
    const equation = only(summary);
    expect(summary).toMatchObject({ family: "poisson", link: "log", errors: { kind: "HC3" } });
    const found = coefficientsLike(equation, namesOf(visits), levelNames("gender"));
    expectClose(
      found.map(({ estimate }) => estimate),
      list(visits, "estimates"),
    );
    expectClose(
      found.map(({ standardError }) => standardError),
      list(visits, "errors"),
    );
    expectClose(
      found.map(({ statistic }) => statistic),
      list(visits, "z"),
    );
    expectClose(
      found.map(({ model }) => model),
      list(visits, "estimates"),
    );
    const spread = equation.checks.find(({ check }) => check === "dispersion")!;
    expect(spread.verdict).toBe("violated");
    expectClose([spread.statistic], list(visits, "pearson"));
    expectClose(
      equation.influence.map(({ cooksDistance }) => cooksDistance),
      list(visits, "cook"),
      5,
    );
    expectClose(
      [equation.fit.deviance, equation.fit.nullDeviance, equation.fit.aic],
      ["deviance", "nullDeviance", "aic"].map((name) => list(visits, name)[0]!),
    );
  });

  it("takes logarithms, filled gaps and their flags of homes as the recipe made them", async () => {
    const homes = figures["homes"]!;
    const table = readColumns("california-housing/housing.csv");
    const names = ["housing_median_age", "median_income", "total_bedrooms", "population", "households"];
    const summary = await summarizeFor({
      columns: {
        ...Object.fromEntries(names.map((name) => [name, numbers(table[name]!)])),
        ocean_proximity: table["ocean_proximity"]!,
      },
      target: table["median_house_value"]!.map(Number),
      steps: [
        { transform: "impute", columns: ["total_bedrooms"], params: { strategy: "median", flag: true } },
        { transform: "log1p", columns: ["population", "households"], params: {} },
        { transform: "scale", columns: names, params: { kind: "robust" } },
        { transform: "one-hot", columns: ["ocean_proximity"], params: { reference: "most-frequent" } },
      ],
      trainer: "ridge",
      params: { lambda: 0 },
    });
    const wordOf = levelNames("ocean_proximity");
    const found = coefficientsLike(only(summary), namesOf(homes), (name) =>
      name === "missing" ? "total_bedrooms is missing" : wordOf(name),
    );
    expectClose(
      found.map(({ estimate }) => estimate),
      list(homes, "estimates"),
    );
    expectClose(
      found.map(({ standardError }) => standardError),
      list(homes, "errors"),
    );
    expectClose(
      found.map(({ model }) => model),
      list(homes, "estimates"),
    );
    expectClose([only(summary).fit.rSquared], list(homes, "rSquared"));
    expect(summary.preparation).toEqual([
      {
        column: "total_bedrooms",
        text: expect.stringContaining("207 missing values became the median, 435"),
      },
    ]);
  });
});
