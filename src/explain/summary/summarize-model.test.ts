import { describe, expect, it } from "vitest";
import { createRandom } from "../../base/index.ts";
import type { Task } from "../../model/index.ts";
import { generalizedLinearModel, designOfNumbers } from "../../stats/index.ts";
import type { ModelSummary, SummaryCoefficient } from "./model-summary.ts";
import { requestFor, summarizeFor, type SummaryCase } from "./summarize-for.test-support.ts";
import { caveatsOf } from "./summary-caveats.ts";
import { gatherRows, rowLimit } from "./summary-rows.ts";

const count = 240;
const random = createRandom(7);
const draws = (size = count): number[] => Array.from({ length: size }, () => random.next());
const ages = draws().map((value) => Math.round(20 + 40 * value));
const incomes = draws().map((value, row) => 1000 + 90 * value * ages[row]!);
const towns = draws().map((value) => (value < 0.5 ? "Oslo" : value < 0.8 ? "Rome" : "Bonn"));
const noise = draws();
const prices = ages.map(
  (age, row) => 3 * age + incomes[row]! / 100 + (towns[row] === "Rome" ? 12 : 0) + 20 * noise[row]!,
);
const columns = { age: ages, income: incomes, town: towns };
const plain: SummaryCase = { columns, target: prices, trainer: "ridge", params: { lambda: 0 } };
const binary: Task = { kind: "binary", classes: [false, true], type: "Boolean" };

const coefficient = (summary: ModelSummary, name: string, equation = 0): SummaryCoefficient =>
  summary.equations[equation]!.coefficients.find((one) => one.name === name)!;
const codes = ({ problems }: ModelSummary): string[] => problems.map(({ code }) => code);

describe("summarizeModel", () => {
  it("agrees with the model where that has no penalty, in the user's units", async () => {
    const summary = await summarizeFor(plain);
    for (const { inference, models } of summary.equations[0]!.coefficients)
      expect(models[0]! / inference!.estimate).toBeCloseTo(1, 9);
    expect(coefficient(summary, "age").inference!.estimate).toBeCloseTo(3, 0);
    expect(summary).toMatchObject({ family: "least-squares", errors: { kind: "HC3" }, problems: [] });
    expect(summary.models[0]!.penalty).toBe(null);
  });

  it("draws the model's own numbers towards 0 where it has a penalty, and leaves the others", async () => {
    const free = await summarizeFor(plain);
    const held = await summarizeFor({ ...plain, params: { lambda: 500 } });
    expect(held.models[0]!.penalty).toBe("a penalty of 500 on the squares of coefficients");
    const [one, other] = [coefficient(free, "age"), coefficient(held, "age")];
    expect(other.inference).toEqual(one.inference);
    expect(other.models[0]!).toBeLessThan(0.8 * one.models[0]!);
  });

  it("names the level that a level is compared with, and that of a yes or no", async () => {
    const summary = await summarizeFor({
      ...plain,
      columns: { ...columns, open: ages.map((age) => age % 3 === 0) },
      steps: [{ transform: "one-hot", columns: ["town"], params: { reference: "most-frequent" } }],
    });
    expect(coefficient(summary, "town = Rome")).toMatchObject({ kind: "level", reference: "Oslo", step: 1 });
    expect(coefficient(summary, "open = true")).toMatchObject({ kind: "level", reference: "false" });
    expect(summary.equations[0]!.inflation.map(({ term }) => term)).toEqual([
      "age",
      "income",
      "town",
      "open = true",
    ]);
  });

  it("names columns that follow from others with the equation, and shows the rest", async () => {
    const summary = await summarizeFor({
      ...plain,
      columns: { ...columns, months: ages.map((age) => 12 * age), zone: ages.map(() => 5) },
      trainer: "ridge",
      params: { lambda: 1 },
    });
    expect(codes(summary)).toEqual(["T2970"]);
    expect(summary.problems[0]!.message).toContain("“months” = 12·“age”");
    expect(coefficient(summary, "months").inference).toBe(null);
    expect(coefficient(summary, "age").inference!.estimate).toBeCloseTo(
      coefficient(await summarizeFor(plain), "age").inference!.estimate,
      9,
    );
  });

  it("names a full set of levels as what follows from the intercept", async () => {
    const summary = await summarizeFor({
      ...plain,
      columns: { town: towns, age: ages },
      steps: [{ transform: "one-hot", columns: ["town"], params: {} }],
      params: { lambda: 1 },
    });
    expect(summary.problems[0]!.message).toMatch(/“town = \w+” = 1 - “town = \w+” - “town = \w+”/);
  });

  it("names the columns that separate two classes, and takes Firth's penalty", async () => {
    const target = ages.map((age) => (age > 45 ? 1 : 0));
    const summary = await summarizeFor({
      ...plain,
      columns: { age: ages, income: incomes },
      target,
      task: binary,
      trainer: "logistic",
      params: {},
    });
    expect(codes(summary)).toEqual(["T2971"]);
    expect(summary.problems[0]!.value).toContain("“age”");
    expect(summary.equations[0]!.penalty).toBe("firth");
    const expected = generalizedLinearModel({
      design: designOfNumbers({ age: ages, income: incomes }),
      response: target,
      family: "binomial",
      penalty: "firth",
    });
    expect(coefficient(summary, "age").inference!.estimate).toBeCloseTo(
      expected.coefficients[1]!.estimate,
      8,
    );
  });

  it("compares each of more classes with the most frequent one", async () => {
    const task: Task = { kind: "multiclass", classes: ["a", "b", "c"], type: "Text" };
    const target = noise.map((value, row) => {
      const score = value + ages[row]! / 100;
      return score < 0.7 ? 1 : score < 1 ? 0 : 2;
    });
    const summary = await summarizeFor({
      ...plain,
      target,
      task,
      trainer: "logistic",
      params: { lambda: 0.001 },
    });
    const pairs = summary.equations.map(
      ({ outcome, against }) => `${outcome ?? ""} against ${against ?? ""}`,
    );
    expect(pairs).toEqual(["a against c", "b against c"]);
    const own = coefficient(summary, "age");
    // Begg & Gray: the same model, estimated with a little less.
    expect(Math.abs(own.models[0]! - own.inference!.estimate)).toBeLessThan(own.inference!.standardError!);
    const rows = [...target.keys()].filter((row) => target[row] !== 1);
    const pick = (values: readonly number[]): number[] => rows.map((row) => values[row]!);
    const town = (name: string) => rows.map((row) => (towns[row] === name ? 1 : 0));
    const fit = generalizedLinearModel({
      design: designOfNumbers({
        age: pick(ages),
        income: pick(incomes),
        rome: town("Rome"),
        bonn: town("Bonn"),
      }),
      response: rows.map((row) => (target[row] === 0 ? 1 : 0)),
      family: "binomial",
    });
    expect(own.inference!.estimate).toBeCloseTo(fit.coefficients[1]!.estimate, 9);
    expect(own.inference!.adjustedPValue!).toBeGreaterThanOrEqual(own.inference!.pValue!);
  });

  it("takes Firth's penalty for those classes alone that are told apart without error", async () => {
    const task: Task = { kind: "multiclass", classes: ["a", "b", "c"], type: "Text" };
    const target = noise.map((value, row) => (ages[row]! > 50 ? 2 : value > 0.4 ? 0 : 1));
    const clusters = ages.map((_, row) => row % 40);
    const summary = await summarizeFor({ ...plain, target, task, clusters, trainer: "logistic" });
    const penalties = summary.equations.map(({ outcome, penalty }) => [outcome, penalty]);
    expect(penalties).toContainEqual(["c", "firth"]);
    expect(penalties).toContainEqual(["b", "none"]);
    expect(summary.errors!.kind).toBe("clustered");
    expect(summary.problems).toMatchObject([{ code: "T2971", place: "c against a" }]);
  });

  it("clusters by the group, and lets rows without one stand alone", async () => {
    const clusters = ages.map((_, row) => (row < 4 ? -1 : row % 30));
    const summary = await summarizeFor({ ...plain, clusters });
    expect(summary.errors).toMatchObject({ kind: "clustered", clusters: { count: 34 } });
  });

  it("gives way to other errors where one row decides a coefficient, and says so", async () => {
    const odd = towns.map((town, row) => (row === 17 ? "Lima" : town));
    const summary = await summarizeFor({ ...plain, columns: { ...columns, town: odd } });
    expect(codes(summary)).toEqual(["T2972"]);
    expect(["HC1", "classical"]).toContain(summary.errors!.kind);
    expect(coefficient(summary, "town = Lima").inference).not.toBe(null);
  });

  it("looks at the order of rows only where they have a time", async () => {
    const drift = prices.map((price, row) => price + 60 * Math.sin(row / 20));
    const orders = ({ equations }: ModelSummary) =>
      equations[0]!.checks.filter(({ check }) => check === "order");
    expect(orders(await summarizeFor({ ...plain, target: drift }))).toEqual([]);
    const time = ages.map((_, row) => row);
    expect(orders(await summarizeFor({ ...plain, target: drift, time }))[0]).toMatchObject({
      verdict: "violated",
    });
    const shuffled = [...time].sort((one, other) => ((one * 7919) % count) - ((other * 7919) % count));
    const mixed = await summarizeFor({
      ...plain,
      columns: Object.fromEntries(
        Object.entries(columns).map(([name, values]) => [name, shuffled.map((row) => values[row]!)]),
      ),
      target: shuffled.map((row) => drift[row]!),
      time: shuffled,
    });
    expect(orders(mixed)[0]).toMatchObject({ verdict: "violated" });
  });

  it("names the row that moves the line, by its number in the data", async () => {
    const target = prices.map((price, row) => (row === 100 ? price + 5000 : price));
    const rows = [...prices.keys()].filter((row) => row % 2 === 0);
    const summary = await summarizeFor({ ...plain, target, rows });
    expect(summary.equations[0]!.influence[0]!.row).toBe(101);
    expect(summary.equations[0]!.influence.length).toBe(5);
  });

  it("does not mind the order of the rows, and gives the same again", async () => {
    const turned = await summarizeFor({ ...plain, rows: [...prices.keys()].reverse() });
    const straight = await summarizeFor(plain);
    for (const [at, one] of straight.equations[0]!.coefficients.entries())
      expect(
        turned.equations[0]!.coefficients[at]!.inference!.standardError! / one.inference!.standardError!,
      ).toBeCloseTo(1, 9);
    expect(await summarizeFor(plain)).toEqual(straight);
  });

  it("is sure of a weight whatever its unit, and doubles nothing by it", async () => {
    const one = await summarizeFor({ ...plain, weight: ages.map((age) => age % 4) });
    const other = await summarizeFor({ ...plain, weight: ages.map((age) => 1000 * (age % 4)) });
    expect(
      other.equations[0]!.coefficients[1]!.inference!.standardError! /
        one.equations[0]!.coefficients[1]!.inference!.standardError!,
    ).toBeCloseTo(1, 10);
    const odds = await summarizeFor({
      ...plain,
      target: noise.map((value) => (value > 0.5 ? 1 : 0)),
      task: binary,
      trainer: "logistic",
      weight: ages,
    });
    expect(odds.errors!.kind).toBe("HC3");
    expect(odds.equations[0]!.fit.aic).toBe(null);
  });

  it("takes a mean of the target as the trainer saw it, and says that its error is too small", async () => {
    const street = draws().map((value) => `street ${Math.floor(value * 60)}`);
    const summary = await summarizeFor({
      ...plain,
      columns: { age: ages, street },
      steps: [
        { transform: "target-encode", columns: ["street"], params: {} },
        { transform: "scale", columns: ["age", "street (target mean)"], params: {} },
      ],
    });
    expect(summary.caveats.join(" ")).toContain("means of the target");
    // Streets say nothing: seen with its own target, a mean of four rows would look certain.
    expect(coefficient(summary, "street (target mean)").inference!.pValue!).toBeGreaterThan(0.01);
    expect(coefficient(summary, "street (target mean)").kind).toBe("prepared");
  });

  it("refuses in words what has no answer", async () => {
    const wide = Object.fromEntries(Array.from({ length: 301 }, (_, at) => [`c${at}`, draws()]));
    expect(codes(await summarizeFor({ ...plain, columns: wide, params: { lambda: 1 } }))).toEqual(["T2975"]);
    const gamma = { family: "inverse-gaussian", link: "log" };
    const none = await summarizeFor({ ...plain, trainer: "glm", params: gamma });
    expect(codes(none)).toEqual(["T2974"]);
    expect(none.equations).toEqual([]);
    const few = await summarizeFor({ ...plain, rows: [0, 1, 2, 3], params: { lambda: 1 } });
    expect(few.equations).toEqual([]);
    expect(few.problems.at(-1)!.code).toBe("T2973");
    const flat = await summarizeFor({ ...plain, target: prices.map(() => 5), params: { lambda: 1 } });
    expect(flat.problems.at(-1)!).toMatchObject({
      code: "T2973",
      message: expect.stringContaining("the same"),
    });
  });

  it("draws rows by the seed where there are more than the work allows, and says how many", async () => {
    expect([rowLimit(10), rowLimit(100), rowLimit(300)]).toEqual([100_000, 5000, 3000]);
    const size = 6000;
    const many = Object.fromEntries(Array.from({ length: 105 }, (_, at) => [`c${at}`, draws(size)]));
    const wide: SummaryCase = { columns: many, target: many["c1"]!, trainer: "ridge", params: { lambda: 1 } };
    const request = await requestFor({ ...wide, time: many["c2"]! });
    const rows = gatherRows(request, { family: "least-squares", link: "identity", offset: null });
    expect(rows).toMatchObject({ available: size, incomplete: 0, isSampled: true, isOrdered: false });
    expect(rows.rows.length).toBe(rowLimit(106));
    expect(new Set(rows.rows).size).toBe(rows.rows.length);
    expect(rows.target).toEqual(Float64Array.from(rows.rows, (row) => many["c1"]![row]!));
    const other = gatherRows(
      { ...request, seed: 2 },
      { family: "least-squares", link: "identity", offset: null },
    );
    expect(other.rows).not.toEqual(rows.rows);
    const [equation] = (await summarizeFor(plain)).equations;
    expect(caveatsOf(request, rows, [equation!], null)[0]).toContain(
      "drawn at random by the seed from the 6,000",
    );
  });

  it("takes grades of a ranking as numbers, with rows of one group together", async () => {
    const grades = prices.map((price) => Math.min(4, Math.max(0, Math.floor(price / 60))));
    const clusters = ages.map((_, row) => row % 24);
    const summary = await summarizeFor({ ...plain, target: grades, task: { kind: "ranking" }, clusters });
    expect(summary).toMatchObject({
      family: "least-squares",
      errors: { kind: "clustered", clusters: { count: 24 } },
    });
    expect(summary.caveats.join(" ")).toContain("The grade is taken as a number");
    expect(summary.equations[0]!.coefficients[1]!.models[0]).not.toBe(null);
  });

  it("brings a support vector machine to the scale of log-odds", async () => {
    const target = noise.map((value, row) => (ages[row]! + 30 * value > 55 ? 1 : 0));
    const summary = await summarizeFor({ ...plain, target, task: binary, trainer: "linear-svm" });
    const { inference, models } = coefficient(summary, "age");
    expect(models[0]! / inference!.estimate).toBeGreaterThan(0.5);
    expect(models[0]! / inference!.estimate).toBeLessThan(2);
  });

  it("adds an offset as it is, and keeps the spread of a negative binomial", async () => {
    const exposure = ages.map((age) => age / 60);
    const counts = noise.map((value, row) => Math.floor(12 * value * value * (ages[row]! / 30)));
    const steps = [{ transform: "scale", columns: ["income"], params: {} }];
    const summary = await summarizeFor({
      columns: { income: incomes, exposure },
      target: counts,
      steps,
      trainer: "glm",
      params: { family: "negative-binomial", theta: 2, offset: "exposure" },
    });
    const fit = generalizedLinearModel({
      design: designOfNumbers({ income: incomes }),
      response: counts,
      family: { kind: "negative-binomial", theta: 2 },
      offset: exposure,
      covariance: { kind: "HC3" },
    });
    expect(summary.equations[0]!.coefficients.map(({ name }) => name)).toEqual(["intercept", "income"]);
    const { inference, models } = coefficient(summary, "income");
    expect(inference!.estimate / fit.coefficients[1]!.estimate).toBeCloseTo(1, 9);
    expect(inference!.standardError! / fit.coefficients[1]!.standardError).toBeCloseTo(1, 9);
    expect(models[0]! / fit.coefficients[1]!.estimate).toBeCloseTo(1, 5);
  });

  it("tells a share of the rows from a level", async () => {
    const steps = [
      { transform: "frequency", columns: ["town"], params: {}, keep: true },
      { transform: "one-hot", columns: ["town"], params: { maxLevels: 1 } },
    ];
    const summary = await summarizeFor({
      ...plain,
      columns: { age: ages, town: towns },
      steps,
      params: { lambda: 1 },
    });
    expect(coefficient(summary, "town (frequency)")).toMatchObject({ kind: "prepared", reference: null });
    expect(coefficient(summary, "town is another").kind).toBe("level");
  });

  it("holds no number that JSON cannot", async () => {
    const exact = await summarizeFor({ ...plain, target: ages.map((age) => 2 * age + 1) });
    expect(JSON.parse(JSON.stringify(exact))).toEqual(exact);
    expect(exact.equations[0]!.checks).toEqual([]);
    const summary = await summarizeFor(plain);
    expect(JSON.parse(JSON.stringify(summary))).toEqual(summary);
  });
});
