import { describe, expect, it } from "vitest";
import { createRandom, quietEffects, shuffledIndexes } from "../../base/index.ts";
import { boosting } from "../boosting.ts";
import { takeTrainingRows } from "../prepare-training-set.ts";
import type { Feature, TrainingSet } from "../trainer.ts";

/** Enough rows for four threads: numbers, some with gaps, and a category. */
function makeSet(rowCount: number): TrainingSet {
  const random = createRandom("threads");
  const draw = (value: () => number): Float64Array => Float64Array.from({ length: rowCount }, value);
  const features = Array.from({ length: 25 }, (_, at): Feature => {
    const name = `x${at}`;
    if (at === 4) {
      const codes = Int32Array.from({ length: rowCount }, () => random.integer(40) - 1);
      return { kind: "category", name, codes, levelCount: 39 };
    }
    return {
      kind: "number",
      name,
      values: draw(() => (at % 6 === 1 && random.next() < 0.1 ? Number.NaN : Math.fround(random.next()))),
    };
  });
  const [first, second] = [features[0]!, features[4]!];
  const target = draw(() => random.next()).map((noise, row) => {
    const number = first.kind === "number" ? first.values[row]! : 0;
    const level = second.kind === "category" ? second.codes[row]! % 7 : 0;
    return Number(number * 4 + level > 2 + 4 * noise);
  });
  return { task: { kind: "binary", classes: [0, 1], type: "Int" }, rowCount, features, target };
}

describe("boosting on threads", () => {
  it("gives the same model to the bit with 1, 2 and 4 of them, and for any order of rows", async () => {
    const set = makeSet(170_000);
    const shuffled = takeTrainingRows(set, shuffledIndexes(set.rowCount, createRandom("shuffle")));
    const params = boosting.normalize({ numIterations: 20, numLeaves: 7 }, "test", []);
    const models: string[] = [];
    for (const [rows, threads] of [
      [set, 1],
      [set, 2],
      [shuffled, 4],
    ] as const) {
      const context = { seed: 1, effects: quietEffects(() => 0), threads };
      models.push(JSON.stringify(await boosting.train(rows, undefined, params, context)));
    }
    expect(new Set(models).size).toBe(1);
    expect(models[0]!.length).toBeGreaterThan(5000);
  });
});
