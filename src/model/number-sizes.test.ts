import { describe, expect, it } from "vitest";
import { quietEffects } from "../base/index.ts";
import { boosting } from "./boosting.ts";
import { elasticNet } from "./elastic-net.ts";
import { glm } from "./glm.ts";
import { randomForest } from "./random-forest.ts";
import { ridge } from "./ridge.ts";
import type { Fitted, Trainer, TrainingSet } from "./trainer.ts";

const context = { seed: 1, effects: quietEffects(() => 0) };
const rowCount = 40;
const numbers = (value: (row: number) => number): Float64Array =>
  Float64Array.from({ length: rowCount }, (_, row) => value(row));

/** Rows whose target follows from one feature. */
const set: TrainingSet = {
  task: { kind: "regression" },
  rowCount,
  features: [{ kind: "number", name: "x", values: numbers((row) => row % 7) }],
  target: numbers((row) => (row % 7) + (row % 2) / 4),
};
const withX = (value: (row: number) => number): TrainingSet => ({
  ...set,
  features: [{ kind: "number", name: "x", values: numbers(value) }],
});

const train = <Params>(trainer: Trainer<Params>, rows: TrainingSet, given: object = {}): Promise<Fitted> =>
  trainer.train(rows, undefined, trainer.normalize(given, "sizes", []), context);

describe("numbers that cannot be computed with", () => {
  it("are refused by name in a target and in weights, of every trainer", async () => {
    for (const trainer of [ridge, boosting, randomForest, elasticNet] as readonly Trainer<unknown>[]) {
      await expect(train(trainer, { ...set, target: numbers((row) => row * 1e150) })).rejects.toThrow(
        /T2983 The target is 1e\+150 in row 2/,
      );
      await expect(train(trainer, { ...set, weight: numbers((row) => 10 ** (row * 10)) })).rejects.toThrow(
        /T2983 The weight is 1e\+50 in row 6/,
      );
    }
  });

  it("are refused in a feature where a trainer computes with it, and compared by trees", async () => {
    const sentinel = withX((row) => (row === 3 ? -Number.MAX_VALUE : row % 7));
    await expect(train(ridge, sentinel)).rejects.toThrow(/T2983 The feature "x" is -1.797\S+ in row 4/);
    await expect(
      train(
        ridge,
        withX((row) => (row % 7) * 1e-300),
      ),
    ).rejects.toThrow(/T2983 The feature "x" is 6\S*e-300 at most, which is too small/);
    expect((await train(boosting, sentinel, { minDataInLeaf: 2 })).importance).toEqual({ x: 1 });
  });

  it("are no weights that vanish beside others: a leaf of such rows has a mean", async () => {
    const weight = numbers((row) => (row % 2 === 0 ? 1e-30 : 1e30));
    const { outputs } = await train(randomForest, { ...set, weight }, { numTrees: 3 });
    expect(outputs).toHaveLength(1);
  });
});

describe("tables that leave nothing to estimate", () => {
  it("give a glm without tests where no row is to spare, as R's glm does", async () => {
    const few: TrainingSet = {
      ...set,
      rowCount: 2,
      features: [{ kind: "number", name: "x", values: Float64Array.of(1, 2) }],
      target: Float64Array.of(3, 5),
    };
    const { details } = await train(glm, few);
    expect(details["coefficients"]).toBeDefined();
    const tests = details["tests"] as readonly { readonly estimate: number; readonly pValue: unknown }[];
    expect(tests[0]!.estimate).toBeCloseTo(2, 12);
    expect(tests.map(({ pValue }) => pValue)).toEqual([null, null]);
  });

  it("give a glm of a constant target, and tell why a link cannot begin at 0", async () => {
    const still = { ...set, target: numbers(() => 0) };
    await expect(train(glm, still)).resolves.toBeDefined();
    for (const [family, link] of [
      ["gaussian", "inverse"],
      ["poisson", "log"],
    ])
      await expect(train(glm, still, { family, link })).rejects.toThrow(/T2688.*mean of the target is 0/s);
  });

  it("give an elastic net of a weighted constant target its value at once", async () => {
    const still = { ...set, target: numbers(() => 0.1), weight: numbers((row) => 0.3 + (row % 3) / 7) };
    const { details } = await train(elasticNet, still);
    expect(details["intercept"]).toBe(0.1);
    const path = details["path"] as readonly { readonly loss: number }[];
    expect(path.every(({ loss }) => loss === 0)).toBe(true);
  });
});
