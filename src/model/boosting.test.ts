import { describe, expect, it } from "vitest";
import { createRandom, quietEffects, shuffledIndexes, type Diagnostic } from "../base/index.ts";
import { evaluateExpr } from "../compile/index.ts";
import type { ForestExpr } from "../ir/index.ts";
import { boosting, type BoostingParameters } from "./boosting.ts";
import { takeTrainingRows } from "./prepare-training-set.ts";
import type { Task } from "./task.ts";
import type { Feature, Fitted, TrainingSet } from "./trainer.ts";

const context = { seed: 7, effects: quietEffects(() => 0) };
const binary: Task = { kind: "binary", classes: [false, true], type: "Boolean" };
const multiclass: Task = { kind: "multiclass", classes: ["a", "b", "c"], type: "Text" };

const paramsOf = (given: Partial<BoostingParameters> = {}): BoostingParameters =>
  boosting.normalize(given, "models.0", []);
const train = (
  set: TrainingSet,
  given: Partial<BoostingParameters> = {},
  validation?: TrainingSet,
): Promise<Fitted> => boosting.train(set, validation, paramsOf(given), context);

/** Two numbers with gaps, a category of ten levels, and a target that needs all of them. */
function mixedSet(task: Task, rowCount = 800, seed = "mixed"): TrainingSet {
  const random = createRandom(seed);
  const draw = (value: () => number): Float64Array => Float64Array.from({ length: rowCount }, value);
  const x = draw(() => (random.next() < 0.1 ? Number.NaN : Math.round(random.next() * 1000) / 100));
  const y = draw(() => random.next() - 0.5);
  const codes = Int32Array.from({ length: rowCount }, () => random.integer(11) - 1);
  const target = draw(() => 0);
  for (let row = 0; row < rowCount; row++) {
    const score = (Number.isNaN(x[row]!) ? 8 : x[row]!) + (codes[row]! % 3) * 4 + y[row]! * 6 + random.next();
    target[row] =
      task.kind === "regression"
        ? score
        : task.kind === "binary"
          ? Number(score > 9)
          : score < 7
            ? 0
            : score < 11
              ? 1
              : 2;
  }
  const features: Feature[] = [
    { kind: "number", name: "x", values: x },
    { kind: "number", name: "y", values: y },
    { kind: "category", name: "level", codes, levelCount: 10 },
  ];
  return { task, rowCount, features, target };
}

const shuffle = (set: TrainingSet): TrainingSet =>
  takeTrainingRows(set, shuffledIndexes(set.rowCount, createRandom("shuffle")));

describe("boosting", () => {
  const quick = { numIterations: 20, numLeaves: 8 };
  for (const task of [{ kind: "regression" } as const, binary, multiclass]) {
    it(`grows the same ${task.kind} trees to the bit whatever the order of the rows`, async () => {
      const set = mixedSet(task);
      const weight = Float64Array.from({ length: set.rowCount }, (_, row) => 0.1 + (row % 7) / 3);
      const weighted = { ...set, weight };
      const validation = mixedSet(task, 300, "validation");
      const given = { ...quick, baggingFraction: 0.7, featureFraction: 0.7 };
      const first = await train(weighted, given, validation);
      const second = await train(shuffle(weighted), given, shuffle(validation));
      expect(JSON.stringify(second)).toBe(JSON.stringify(first));
      expect(first.details["treeCount"]).toBeGreaterThan(5);
    });
  }

  it("sends missing values where they belong", async () => {
    const x = Float64Array.from({ length: 200 }, (_, row) => (row % 4 === 0 ? Number.NaN : row % 4));
    const target = x.map((value) => (Number.isNaN(value) || value === 3 ? 10 : 0));
    const set: TrainingSet = {
      task: { kind: "regression" },
      rowCount: 200,
      features: [{ kind: "number", name: "x", values: x }],
      target,
    };
    const { outputs } = await train(set, { numIterations: 1, learningRate: 1, numLeaves: 2 });
    const predicted = [null, 1, 2, 2.4, 2.6, 3].map((value) => evaluateExpr(outputs[0]!, { x: value }));
    expect(predicted).toEqual([10, 0, 0, 0, 10, 10]);
  });

  it("parts missing from all numbers, and all numbers alike", async () => {
    const x = Float64Array.from({ length: 200 }, (_, row) => (row % 2 === 0 ? Number.NaN : row));
    const set: TrainingSet = {
      task: { kind: "regression" },
      rowCount: 200,
      features: [{ kind: "number", name: "x", values: x }],
      target: x.map((value) => (Number.isNaN(value) ? 1 : 3)),
    };
    const { outputs } = await train(set, { numIterations: 1, learningRate: 1 });
    const predicted = [null, -1e300, 5, 1e300].map((value) => evaluateExpr(outputs[0]!, { x: value }));
    expect(predicted).toEqual([1, 3, 3, 3]);
  });

  it("finds the set of levels that belong together, and keeps an unseen level on the right", async () => {
    const codes = Int32Array.from({ length: 1200 }, (_, row) => row % 12);
    const high = new Set([1, 5, 6, 10]);
    const set: TrainingSet = {
      task: { kind: "regression" },
      rowCount: 1200,
      features: [{ kind: "category", name: "level", codes, levelCount: 20 }],
      target: Float64Array.from(codes, (code) => (high.has(code) ? 4 : 1)),
    };
    const { outputs } = await train(set, { numIterations: 1, learningRate: 1, numLeaves: 2, catL2: 0 });
    const forest = outputs[0] as ForestExpr;
    expect(forest.categories[0]).toEqual([1, 5, 6, 10]);
    const predicted = [1, 2, 19].map((level) => Number(evaluateExpr(forest, { level })));
    expect(predicted.map((value) => Number(value.toFixed(9)))).toEqual([4, 1, 1]);
  });

  it("parts one of few levels from the rest", async () => {
    const codes = Int32Array.from({ length: 300 }, (_, row) => row % 3);
    const set: TrainingSet = {
      task: binary,
      rowCount: 300,
      features: [{ kind: "category", name: "level", codes, levelCount: 3 }],
      target: Float64Array.from(codes, (code, row) =>
        code === 1 ? Number(row % 10 > 0) : Number(row % 10 === 0),
      ),
    };
    const { outputs } = await train(set);
    const predicted = [0, 1, 2].map((level) => Number(evaluateExpr(outputs[0]!, { level })));
    expect(predicted.map((value) => Math.round(value * 100))).toEqual([10, 90, 10]);
  });

  it("stops early by the validation loss and keeps the best iterations", async () => {
    const set = mixedSet({ kind: "regression" }, 300);
    const noise = createRandom("noise");
    const noisy = { ...set, target: set.target.map((value) => value + 20 * noise.next()) };
    const { details } = await train(noisy, {}, mixedSet({ kind: "regression" }, 300, "other"));
    expect(details["stoppedEarly"]).toBe(true);
    expect(details["iterationsRun"]).toBe(Number(details["bestIteration"]) + 30);
    expect((details["lossCurve"] as unknown[]).length).toBeLessThanOrEqual(22);
  });

  it("uses the gain of the splits as importance and leaves a useless feature near 0", async () => {
    const set = mixedSet({ kind: "regression" });
    const constant: Feature = {
      kind: "number",
      name: "same",
      values: new Float64Array(set.rowCount).fill(3),
    };
    const { importance } = await train({ ...set, features: [...set.features, constant] });
    expect(importance["same"]).toBe(0);
    expect(Object.values(importance).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
    expect(importance["level"]).toBeGreaterThan(importance["y"]!);
  });

  it("keeps to its limits on leaves, depth and rows per leaf", async () => {
    const set = mixedSet({ kind: "regression" });
    const { outputs } = await train(set, { numIterations: 1, maxDepth: 2, minDataInLeaf: 150 });
    const { feature } = outputs[0] as ForestExpr;
    expect(feature.filter((one) => one === -1).length).toBeLessThanOrEqual(4);
    const stump = await train(set, { minDataInLeaf: 401 });
    expect(stump.diagnostics.map(({ code }) => code)).toEqual(["T1662"]);
    expect(stump.outputs[0]!.kind).toBe("literal");
  });

  it("tells every wrong parameter at once", () => {
    const diagnostics: Diagnostic[] = [];
    const params = boosting.normalize({ numLeafs: 3, learningRate: 0, maxBin: 300 }, "models.0", diagnostics);
    expect(diagnostics.map(({ code, place }) => [code, place])).toEqual([
      ["T1651", "models.0.numLeafs"],
      ["T1652", "models.0.learningRate"],
      ["T1652", "models.0.maxBin"],
    ]);
    expect(diagnostics[0]!.cure).toContain("numLeaves");
    expect(params.maxBin).toBe(255);
  });

  it("tells its progress and stops when it is told to", async () => {
    const events: number[] = [];
    const stop = new AbortController();
    const effects = {
      now: () => 0,
      progress: ({ done }: { done?: number }) => {
        events.push(done ?? -1);
        if (done === 3) stop.abort(new Error("enough"));
      },
      signal: stop.signal,
    };
    const set = mixedSet({ kind: "regression" }, 5000);
    const work = boosting.train(set, undefined, paramsOf({ numIterations: 5000 }), { seed: 1, effects });
    await expect(work).rejects.toThrow("enough");
    expect(events.slice(0, 4)).toEqual([0, 1, 2, 3]);
    expect(events.length).toBeLessThan(5000);
  });
});
