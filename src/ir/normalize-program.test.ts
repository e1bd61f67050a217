import { describe, expect, it } from "vitest";
import { type Diagnostic } from "../base/index.ts";
import {
  call,
  choose,
  column,
  createProgram,
  float,
  forest,
  int,
  linear,
  lookup,
  missing,
  nearest,
  text,
} from "./index.ts";
import { normalizeProgram } from "./normalize-program.ts";

const x = column("x", "Float");
const kind = column("kind", "Text");
const stump = {
  inputs: [x],
  bias: 0.5,
  roots: [0],
  feature: [0, -1, -1],
  threshold: [2.5, 0, 0],
  categories: [null, null, null],
  missingLeft: [1, 0, 0] as (0 | 1)[],
  left: [1, 0, 0],
  right: [2, 0, 0],
  value: [0, -1, 1],
};
const program = createProgram({
  input: {
    fields: [
      { name: "x", type: "Float", nullable: true },
      { name: "kind", type: "Text", nullable: false },
      { name: "day", type: "Day", nullable: true },
    ],
  },
  lets: [
    ["code", lookup(kind, [["a", 1], ["b", null]], "Int", int(-1))], // prettier-ignore
    [
      "score",
      linear(
        [
          { weight: 2, of: x },
          { weight: -1, of: column("code", "Int") },
        ],
        0.25,
      ),
    ],
  ],
  outputs: {
    label: choose(
      [{ when: call("less", column("score", "Float"), float(1)), then: text("low") }],
      missing("Text"),
    ),
    trees: forest(stump),
    near: nearest({
      inputs: [x],
      within: float(2),
      metric: "euclidean",
      neighbours: 1,
      weighting: "uniform",
      answer: "mean",
      rows: [1, 2],
      weight: [1, 1],
      value: [3, 4],
    }),
    month: call("month", column("day", "Day")),
  },
});

type Edit = readonly [path: string, value: unknown];

/** The program as untrusted JSON, with some places changed; `undefined` takes the place away. */
function changed(...edits: readonly Edit[]): unknown {
  const spec: unknown = JSON.parse(JSON.stringify(program));
  for (const [path, value] of edits) {
    const steps = path.split(".");
    const parent = steps.slice(0, -1).reduce<unknown>((at, step) => Reflect.get(at as object, step), spec);
    if (value === undefined) Reflect.deleteProperty(parent as object, steps.at(-1)!);
    else Reflect.set(parent as object, steps.at(-1)!, value);
  }
  return spec;
}

function problems(spec: unknown): readonly string[] {
  const diagnostics: Diagnostic[] = [];
  const result = normalizeProgram(spec, "program", diagnostics);
  expect(result === undefined).toBe(diagnostics.length > 0);
  return diagnostics.map(({ code, message, place }) => `${code} ${place}: ${message}`);
}

describe("normalizeProgram", () => {
  it("reads back what was written, frozen", () => {
    const diagnostics: Diagnostic[] = [];
    const read = normalizeProgram(changed(), "program", diagnostics);
    expect(diagnostics).toEqual([]);
    expect(read).toEqual(program);
    expect(Object.isFrozen(read!.lets[0]![1])).toBe(true);
    expect(Object.isFrozen(read!.input.fields[0])).toBe(true);
  });

  it("collects all mistakes with their places", () => {
    const found = problems(
      changed(
        ["lets.0.1.key.name", "knd"],
        ["outputs.label.otherwise.type", "Txt"],
        ["outputs.month.op", "mnth"],
        ["outputs.trees.left.0", 0],
      ),
    );
    expect(found).toEqual([
      'T1209 program.lets[0][1].key: There is no column or earlier let "knd"',
      'T1214 program.outputs["label"].otherwise.type: This is no type',
      'T1207 program.outputs["trees"]: The forest is not well formed: node 0 has the child 0',
      'T1215 program.outputs["month"].op: There is no such operation',
    ]);
  });

  it.each<[string, string, unknown, RegExp]>([
    ["a wrong declared type", "outputs.month.args.0.type", "Text", /month\(\) cannot take|reads it as Text/],
    ["a let that shadows an input", "lets.0.0", "x", /T1211.*given twice/],
    ["a let that shadows a let", "lets.1.0", "code", /T1211/],
    ["a let that reads itself", "lets.0.1.otherwise", { kind: "column", name: "code", type: "Int" }, /T1209/],
    ["a reserved name", "lets.1.0", "__proto__", /T1210/],
    ["a name with half a surrogate", "input.fields.2.name", "\ud800", /T1210/],
    ["an unknown kind", "outputs.month", { kind: "eval", code: "1" }, /T1214/],
    ["a kind from the prototype", "outputs.month", { kind: "constructor" }, /T1214/],
    ["an op from the prototype", "outputs.month.op", "toString", /T1215/],
    ["an unknown key", "outputs.month.hint", 1, /T1214.*Unknown "hint"/],
    ["a constant of another type", "lets.0.1.otherwise.value", 1.5, /T1202/],
    ["a constant that is no value", "lets.0.1.otherwise.value", { a: 1 }, /T1202/],
    ["a lookup with a key twice", "lets.0.1.table.1.0", "a", /T1205/],
    ["a lookup entry that is no pair", "lets.0.1.table.1", ["a"], /T1214/],
    ["a weight that is no number", "lets.1.1.terms.0.weight", "2", /T1206/],
    ["a bias that is missing", "lets.1.1.bias", undefined, /T1206/],
    ["forest arrays of different length", "outputs.trees.value", [0, 1], /T1207/],
    ["a forest node with two parents", "outputs.trees.right.0", 1, /T1207.*another parent/],
    ["a forest value as text", "outputs.trees.value.1", "1", /T1207/],
    ["forest categories out of order", "outputs.trees.categories.0", [2, 1], /T1207/],
    ["a forest on text", "outputs.trees.inputs.0", kind, /T1207.*not a number/],
    ["stored rows that are too few", "outputs.near.rows", [1], /T2700.*differ in length/],
    ["a stored number as text", "outputs.near.value.0", "1", /T2700.*list of numbers/],
    ["a weight of 0 for a stored row", "outputs.near.weight.0", 0, /T2700.*above 0/],
    ["no neighbours", "outputs.near.neighbours", 0, /T2700.*neighbours are 0/],
    ["an unknown metric", "outputs.near.metric", "cosine", /T2700.*metric/],
    ["neighbours of a text", "outputs.near.inputs.0", kind, /T2700.*not a number/],
    ["a text as a limit", "outputs.near.within", kind, /T2700.*within is Text/],
    ["a field without nullable", "input.fields.2.nullable", undefined, /T1214/],
    ["another version", "version", 2, /T1216/],
    ["no lets", "lets", undefined, /T1214/],
    ["null in place of an expression", "outputs.label.otherwise", null, /T1214/],
  ])("refuses %s", (_, path, value, message) => {
    expect(problems(changed([path, value])).join("\n")).toMatch(message);
  });

  it.each([null, 1, "program", [], {}])("refuses %j", (spec) => {
    expect(problems(spec).length).toBeGreaterThan(0);
  });

  it("does not repeat the mistake of a let where the let is read", () => {
    expect(problems(changed(["lets.0.1.type", "Itn"])).length).toBe(1);
  });

  it("stops at expressions nested too deep", () => {
    let deep: unknown = { kind: "literal", value: 1, type: "Float" };
    for (let level = 0; level < 100_000; level++) deep = { kind: "call", op: "negate", args: [deep] };
    const found = problems(changed(["outputs.trees", deep]));
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/T1213.*nested more than 200 deep/);
  });

  it("lists at most a hundred mistakes and counts the others", () => {
    const lets = Array.from({ length: 150 }, () => 0);
    const found = problems({ ...(changed() as object), lets, outputs: {} });
    expect(found).toHaveLength(101);
    expect(found[100]).toMatch("50 more mistakes");
  });

  it("reads a forest of 300,000 nodes in a few times the time that its JSON takes", () => {
    const source = JSON.stringify(changed(["outputs.trees", bigForest(300_001)]));
    const start = performance.now();
    const spec: unknown = JSON.parse(source);
    const parsed = performance.now();
    expect(problems(spec)).toEqual([]);
    expect((performance.now() - parsed) / (parsed - start)).toBeLessThan(20);
  });
});

/** One tree: a chain of questions, each with a leaf at its left. */
function bigForest(count: number): unknown {
  const numbers = (of: (node: number) => number): number[] =>
    Array.from({ length: count }, (_, node) => of(node));
  const isLeaf = (node: number): boolean => node % 2 === 1 || node === count - 1;
  return {
    ...stump,
    kind: "forest",
    feature: numbers((node) => (isLeaf(node) ? -1 : 0)),
    threshold: numbers((node) => node / 3),
    categories: Array.from({ length: count }, () => null),
    missingLeft: numbers(() => 0),
    left: numbers((node) => (isLeaf(node) ? 0 : node + 1)),
    right: numbers((node) => (isLeaf(node) ? 0 : node + 2)),
    value: numbers((node) => node / 7),
  };
}

describe("createProgram", () => {
  it("refuses a let with the name of an input and an output that reads nothing, both at once", () => {
    expect(() =>
      createProgram({
        input: program.input,
        lets: [["x", float(1)]],
        outputs: { y: column("z", "Float") },
      }),
    ).toThrow(/T1211[\s\S]*T1209/);
  });

  it("refuses expressions nested too deep, and one that unfolds to too many", () => {
    let deep = call("negate", float(1));
    for (let level = 0; level < 250; level++) deep = call("negate", deep);
    let wide = call("add", x, x);
    for (let level = 0; level < 40; level++) wide = call("add", wide, wide);
    expect(() => createProgram({ input: program.input, outputs: { deep, wide } })).toThrow(
      /T1213.*nested[\s\S]*T1213.*1,000,000/,
    );
  });
});
