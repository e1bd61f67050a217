import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createRandom, shuffledIndexes } from "../base/index.ts";
import { compileTable } from "../compile/index.ts";
import { createProgram, shareCommon } from "../ir/index.ts";
import { tableFromVectors } from "../schema/index.ts";
import {
  answersOf,
  binary,
  context,
  farthest,
  formulaSet,
  multiclass,
  rowCount,
  tripled,
} from "./fixtures/formula-rows.test-support.ts";
import { mlp } from "./mlp.ts";
import { layerExprs } from "./perceptron/layer-exprs.ts";
import { createLayers } from "./perceptron/layers.ts";
import { forwardPass } from "./perceptron/passes.ts";
import { takeTrainingRows } from "./prepare-training-set.ts";
import { createRowTable, rowsLike, scaledExprs } from "./row-table.ts";
import type { Fitted, TrainingSet } from "./trainer.ts";

const regression = formulaSet({ kind: "regression" });
const small = mlp.normalize({ hidden: [8, 4], epochs: 30, batchSize: 16, learningRate: 0.02 }, "", []);

describe("mlp", () => {
  it("writes layers as expressions that answer as they do", () => {
    const table = createRowTable(regression, true);
    for (const activation of ["relu", "tanh"] as const) {
      const layers = createLayers([3, 7, 5, 2], createRandom(activation));
      const outputs = layerExprs(layers, activation, scaledExprs(table));
      const fitted: Fitted = { outputs, details: {}, importance: {}, diagnostics: [] };
      const passed = forwardPass(layers, activation, rowsLike(table, regression), rowCount).at(-1)!;
      expect(farthest(answersOf(fitted, regression, 10), [...passed.subarray(0, 20)])).toBeLessThan(1e-12);
    }
  });

  it("gives the same bits whatever the order of rows and features, and for rows instead of weights", async () => {
    const order = shuffledIndexes(rowCount, createRandom("order"));
    const weighted = formulaSet(binary, undefined, tripled);
    const turned = takeTrainingRows({ ...weighted, features: weighted.features.toReversed() }, order);
    const repeated = takeTrainingRows(
      formulaSet(binary),
      Uint32Array.from([...tripled].flatMap((times, row) => Array.from({ length: times }, () => row))),
    );
    const { outputs } = await mlp.train(weighted, undefined, small, context);
    expect((await mlp.train(turned, undefined, small, context)).outputs).toEqual(outputs);
    expect((await mlp.train(repeated, undefined, small, context)).outputs).toEqual(outputs);
    expect((await mlp.train(weighted, undefined, small, { ...context, seed: 2 })).outputs).not.toEqual(
      outputs,
    );
  });

  it("keeps the epoch that is best for the validation rows, and settles on it", async () => {
    const noisy = { ...regression, target: regression.target.map((_, row) => Math.sin(row * row)) };
    const even = takeTrainingRows(
      noisy,
      Uint32Array.from({ length: 30 }, (_, at) => 2 * at),
    );
    const odd = takeTrainingRows(
      noisy,
      Uint32Array.from({ length: 30 }, (_, at) => 2 * at + 1),
    );
    const params = mlp.normalize({ learningRate: 0.02, earlyStoppingRounds: 5 }, "", []);
    const fitted = await mlp.train(even, odd, params, context);
    expect(fitted.details).toMatchObject({ stoppedEarly: true });
    const best = Number(fitted.details["bestEpoch"]);
    expect(fitted.details["epochsRun"]).toBe(best + 5);
    expect(mlp.settle!(params, [{ fitted, rowCount: 30 }])).toMatchObject({ epochs: Math.max(1, best) });
  });

  it("says when its loss leaves float64, instead of answering", async () => {
    const params = mlp.normalize({ weightDecay: 1e308 }, "", []);
    await expect(mlp.train(regression, undefined, params, context)).rejects.toThrow(/T2704.*epoch/);
  });

  it("refuses layers that are none", () => {
    for (const hidden of [[], [0], [8, 8, 8, 8], [1.5], "8", [513]]) {
      const diagnostics: Parameters<typeof mlp.normalize>[2] = [];
      mlp.normalize({ hidden }, "models.0", diagnostics);
      expect(diagnostics.map(({ code }) => code)).toEqual(["T1652"]);
    }
  });

  it("tells three classes apart that no line parts", async () => {
    const rings = ringSet();
    const params = mlp.normalize({ hidden: [16], activation: "tanh", learningRate: 0.03 }, "", []);
    const fitted = await mlp.train(rings, undefined, params, context);
    expect(accuracyOf(fitted, rings)).toBeGreaterThan(0.97);
  });
});

/** Three rings around one middle. */
function ringSet(): TrainingSet {
  const count = 180;
  const make = (value: (row: number) => number): Float64Array =>
    Float64Array.from({ length: count }, (_, row) => value(row));
  const radius = (row: number): number => 1 + (row % 3) + 0.3 * Math.sin(row * 5.1);
  return {
    task: multiclass,
    rowCount: count,
    features: [
      { kind: "number", name: "a", values: make((row) => radius(row) * Math.cos(row * 2.4)) },
      { kind: "number", name: "b", values: make((row) => radius(row) * Math.sin(row * 2.4)) },
    ],
    target: make((row) => row % 3),
  };
}

/** The share of rows whose most probable class is the true one, by the compiled model. */
function accuracyOf({ outputs }: Fitted, set: TrainingSet): number {
  const fields = set.features.map(({ name }) => ({ name, type: "Float", nullable: true }) as const);
  const named = Object.fromEntries(outputs.map((output, at) => [`${at}`, output]));
  const program = createProgram(
    shareCommon({ kind: "program", version: 1, input: { fields }, lets: [], outputs: named }),
  );
  const table = compileTable(program)(
    tableFromVectors(
      set.features.map((feature) => [
        feature.name,
        {
          kind: "numbers",
          type: "Float",
          values: feature.kind === "number" ? feature.values : new Float64Array(0),
        },
      ]),
    ),
  );
  const columns = outputs.map((_, at) => {
    const vector = table.columns.get(`${at}`);
    return vector?.kind === "numbers" ? vector.values : new Float64Array(0);
  });
  let right = 0;
  for (let row = 0; row < set.rowCount; row++) {
    const scores = columns.map((column) => column[row]!);
    const found = scores.length === 1 ? Number(scores[0]! >= 0.5) : scores.indexOf(Math.max(...scores));
    if (found === set.target[row]) right++;
  }
  return right / set.rowCount;
}

const file = join(import.meta.dirname, "../../../shared/data/sklearn-bundled/breast_cancer.csv");

// MLPClassifier of scikit-learn 1.9.1 with 32 units after StandardScaler, every fourth row held out: 0.993 with seeds 0, 1 and 2.
describe.runIf(existsSync(file))("mlp on the breast cancer table", () => {
  it("is as often right as scikit-learn", async () => {
    const rows = readFileSync(file, "utf8").trim().split("\n").slice(1);
    const cells = rows.map((line) => line.split(",").map(Number));
    const partOf = (keep: (row: number) => boolean): TrainingSet => {
      const kept = cells.filter((_, row) => keep(row));
      return {
        task: binary,
        rowCount: kept.length,
        features: Array.from({ length: 30 }, (_, at) => ({
          kind: "number",
          name: `x${at}`,
          values: Float64Array.from(kept, (row) => row[at]!),
        })),
        target: Float64Array.from(kept, (row) => row[30]!),
      };
    };
    const params = mlp.normalize({}, "", []);
    const fitted = await mlp.train(
      partOf((row) => row % 4 > 0 && row % 8 !== 3),
      partOf((row) => row % 8 === 3),
      params,
      context,
    );
    expect(
      accuracyOf(
        fitted,
        partOf((row) => row % 4 === 0),
      ),
    ).toBeGreaterThan(0.98);
  });
});
