import { describe, expect, it } from "vitest";
import type { Diagnostic } from "../base/index.ts";
import type { Schema } from "../schema/index.ts";
import { normalizeRecipe } from "./normalize-recipe.ts";

const schema: Schema = {
  fields: [
    { name: "Age", type: "Int", nullable: true },
    { name: "State", type: "Text", nullable: false },
    { name: "Day", type: "Day", nullable: false },
  ],
};

function normalize(spec: unknown) {
  const diagnostics: Diagnostic[] = [];
  const recipe = normalizeRecipe(spec, schema, "recipe", diagnostics);
  return {
    recipe,
    found: diagnostics.map(({ code, place, cure }) => `${code} ${place ?? ""} ${cure ?? ""}`),
  };
}

describe("normalizeRecipe", () => {
  it("makes a list of steps full: all columns, all parameters", () => {
    const { recipe, found } = normalize([
      { transform: "impute", columns: "Age" },
      { transform: "frequency", columns: ["State"], keep: true },
    ]);
    expect(found).toEqual([]);
    expect(recipe).toEqual({
      columns: ["Age", "State", "Day"],
      steps: [
        { transform: "impute", columns: ["Age"], params: { strategy: "auto", value: null, flag: false } },
        { transform: "frequency", columns: ["State"], params: {}, keep: true },
      ],
    });
    expect(normalize(recipe).recipe).toEqual(recipe);
  });

  it("lets a step name what an earlier one makes, and nothing else", () => {
    const dates = { transform: "date-parts", columns: ["Day"] };
    const month = { transform: "one-hot", columns: ["Day month"] };
    expect(normalize([dates, month]).found).toEqual([]);
    expect(normalize([month, dates]).found).toEqual([expect.stringContaining("T1506 recipe[0].columns")]);
  });

  it("tells every mistake with its place and cure", () => {
    const { recipe, found } = normalize({
      columns: ["Age", "Stat"],
      step: [],
      steps: [
        { transform: "skale", columns: ["Age"] },
        { transform: "impute", columns: ["age"], params: { strategy: "man", flags: 1 } },
        { transform: "date-parts", columns: ["Age"] },
        { transform: "impute", columns: ["Age", "Age"], keep: "yes" },
        "scale",
      ],
    });
    expect(recipe).toBeUndefined();
    const expected = [
      "T1520 recipe Allowed: columns, steps.",
      'T1506 recipe.columns Did you mean "State"?',
      "T1507 recipe.steps[0].transform Did you mean scale?",
      "T1511 recipe.steps[1].params Did you mean flag?",
      'T1512 recipe.steps[1].params.strategy Give one of "auto", "mean", "median", "mode", "constant".',
      'T1506 recipe.steps[1].columns Did you mean "Age"?',
      "T1520 recipe.steps[3].keep Give true or false.",
      "T1520 recipe.steps[3].columns Name each column once.",
      "T1520 recipe.steps[4] Give { transform, columns }.",
    ];
    for (const one of expected) expect(found).toContain(one);
  });

  it("checks types and constants before anything is learnt", () => {
    expect(normalize([{ transform: "date-parts", columns: ["Age"] }]).found).toEqual([
      "T1505 recipe[0] It takes Day, Instant.",
    ]);
    const constant = { strategy: "constant", value: "old" };
    expect(normalize([{ transform: "impute", columns: ["Age"], params: constant }]).found).toEqual([
      "T1514 recipe[0] Give a value of the type Int.",
    ]);
  });

  it.each([
    [null],
    [3],
    ["scale"],
    [{ steps: 3 }],
    [[null]],
    [[{}]],
    [[{ transform: "scale", columns: [] }]],
  ])("refuses %j", (spec) => {
    const { recipe, found } = normalize(spec);
    expect(recipe).toBeUndefined();
    expect(found.length).toBeGreaterThan(0);
  });
});
