import { describe, expect, it } from "vitest";
import { createRandom, quietEffects, shuffledIndexes } from "../../base/index.ts";
import { evaluateExpr } from "../../compile/index.ts";
import { isolationForest } from "../isolation-forest.ts";
import { takeTrainingRows } from "../prepare-training-set.ts";
import type { Feature, Fitted, TrainingSet } from "../trainer.ts";
import { meanPathLength } from "./grow-isolation-tree.ts";

const context = { seed: 1, effects: quietEffects(() => 0) };
const fit = (set: TrainingSet, given: object = {}): Promise<Fitted> =>
  isolationForest.train(set, undefined, isolationForest.normalize(given, "models.0", []), context);

const numbers = (columns: readonly (readonly number[])[]): readonly Feature[] =>
  columns.map((values, at) => ({ kind: "number", name: `x${at}`, values: Float64Array.from(values) }));

/** Two slanted heaps of 2,000 rows, and every 33rd row anywhere in a box around them; rebuilt in Python for scikit-learn. */
function planted(): { readonly set: TrainingSet; readonly isOutlier: readonly boolean[] } {
  let state = 2024;
  const next = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
  const rows = Array.from({ length: 2000 }, (_, row) => {
    const u = Array.from({ length: 10 }, next);
    if (row % 33 === 0) return [u[0]! * 12 - 6, u[1]! * 12 - 6, u[2]! * 12 - 6];
    const side = u[9]! < 0.5 ? 2 : -2;
    const a = side + u[0]! + u[1]! + u[2]! - 1.5;
    return [a, -side + u[3]! + u[4]! + u[5]! - 1.5, 0.5 * a + u[6]! + u[7]! - 1];
  });
  const features = numbers([0, 1, 2].map((at) => rows.map((row) => row[at]!)));
  const set: TrainingSet = {
    task: { kind: "outliers" },
    rowCount: 2000,
    features,
    target: new Float64Array(0),
  };
  return { set, isOutlier: rows.map((_, row) => row % 33 === 0) };
}

const scoresOf = ({ outputs }: Fitted, { features, rowCount }: TrainingSet): readonly number[] =>
  Array.from({ length: rowCount }, (_, row) => {
    const values = features.map((one) => [
      one.name,
      one.kind === "number" ? one.values[row]! : one.codes[row]!,
    ]);
    return Number(evaluateExpr(outputs[0]!, Object.fromEntries(values)));
  });

/** The share of pairs of an outlier and an ordinary row in which the outlier has the greater score. */
function areaUnderCurve(scores: readonly number[], isOutlier: readonly boolean[]): number {
  const high = scores.filter((_, row) => isOutlier[row]);
  const low = scores.filter((_, row) => !isOutlier[row]);
  const won = high.map((score) => low.filter((other) => other < score).length);
  return won.reduce((sum, count) => sum + count, 0) / (high.length * low.length);
}

describe("isolation-forest", () => {
  /** scikit-learn 1.9.1, IsolationForest(n_estimators=100) on the same rows, mean of random_state 0 to 4. */
  const peer = { area: 0.9985, ordinary: 0.4336, outlier: 0.6682 };

  it("finds planted outliers as well as scikit-learn, with the same scores on average", async () => {
    const { set, isOutlier } = planted();
    const scores = scoresOf(await fit(set), set);
    const mean = (wanted: boolean): number => {
      const some = scores.filter((_, row) => isOutlier[row] === wanted);
      return some.reduce((sum, score) => sum + score, 0) / some.length;
    };
    expect(areaUnderCurve(scores, isOutlier)).toBeGreaterThan(peer.area - 0.01);
    expect(mean(false)).toBeCloseTo(peer.ordinary, 1);
    expect(mean(true)).toBeCloseTo(peer.outlier, 1);
    expect(scores.every((score) => score > 0 && score < 1)).toBe(true);
  });

  it("gives the same bits whatever the order of the rows", async () => {
    const { set } = planted();
    const turned = takeTrainingRows(set, shuffledIndexes(set.rowCount, createRandom("turn")));
    const [first, second] = [await fit(set, { numTrees: 10 }), await fit(turned, { numTrees: 10 })];
    expect(JSON.stringify(second)).toBe(JSON.stringify(first));
  });

  it("knows the path length of a search that finds nothing", () => {
    // 2·(1 + 1/2 + … + 1/(n-1)) - 2(n-1)/n, counted out for n = 256: harmonic number 6.1204 by Euler's formula.
    expect([0, 1, 2].map(meanPathLength)).toEqual([0, 0, 1]);
    expect(meanPathLength(256)).toBeCloseTo(10.2448, 4);
  });

  it("finds a rare level and a missing value unusual", async () => {
    const codes = Int32Array.from({ length: 500 }, (_, row) => (row === 7 ? 3 : row % 3));
    const values = Float64Array.from({ length: 500 }, (_, row) => (row === 9 ? Number.NaN : row % 10));
    const features: readonly Feature[] = [
      { kind: "category", name: "level", codes, levelCount: 4 },
      { kind: "number", name: "x", values },
    ];
    const set: TrainingSet = {
      task: { kind: "outliers" },
      rowCount: 500,
      features,
      target: new Float64Array(0),
    };
    const { outputs } = await fit(set, { maxSamples: 500 });
    const score = (level: number, x: number | null): number =>
      Number(evaluateExpr(outputs[0]!, { level, x }));
    expect(score(3, 5)).toBeGreaterThan(score(1, 5) + 0.05);
    expect(score(1, null)).toBeGreaterThan(score(1, 5) + 0.05);
  });

  it("calls nothing unusual where all rows are the same, or there is one", async () => {
    for (const rowCount of [1, 50]) {
      const set: TrainingSet = {
        task: { kind: "outliers" },
        rowCount,
        features: numbers([Array.from({ length: rowCount }, () => 4)]),
        target: new Float64Array(0),
      };
      expect(evaluateExpr((await fit(set)).outputs[0]!, { x0: 4 })).toBe(0.5);
    }
  });
});
