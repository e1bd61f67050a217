import { describe, expect, it } from "vitest";
import { column } from "../ir/index.ts";
import {
  hasMissing,
  tableFromVectors,
  vectorFromValues,
  type DataType,
  type Value,
} from "../schema/index.ts";
import { crossFit } from "./cross-fit.ts";
import { defaultRecipe, type ColumnFacts } from "./default-recipe.ts";
import { featureVectors, learnRecipe } from "./learn-recipe.ts";
import { normalizeRecipe } from "./normalize-recipe.ts";

const facts = (name: string, type: DataType, rest: Partial<ColumnFacts> = {}): ColumnFacts => ({
  name,
  type,
  count: 1000,
  missing: 0,
  distinct: 400,
  numbers: type === "Text" ? null : { min: -5, max: 90, skewness: 0.3 },
  lengths: type === "Text" ? { max: 12 } : null,
  ...rest,
});
const target = { indicators: [{ label: "y", expr: column("y", "Float") }] };
const linear = { missing: false, categories: false };
const boosting = { missing: true, categories: true };
const columns = [
  facts("plain", "Float"),
  facts("holes", "Int", { missing: 100 }),
  facts("few holes", "Int", { missing: 9 }),
  facts("long tail", "Float", { numbers: { min: 0, max: 1e6, skewness: 9 } }),
  facts("yes", "Boolean", { distinct: 2 }),
  facts("size", "Text", { distinct: 3 }),
  facts("state", "Text", { distinct: 60 }),
  facts("airport", "Text", { distinct: 500 }),
  facts("day", "Day"),
  facts("moment", "Instant"),
  facts("remarks", "Text", { distinct: 990, lengths: { max: 300 } }),
  facts("record", "Text", { distinct: 1000 }),
  facts("same", "Float", { distinct: 1 }),
  facts("empty", "Text", { missing: 1000, distinct: 0 }),
];
const stepsFor = (name: string, handles: typeof linear) =>
  defaultRecipe(columns, handles, target)
    .recipe.steps.filter(({ columns: named }) => named.some((one) => one.startsWith(name)))
    .map(({ transform, params, keep }) =>
      [transform, ...Object.values(params), ...(keep ? ["keep"] : [])].join(" "),
    );

describe("defaultRecipe", () => {
  it("gives a linear model complete, scaled numbers", () => {
    expect(stepsFor("plain", linear)).toEqual(["impute median", "scale standard"]);
    expect(stepsFor("holes", linear)).toEqual(["impute median true", "scale standard"]);
    expect(stepsFor("few holes", linear)).toEqual(["impute median", "scale standard"]);
    expect(stepsFor("long tail", linear)).toEqual(["impute median", "log1p signed", "scale standard"]);
    expect(stepsFor("yes", linear)).toEqual(["impute mean"]);
    expect(stepsFor("size", linear)).toEqual(["rare-levels 0.01", "one-hot 16 most-frequent"]);
    expect(stepsFor("state", linear)).toEqual(["frequency keep", "target-encode", "scale standard"]);
    expect(stepsFor("day", linear)).toEqual([
      "date-parts year,month,weekday",
      "impute median",
      "scale standard",
      "one-hot most-frequent",
    ]);
  });

  it("gives boosting numbers as they are and text as codes", () => {
    expect(stepsFor("plain", boosting)).toEqual([]);
    expect(stepsFor("size", boosting)).toEqual(["ordinal"]);
    expect(stepsFor("airport", boosting)).toEqual(["target-encode"]);
    expect(stepsFor("moment", boosting)).toEqual(["date-parts year,month,weekday,dayOfYear,hour"]);
    expect(defaultRecipe(columns, boosting, target).categorical).toEqual(["size", "state"]);
    expect(defaultRecipe(columns, linear, target).categorical).toEqual([]);
  });

  it("counts levels where there is no target", () => {
    const { recipe } = defaultRecipe([facts("state", "Text", { distinct: 60 })], linear, { indicators: [] });
    expect(recipe.steps.map(({ transform }) => transform)).toEqual(["frequency", "scale"]);
  });

  it("leaves out what cannot help, with the reason", () => {
    expect(defaultRecipe(columns, linear, target).left).toEqual([
      { column: "record", reason: "it looks like an identifier: almost every value is different" },
      { column: "same", reason: "it has the same value in every training row" },
      { column: "empty", reason: "it has no value in the training rows" },
    ]);
  });

  it("counts the words of free text for a linear trainer, as many as the rows allow, and leaves them to no tree", () => {
    expect(stepsFor("remarks", linear)).toEqual(["text-vocabulary 200"]);
    const left = { column: "remarks", reason: "it is free text: almost every value is different" };
    expect(defaultRecipe(columns, boosting, target).left).toContainEqual(left);
    const text = (name: string, count: number) =>
      facts(name, "Text", { count, distinct: count, lengths: { max: 200 } });
    const tokens = (...list: readonly ColumnFacts[]) =>
      defaultRecipe(list, linear, target).recipe.steps.map(({ params }) => params["maxTokens"]);
    expect(tokens(text("a", 1000))).toEqual([200]);
    expect(tokens(text("a", 10_000))).toEqual([100]);
    expect(tokens(text("a", 10_000), text("b", 10_000))).toEqual([50]);
    expect(tokens(text("a", 10_000_000))).toEqual([20]);
  });

  it("leaves no missing value for a trainer that cannot take one, whatever a later row holds", () => {
    const train: Record<DataType, readonly Value[]> = {
      Boolean: [true, false],
      Int: [1, 2],
      Float: [0.5, 8],
      Text: ["a", "b"],
      Day: [100, 2000],
      Instant: [0, 86_400_000],
    };
    const later = { Boolean: false, Int: -7, Float: 1e6, Text: "unseen", Day: 40_000, Instant: -1 };
    const table = tableFromVectors([
      ...columns.map(
        ({ name, type }) => [name, vectorFromValues(type, [...train[type], later[type], null])] as const,
      ),
      ["y", vectorFromValues("Float", [0, 1, null, null])] as const,
    ]);
    const { recipe } = defaultRecipe(columns, linear, target);
    const { learned, training } = crossFit(table, Uint32Array.of(0, 1), recipe, target, {
      folds: 2,
      seed: 4,
    });
    const vectors = [...featureVectors(table, null, learned), ...training];
    expect(vectors.filter(([, vector]) => vector.kind === "texts" || hasMissing(vector))).toEqual([]);
    expect(vectors.length).toBeGreaterThan(30);
  });

  it("leaves out a date whose parts would be called like another column", () => {
    const { left } = defaultRecipe([facts("day", "Day"), facts("day year", "Int")], linear, target);
    expect(left.map((one) => one.column)).toEqual(["day"]);
  });

  it.each([
    ["linear", linear],
    ["boosting", boosting],
    ["missing only", { missing: true, categories: false }],
    ["categories only", { missing: false, categories: true }],
  ])("chooses a recipe that normalizes and learns: %s", (_, handles) => {
    const table = tableFromVectors([
      ...columns.map(({ name, type }) => [name, vectorFromValues(type, [null, null])] as const),
      ["y", vectorFromValues("Float", [0, 1])] as const,
    ]);
    const { recipe } = defaultRecipe(columns, handles, target);
    const diagnostics: never[] = [];
    const normal = normalizeRecipe(recipe, table.schema, "recipe", diagnostics);
    expect(diagnostics).toEqual([]);
    const learned = learnRecipe(table, null, normal!, target);
    expect(new Set(learned.features.map(({ name }) => name)).size).toBe(learned.features.length);
  });
});
