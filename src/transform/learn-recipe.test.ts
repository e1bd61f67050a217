import { describe, expect, it } from "vitest";
import { canonicalJson, createRandom } from "../base/index.ts";
import { column } from "../ir/index.ts";
import { tableFromVectors, vectorFromValues, type Vector } from "../schema/index.ts";
import { crossFit } from "./cross-fit.ts";
import { featureVectors, learnRecipe } from "./learn-recipe.ts";
import type { Recipe } from "./transform.ts";

const noTarget = { indicators: [] };
const target = { indicators: [{ label: "y", expr: column("y", "Float") }] };
const table = tableFromVectors([
  ["Speed IAS in knots", vectorFromValues("Int", [100, null, 140, 200])],
  ["Wildlife Size", vectorFromValues("Text", ["Large", "Small", "Small", null])],
  ["Origin State", vectorFromValues("Text", ["TX", "NY", "TX", "NY"])],
  ["Flight Date", vectorFromValues("Day", [0, 40, 80, 100])],
  ["y", vectorFromValues("Float", [1, 0, 1, 0])],
]);
const step = (transform: string, columns: string[], params = {}) => ({ transform, columns, params });

describe("learnRecipe", () => {
  it("runs steps on what earlier steps made and gives readable names in the order of the columns", () => {
    const recipe: Recipe = {
      columns: ["Speed IAS in knots", "Wildlife Size", "Origin State", "Flight Date"],
      steps: [
        step("impute", ["Speed IAS in knots"], { flag: true }),
        step("date-parts", ["Flight Date"], { parts: ["month"] }),
        step("scale", ["Speed IAS in knots", "Flight Date month"], { kind: "min-max" }),
        step("one-hot", ["Wildlife Size"]),
        { ...step("frequency", ["Origin State"]), keep: true },
        step("target-encode", ["Origin State"], { smoothing: 0 }),
      ],
    };
    const learned = learnRecipe(table, null, recipe, target);
    const vectors = [...featureVectors(table, null, learned)].map(([name, vector]) => [
      name,
      vector.kind === "numbers" ? [...vector.values] : [],
    ]);
    expect(vectors).toEqual([
      ["Speed IAS in knots", [0, 0.4, 0.4, 1]],
      ["Speed IAS in knots is missing", [0, 1, 0, 0]],
      ["Wildlife Size = Small", [0, 1, 1, 0]],
      ["Wildlife Size = Large", [1, 0, 0, 0]],
      ["Wildlife Size is missing", [0, 0, 0, 1]],
      ["Origin State (target mean)", [1, 0, 1, 0]],
      ["Origin State (frequency)", [0.5, 0.5, 0.5, 0.5]],
      ["Flight Date month", [0, 1 / 3, 2 / 3, 1]],
    ]);
    expect(learned.features.map(({ from }) => from)[5]).toBe("Origin State");
    expect(learned.actions.map(({ column: name, transform }) => `${transform} ${name}`)).toEqual([
      "impute Speed IAS in knots",
      "date-parts Flight Date",
      "scale Speed IAS in knots",
      "scale Flight Date month",
      "one-hot Wildlife Size",
      "frequency Origin State",
      "target-encode Origin State",
    ]);
  });

  it("learns each step from what the step before it made", () => {
    const speed = ["Speed IAS in knots"];
    const steps = [
      step("impute", speed, { strategy: "constant", value: 1100 }),
      step("scale", speed, { kind: "min-max" }),
    ];
    const learned = learnRecipe(table, null, { columns: speed, steps }, noTarget);
    expect([...numbersOf(featureVectors(table, null, learned), speed[0]!)]).toEqual([0, 1, 0.04, 0.1]);
  });

  it("passes columns through that no step names", () => {
    const learned = learnRecipe(table, null, { columns: ["Origin State"], steps: [] }, noTarget);
    expect(learned.features).toEqual([
      { name: "Origin State", from: "Origin State", expr: column("Origin State", "Text") },
    ]);
  });

  it("keeps names unique", () => {
    const clash = tableFromVectors([
      ["a", vectorFromValues("Day", [1])],
      ["a year", vectorFromValues("Int", [7])],
    ]);
    const recipe = { columns: ["a", "a year"], steps: [step("date-parts", ["a"], { parts: ["year"] })] };
    const names = learnRecipe(clash, null, recipe, noTarget).features.map(({ name }) => name);
    expect(names).toEqual(["a year (2)", "a year"]);
  });

  it("learns from the given rows only", () => {
    const recipe = { columns: ["Speed IAS in knots"], steps: [step("scale", ["Speed IAS in knots"])] };
    const rows = Uint32Array.of(0, 2);
    const changed = tableFromVectors([["Speed IAS in knots", vectorFromValues("Int", [100, 5, 140, null])]]);
    expect(canonicalJson(learnRecipe(changed, rows, recipe, noTarget))).toBe(
      canonicalJson(learnRecipe(table, rows, recipe, noTarget)),
    );
  });

  it("tells all mistakes of a round at once", () => {
    const recipe = {
      columns: ["Speed IAS in knots", "Origin State"],
      steps: [step("date-parts", ["Speed IAS in knots"]), step("scale", ["Origin State"])],
    };
    expect(() => learnRecipe(table, null, recipe, noTarget)).toThrow(
      /date-parts does not work on "[^"]+", which is Int[^]*scale does not work on "[^"]+", which is Text/,
    );
    const names = { columns: ["Origin Stat"], steps: [] };
    expect(() => learnRecipe(table, null, names, noTarget)).toThrow(/T1506 .*Did you mean "Origin State"/);
    const steps = { columns: ["y"], steps: [step("scal", ["y"]), step("impute", ["y"], { flg: 1 })] };
    expect(() => learnRecipe(table, null, steps, noTarget)).toThrow(/T1507[^]*scale[^]*T1511[^]*flag/);
  });

  it("does not find a column that only a later step makes", () => {
    const recipe = {
      columns: ["Flight Date"],
      steps: [step("scale", ["Flight Date month"]), step("date-parts", ["Flight Date"])],
    };
    expect(() => learnRecipe(table, null, recipe, noTarget)).toThrow(/T1506 .*Flight Date month.*steps\[0\]/);
  });
});

describe("crossFit", () => {
  const random = createRandom(11);
  const count = 4000;
  const noise = tableFromVectors([
    [
      "level",
      vectorFromValues(
        "Text",
        Array.from({ length: count }, () => `L${random.integer(500)}`),
      ),
    ],
    [
      "x",
      vectorFromValues(
        "Float",
        Array.from({ length: count }, () => random.next()),
      ),
    ],
    [
      "y",
      vectorFromValues(
        "Float",
        Array.from({ length: count }, () => random.integer(2)),
      ),
    ],
  ]);
  const rows = Uint32Array.from({ length: count }, (_, row) => row);
  const recipe = {
    columns: ["x", "level"],
    steps: [step("target-encode", ["level"], { smoothing: 1 }), step("scale", ["x", "level (target mean)"])],
  };
  const name = "level (target mean)";
  const y = numbersOf(noise.columns, "y");

  it("gives features that know nothing of a random target, where the naive ones do", () => {
    const { learned, training } = crossFit(noise, rows, recipe, target, { folds: 5, seed: 1 });
    const naive = featureVectors(noise, rows, learned);
    expect(correlation(numbersOf(naive, name), y)).toBeGreaterThan(0.25);
    expect(Math.abs(correlation(numbersOf(training, name), y))).toBeLessThan(3 / Math.sqrt(count));
    expect(numbersOf(training, "x")).toEqual(numbersOf(naive, "x"));
    expect([...training.keys()]).toEqual(learned.features.map((feature) => feature.name));
  });

  it("keeps the signal of a target that does depend on the level", () => {
    const codes = numbersOf(noise.columns, "x");
    const level = vectorFromValues(
      "Text",
      Array.from(codes, (value) => `L${Math.floor(value * 20)}`),
    );
    const signal = tableFromVectors([
      ["level", level],
      ["x", { kind: "numbers", type: "Float", values: codes }],
      ["y", { kind: "numbers", type: "Float", values: codes.map((value) => value * value) }],
    ]);
    const { training } = crossFit(signal, rows, recipe, target, { folds: 5, seed: 1 });
    expect(
      correlation(
        numbersOf(training, name),
        codes.map((value) => value * value),
      ),
    ).toBeGreaterThan(0.99);
  });

  it("is the same for the same seed, another for another, and for few rows", () => {
    const first = numbersOf(crossFit(noise, rows, recipe, target, { folds: 3, seed: 1 }).training, name);
    const again = numbersOf(crossFit(noise, rows, recipe, target, { folds: 3, seed: 1 }).training, name);
    const other = numbersOf(crossFit(noise, rows, recipe, target, { folds: 3, seed: 2 }).training, name);
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
    const one = crossFit(noise, Uint32Array.of(5), recipe, target, { folds: 5, seed: 1 });
    expect([...numbersOf(one.training, name)]).toEqual([0]);
  });

  it("learns its expressions from all of the rows", () => {
    const { learned } = crossFit(noise, rows, recipe, target, { folds: 5, seed: 1 });
    expect(canonicalJson(learned)).toBe(canonicalJson(learnRecipe(noise, rows, recipe, target)));
  });

  it("needs two folds", () => {
    expect(() => crossFit(noise, rows, recipe, target, { folds: 1, seed: 1 })).toThrow(/T1508/);
  });
});

/** Pearson's correlation. */
function correlation(left: Float64Array, right: Float64Array): number {
  const [a, b] = [centered(left), centered(right)];
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}

function centered(values: Float64Array): Float64Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.map((value) => value - mean);
}

const dot = (left: Float64Array, right: Float64Array): number =>
  left.reduce((sum, value, at) => sum + value * right[at]!, 0);

function numbersOf(vectors: ReadonlyMap<string, Vector>, name: string): Float64Array {
  const vector = vectors.get(name);
  return vector?.kind === "numbers" ? vector.values : new Float64Array();
}
