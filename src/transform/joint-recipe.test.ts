import { describe, expect, it } from "vitest";
import type { Diagnostic } from "../base/index.ts";
import { call, column, float } from "../ir/index.ts";
import { tableFromVectors, valueAt, vectorFromValues } from "../schema/index.ts";
import { asJoint } from "./as-joint.ts";
import { askRounds } from "./ask-rounds.ts";
import { numberResult } from "./expressions.ts";
import { featureVectors, learnRecipe } from "./learn-recipe.ts";
import { normalizeRecipe } from "./normalize-recipe.ts";
import { runAggregates } from "./run-aggregates.ts";
import type { RecipeStep, Transform } from "./transform.ts";
import { transforms } from "./transforms.ts";

const table = tableFromVectors([
  ["a", vectorFromValues("Float", [1, 2, null, 4])],
  ["t", vectorFromValues("Text", ["x", null, "y", "x"])],
  ["b", vectorFromValues("Int", [3, 5, 7, 9])],
]);
const step = (transform: string, columns: readonly string[], rest: Partial<RecipeStep> = {}): RecipeStep => ({
  transform,
  columns,
  params: {},
  ...rest,
});
const learn = (...steps: readonly RecipeStep[]) =>
  learnRecipe(table, null, { columns: ["a", "t", "b"], steps }, { indicators: [] });
const namesOf = (...steps: readonly RecipeStep[]) => learn(...steps).features.map(({ name }) => name);
const squared = ["a", "b", "a²", "a × b", "b²"];

describe("a joint step", () => {
  it("gets all of its columns at once, and puts what it makes in their place", () => {
    const learned = learn(step("interactions", ["a", "b"]));
    expect(learned.features.map(({ name }) => name)).toEqual(["a", "t", ...squared.slice(1)]);
    const product = featureVectors(table, null, learned).get("a × b")!;
    expect([0, 1, 2, 3].map((row) => valueAt(product, row))).toEqual([3, 10, null, 36]);
    expect(learned.actions).toEqual(
      ["a", "b"].map((name) => ({
        column: name,
        transform: "interactions",
        text: "gave 3 products together",
      })),
    );
  });

  it("says of every feature which columns it came from", () => {
    const learned = learn(step("scale", ["b"]), step("interactions", ["a", "b"]));
    const origins = learned.features.map(({ name, from, alsoFrom = [] }) => [name, from, ...alsoFrom]);
    expect(origins).toEqual([
      ["a", "a"],
      ["t", "t"],
      ["b", "b"],
      ["a²", "a"],
      ["a × b", "a", "b"],
      ["b²", "b"],
    ]);
  });

  it("takes all features that fit where it names none, once all earlier steps are done", () => {
    const steps = [
      step("one-hot", ["t"]),
      step("interactions", [], { params: { powers: false } }),
      step("scale", ["a × b"]),
    ];
    expect(namesOf(...steps).join(", ")).toBe(
      "a, t = x, t = y, t is missing, b, a × t = x, a × t = y, a × t is missing, a × b, t = x × t = y, " +
        "t = x × t is missing, t = x × b, t = y × t is missing, t = y × b, t is missing × b",
    );
  });

  it("does not repeat with keep what it passes on", () => {
    expect(namesOf(step("interactions", ["a", "b"], { keep: true }))).toEqual(
      namesOf(step("interactions", ["a", "b"])),
    );
  });

  it("names a column that is not there, and one that comes too late", () => {
    expect(() => learn(step("interactions", ["a", "c"]))).toThrow(/T1506 .*"c"/);
    expect(() => learn(step("interactions", ["a", "b²"]), step("interactions", ["b"]))).toThrow(
      /T1506 .*"b²"/,
    );
  });

  it("names the column whose type does not fit", () => {
    const dated = tableFromVectors([...table.columns, ["d", vectorFromValues("Day", [1, 2, 3, 4])]]);
    const recipe = { columns: ["a", "d"], steps: [step("interactions", ["a", "d"])] };
    expect(() => learnRecipe(dated, null, recipe, { indicators: [] })).toThrow(
      /T1505 .*interactions does not work on "d", which is Day/,
    );
  });

  it("refuses to work on nothing", () => {
    const dated = tableFromVectors([["d", vectorFromValues("Day", [1])]]);
    const recipe = { columns: ["d"], steps: [step("interactions", [])] };
    expect(() => learnRecipe(dated, null, recipe, { indicators: [] })).toThrow(/T1561/);
  });
});

describe("normalizeRecipe of joint steps", () => {
  const normalize = (spec: unknown) => {
    const diagnostics: Diagnostic[] = [];
    const recipe = normalizeRecipe(spec, table.schema, "recipe", diagnostics);
    return { recipe, codes: diagnostics.map(({ code, place }) => `${code} ${place}`) };
  };

  it("lets a joint step leave its columns out, and no other", () => {
    expect(normalize([{ transform: "interactions" }]).recipe?.steps[0]!.columns).toEqual([]);
    expect(normalize([{ transform: "scale" }]).codes).toEqual(["T1520 recipe[0].columns"]);
  });

  it("knows how the names begin that a joint step makes, and tells of all others", () => {
    const pca = { transform: "pca", columns: ["a", "b"], params: { name: "axis" } };
    expect(normalize([pca, { transform: "scale", columns: ["axis 1"] }]).codes).toEqual([]);
    expect(normalize([pca, { transform: "scale", columns: ["component 1"] }]).codes).toEqual([
      "T1506 recipe[1].columns",
    ]);
    const made = { transform: "scale", columns: ["a × b"] };
    expect(normalize([{ transform: "interactions" }, made]).codes).toEqual([]);
    expect(normalize([{ transform: "interactions", columns: ["a", "c"] }]).codes).toEqual([
      "T1506 recipe[0].columns",
    ]);
  });

  it("checks no more than types where some of the columns are made before", () => {
    const filled = { transform: "impute", columns: ["a"] };
    expect(normalize([filled, { transform: "group-statistics", columns: ["t", "a"] }]).codes).toEqual([]);
    expect(normalize([filled, { transform: "pca", columns: ["t", "a"] }]).codes).toEqual(["T1505 recipe[1]"]);
  });

  it("asks a joint step about all of its columns", () => {
    const many = {
      fields: Array.from(
        { length: 60 },
        (_, at) => ({ name: `c${at}`, type: "Int", nullable: true }) as const,
      ),
    };
    const diagnostics: Diagnostic[] = [];
    const columns = many.fields.map(({ name }) => name);
    normalizeRecipe(
      [{ transform: "interactions", columns, params: { degree: 4 } }],
      many,
      "recipe",
      diagnostics,
    );
    expect(diagnostics.map(({ code }) => code)).toEqual(["T1562"]);
  });
});

describe("rounds of questions", () => {
  /** Asks for the mean, then for the mean of the squared distances from it. */
  const variance: Transform<unknown> = {
    ...transforms.frequency,
    over: "column",
    name: "variance",
    accepts: ["Float"],
    learn: (input, _, __, answers) => {
      const mean = { kind: "mean", of: input } as const;
      const found = numberResult(answers["mean"]);
      if (found === null) return { mean };
      const away = call("subtract", input, float(found));
      return { mean, variance: { kind: "mean", of: call("multiply", away, away) } };
    },
    apply: (input) => [{ suffix: "", expr: input }],
    describe: () => "was measured",
  };
  const ask = (transform: Transform<unknown>) => {
    const inputs = [{ name: "a", expr: column("a", "Float"), usesTarget: false }];
    const learner = { transform: asJoint(transform), params: {}, inputs, place: "here" };
    const rounds: string[][] = [];
    const results = askRounds([learner], { indicators: [] }, (open) =>
      open.map(({ requests }) => {
        rounds.push(Object.keys(requests));
        return runAggregates(table, null, requests);
      }),
    );
    return { results, rounds };
  };

  it("lets a transform ask again after it has seen answers, each question once", () => {
    const { results, rounds } = ask(variance);
    expect(rounds).toEqual([["mean"], ["variance"]]);
    expect(results[0]!["variance"]).toBeCloseTo(14 / 9, 12);
  });

  it("stops a transform that asks on and on", () => {
    const endless: Transform<unknown> = {
      ...variance,
      learn: (input, _, __, answers) => ({
        [`question ${Object.keys(answers).length}`]: { kind: "count", of: input },
      }),
    };
    expect(() => ask(endless)).toThrow(/T1560 .*variance asks on after 100 rounds/);
  });
});
