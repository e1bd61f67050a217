import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { createRandom } from "../../base/index.ts";
import { createProgram, forest, type ForestExpr } from "../../ir/index.ts";
import { createForestScorer } from "../../kernel/index.ts";
import { tableFromVectors, vectorFromValues } from "../../schema/index.ts";
import { evaluateExpr } from "../evaluate.ts";
import { compileRow } from "./compile-row.ts";
import { compileTable } from "./compile-table.ts";
import { layOutForest, scoreForest } from "./forest-kernel.ts";
import { randomForest, randomInput, type ForestShape } from "./random-forest.test-support.ts";

const shapes: fc.Arbitrary<ForestShape> = fc.record({
  seed: fc.nat(),
  trees: fc.nat(20),
  leaves: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 140 })),
  inputs: fc.integer({ min: 1, max: 6 }),
  categories: fc.constantFrom(0, 0.3, 1),
  isDeep: fc.boolean(),
  numbers: fc.constantFrom("special", "grid", "any"),
});

const base: ForestShape = {
  seed: 7,
  trees: 5,
  leaves: 31,
  inputs: 5,
  categories: 0.1,
  isDeep: false,
  numbers: "any",
};

const paths = ["tables", "walk"] as const;

/** Rows with every kind of number; the oracle knows no infinity. */
const rowsFor = (shape: ForestShape, count: number): Float64Array[] => {
  const random = createRandom(shape.seed + 1);
  return Array.from({ length: count }, () =>
    Float64Array.from({ length: shape.inputs }, () => randomInput(random)),
  );
};

/** Says where a way of scoring differs from the plain one; empty where none does. */
function differences(forests: readonly ForestExpr[], rows: readonly Float64Array[]): string[] {
  const flat = forests.map(layOutForest);
  const expected = rows.map((row) => flat.map((one) => scoreForest(one, row)));
  const inputCount = forests[0]!.inputs.length;
  return paths.flatMap((path) => {
    const scorer = createForestScorer(forests, inputCount, path)!;
    const found: string[] = [];
    const sums = new Float64Array(forests.length);
    for (const [at, row] of rows.entries()) {
      scorer.scoreRow(row, sums);
      if (!sums.every((sum, one) => Object.is(sum, expected[at]![one]))) found.push(`${path}, row ${at}`);
      for (const [input, x] of row.entries()) scorer.columns[256 * input + at] = x;
    }
    scorer.scoreRows(rows.length);
    for (const [at, values] of expected.entries())
      if (!values.every((value, one) => Object.is(value, scorer.sums[256 * one + at])))
        found.push(`${path}, row ${at} of ${rows.length}`);
    return found;
  });
}

describe("createForestScorer", () => {
  it("gives one row and rows together the bits of the plain code", () => {
    fc.assert(
      fc.property(shapes, fc.integer({ min: 1, max: 70 }), (shape, rowCount) => {
        expect(differences([randomForest(shape)], rowsFor(shape, rowCount))).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it("scores several forests over the same inputs at once", () => {
    fc.assert(
      fc.property(shapes, fc.integer({ min: 2, max: 5 }), (shape, count) => {
        const forests = Array.from({ length: count }, (_, at) =>
          randomForest({ ...shape, seed: shape.seed + at, trees: (shape.trees * (at + 1)) % 23 }),
        );
        expect(differences(forests, rowsFor(shape, 20))).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  it.each([
    { title: "5,000 leaves in a tree", shape: { ...base, leaves: 5000 } },
    { title: "trees 3,000 deep", shape: { ...base, leaves: 3001, isDeep: true } },
    { title: "600 inputs", shape: { ...base, inputs: 600, trees: 40 } },
    { title: "512 leaves in a tree", shape: { ...base, leaves: 512, inputs: 40 } },
    { title: "513 leaves in a tree", shape: { ...base, leaves: 513, inputs: 40 } },
    { title: "more than 300 thresholds of an input", shape: { ...base, trees: 30, inputs: 2 } },
    { title: "about 20,000 thresholds of an input", shape: { ...base, trees: 1300, inputs: 1 } },
    {
      title: "more than 65,535 thresholds of an input",
      shape: { ...base, trees: 2, leaves: 36_000, inputs: 1 },
    },
    { title: "no tree", shape: { ...base, trees: 0 } },
    { title: "leaves alone", shape: { ...base, trees: 40, leaves: 1 } },
  ])("takes $title", ({ shape }) => {
    expect(differences([randomForest(shape)], rowsFor(shape, 33))).toEqual([]);
  });

  it.each([60_000, 70_000])("takes a list of %i categories", (count) => {
    const shape: ForestShape = { ...base, trees: 3, leaves: 8, inputs: 1 };
    const list = Array.from({ length: count }, (_, at) => 2 * at);
    const made = randomForest({ ...shape, seed: 1 });
    const lists = made.feature.map((input) => (input < 0 ? null : list));
    const rows = [0, 1, 2, 0.5, 2 * count - 2, 2 * count, -2, Number.NaN, Infinity, -Infinity];
    const inputs = rows.map((x) => Float64Array.of(x));
    expect(lists).toContain(list);
    expect(differences([forest({ ...made, categories: lists })], inputs)).toEqual([]);
  });

  it("chooses by the shape, and says what it takes of memory", () => {
    const choice = (shape: Partial<ForestShape>): [string | undefined, number | undefined] => {
      const made = randomForest({ ...base, categories: 0, ...shape });
      const scorer = createForestScorer([made], made.inputs.length);
      return [scorer?.path, scorer && Math.ceil(scorer.byteLength / 2 ** 20)];
    };
    expect(choice({ trees: 100, inputs: 28, numbers: "grid" })).toEqual(["tables", 1]);
    expect(choice({ trees: 100, leaves: 2000, inputs: 28 })).toEqual(["walk", 7]);
    expect(choice({ trees: 1, leaves: 4 })).toEqual([undefined, undefined]);
  });
});

describe("a Program with forests", () => {
  it("has the bits of the oracle for one row and for tables of any length", () => {
    fc.assert(
      fc.property(shapes, fc.integer({ min: 1, max: 70 }), (shape, rowCount) => {
        expectOracle(
          [randomForest(shape), randomForest({ ...shape, seed: shape.seed + 3 })],
          shape,
          rowCount,
        );
      }),
      { numRuns: 30 },
    );
  });

  it("has them for tables of several batches, and for a forest on a forest", () => {
    const shape: ForestShape = { ...base, trees: 12, leaves: 20, inputs: 4, numbers: "grid" };
    const inner = randomForest(shape);
    const outer = forest({
      ...randomForest({ ...shape, seed: 4 }),
      inputs: [inner, ...inner.inputs.slice(1)],
    });
    expectOracle([inner, outer, randomForest({ ...shape, seed: 5 })], shape, 700);
  });

  it("has them where there is no WebAssembly", async () => {
    const shape: ForestShape = { ...base, trees: 30, inputs: 3 };
    const forests = [randomForest(shape), randomForest({ ...shape, seed: 8 })];
    vi.stubGlobal("WebAssembly", undefined);
    vi.resetModules();
    try {
      const kernel = await import("../../kernel/index.ts");
      expect(kernel.createForestScorer(forests, 3, "tables")).toBeUndefined();
      const { createForestGroup } = await import("./forest-group.ts");
      const group = createForestGroup(forests);
      const rows = rowsFor(shape, 50);
      const { columns, sums, scoreRows } = group.open();
      for (const [at, row] of rows.entries())
        for (const [input, x] of row.entries()) columns[256 * input + at] = x;
      scoreRows(rows.length);
      const flat = forests.map(layOutForest);
      const own = new Float64Array(2);
      for (const [at, row] of rows.entries()) {
        const expected = flat.map((one) => scoreForest(one, row));
        group.scoreRow(row, own);
        expect([...own]).toEqual(expected);
        expect([sums[at], sums[256 + at]]).toEqual(expected);
      }
    } finally {
      vi.unstubAllGlobals();
      vi.resetModules();
    }
  });
});

function expectOracle(forests: readonly ForestExpr[], shape: ForestShape, rowCount: number): void {
  const names = Array.from({ length: shape.inputs }, (_, at) => `x${at}`);
  const program = createProgram({
    input: { fields: names.map((name) => ({ name, type: "Float", nullable: true })) },
    outputs: Object.fromEntries(forests.map((one, at) => [`y${at}`, one])),
  });
  const rows = rowsFor(shape, rowCount).map((row) =>
    Object.fromEntries([...row].map((x, at) => [names[at]!, Number.isFinite(x) ? x : null])),
  );
  const expected = rows.map((row) => forests.map((one) => evaluateExpr(one, row)));
  const scoreRow = compileRow(program);
  expect(rows.map((row) => Object.values(scoreRow(row)))).toEqual(expected);
  const table = tableFromVectors(
    names.map((name) => [
      name,
      vectorFromValues(
        "Float",
        rows.map((row) => row[name]!),
      ),
    ]),
  );
  const answers = compileTable(program)(table);
  for (const [at] of forests.entries()) {
    const vector = answers.columns.get(`y${at}`);
    expect(vector?.kind === "numbers" && [...vector.values]).toEqual(expected.map((values) => values[at]));
  }
}
