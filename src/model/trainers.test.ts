import { describe, expect, it } from "vitest";
import { quietEffects } from "../base/index.ts";
import { baseline } from "./baseline.ts";
import { parseTrainerName, trainerNames, trainers } from "./trainers.ts";
import type { TrainingSet } from "./trainer.ts";

const set = (target: readonly number[], weight?: readonly number[]): TrainingSet => ({
  task: { kind: "regression" },
  rowCount: target.length,
  features: [],
  target: Float64Array.from(target),
  ...(weight ? { weight: Float64Array.from(weight) } : {}),
});

describe("trainers", () => {
  it("are listed under their own names", () => {
    expect(trainerNames.map((name) => trainers[name].name)).toEqual([
      "baseline",
      "ridge",
      "lasso",
      "elastic-net",
      "linear-svm",
      "glm",
      "logistic",
      "naive-bayes",
      "nearest-neighbours",
      "mlp",
      "random-forest",
      "extra-trees",
      "boosting",
      "k-means",
      "dbscan",
      "isolation-forest",
    ]);
  });

  it("are found by name, and a misspelt name is told the right one", () => {
    expect(parseTrainerName("boosting")).toBe("boosting");
    expect(() => parseTrainerName("bosting", "models.0.trainer")).toThrow(
      /T1653.*models\.0\.trainer.*boosting/,
    );
    expect(() => parseTrainerName(3)).toThrow(/baseline, ridge, .*boosting/);
  });
});

describe("baseline", () => {
  const context = { seed: 1, effects: quietEffects(() => 0) };
  const constantOf = async (rows: TrainingSet, center: "mean" | "median"): Promise<unknown> =>
    (await baseline.train(rows, undefined, { center }, context)).outputs[0];

  it("gives the exact mean and the weighted mean", async () => {
    expect(await constantOf(set([1e17, 1, -1e17, 2]), "mean")).toMatchObject({ value: 0.75 });
    expect(await constantOf(set([1, 5], [3, 1]), "mean")).toMatchObject({ value: 2 });
  });

  it("gives the median, halfway where two values are in the middle", async () => {
    expect(await constantOf(set([9, 1, 4]), "median")).toMatchObject({ value: 4 });
    expect(await constantOf(set([9, 1, 4, 6]), "median")).toMatchObject({ value: 5 });
    expect(await constantOf(set([9, 1, 4], [5, 1, 1]), "median")).toMatchObject({ value: 9 });
  });

  it("tells all that is wrong with the rows", async () => {
    const wrong = { ...set([1, Number.NaN], [1, -1, 1]), rowCount: 2 };
    await expect(baseline.train(wrong, undefined, { center: "mean" }, context)).rejects.toThrow(
      /target is NaN in row 2[^]*3 weights for 2 rows[^]*weight is -1 in row 2/,
    );
  });
});
