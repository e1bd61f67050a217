import { describe, expect, it } from "vitest";
import {
  answersOf,
  binary,
  context,
  farthest,
  formulaSet,
  multiclass,
  numberFeatures,
  rowOf,
} from "./fixtures/formula-rows.test-support.ts";
import { evaluateExpr } from "../compile/index.ts";
import { nearestNeighbours } from "./nearest-neighbours.ts";
import { checkStoredRows } from "./neighbours/stored-rows.ts";
import type { Task } from "./task.ts";
import type { TrainingSet } from "./trainer.ts";

const defaults = nearestNeighbours.normalize({}, "", []);
const tasks: Readonly<Record<"regression" | "binary" | "multiclass", Task>> = {
  regression: { kind: "regression" },
  binary,
  multiclass,
};
const shifts = [0.37, 0.21, 0.0013] as const;
/** Rows beside the training rows, so that no two distances are equal. */
const beside = (set: TrainingSet): TrainingSet => ({
  ...set,
  features: numberFeatures.map((feature, at) =>
    feature.kind === "number"
      ? { ...feature, values: feature.values.map((value) => value + shifts[at]!) }
      : feature,
  ),
});

// KNeighborsRegressor and KNeighborsClassifier (k-d tree) of scikit-learn 1.9.1 on the standardised formula rows: the first four
// rows beside them, of two classes the second, of three the first two.
const figures: Readonly<
  Record<string, Readonly<Record<"regression" | "binary" | "multiclass", readonly number[]>>>
> = {
  "euclidean uniform 1": {
    regression: [21.0, 27.297954728382877, 22.262975373829025, 14.201890273629633],
    binary: [0.0, 1.0, 1.0, 1.0],
    multiclass: [1.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0],
  },
  "euclidean uniform 5": {
    regression: [21.02939460413271, 26.9189047043242, 24.004649699125746, 13.66987013093608],
    binary: [0.6, 0.8, 0.8, 1.0],
    multiclass: [0.4, 0.4, 0.0, 0.2, 0.2, 0.6, 0.4, 0.4],
  },
  "euclidean uniform 12": {
    regression: [22.345718944629656, 24.592512245243345, 24.691057823310555, 14.35417588492279],
    binary: [0.6666666666666666, 0.8333333333333334, 0.9166666666666666, 0.5833333333333334],
    multiclass: [
      0.3333333333333333, 0.3333333333333333, 0.16666666666666666, 0.5, 0.25, 0.3333333333333333, 0.5, 0.25,
    ],
  },
  "euclidean distance 1": {
    regression: [21.0, 27.297954728382877, 22.262975373829025, 14.201890273629633],
    binary: [0.0, 1.0, 1.0, 1.0],
    multiclass: [1.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0],
  },
  "euclidean distance 5": {
    regression: [21.3695831841, 27.48647063139181, 23.571763106266655, 13.977480808332592],
    binary: [0.4633669403538333, 0.9359274914326222, 0.8319545360534913, 1.0],
    multiclass: [
      0.560718453963322, 0.34212977932703087, 0.0, 0.06407250856737785, 0.11597239046467325,
      0.7280527242189262, 0.2599074516847412, 0.37509958132480054,
    ],
  },
  "euclidean distance 12": {
    regression: [22.21288381216987, 26.399708573976955, 24.263460608623692, 14.28912011178192],
    binary: [0.5657302696739754, 0.9184381831218073, 0.9015704023818356, 0.7403090060715724],
    multiclass: [
      0.4596844970055808, 0.309826861945824, 0.0659747991187485, 0.22353437676753507, 0.17860183350105305,
      0.4867789429926735, 0.39035523323310994, 0.2779851301267747,
    ],
  },
  "manhattan uniform 1": {
    regression: [21.0, 27.297954728382877, 22.262975373829025, 14.201890273629633],
    binary: [0.0, 1.0, 1.0, 1.0],
    multiclass: [1.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0],
  },
  "manhattan uniform 5": {
    regression: [22.490425192495827, 26.9189047043242, 23.86317616690743, 13.669870130936081],
    binary: [0.8, 0.8, 0.8, 1.0],
    multiclass: [0.6, 0.4, 0.0, 0.2, 0.2, 0.6, 0.4, 0.4],
  },
  "manhattan uniform 12": {
    regression: [21.903093059210818, 24.97769930050625, 24.083657377912473, 14.682774866012183],
    binary: [0.6666666666666666, 0.8333333333333334, 0.9166666666666666, 0.6666666666666666],
    multiclass: [0.4166666666666667, 0.25, 0.25, 0.4166666666666667, 0.25, 0.3333333333333333, 0.5, 0.25],
  },
  "manhattan distance 1": {
    regression: [21.0, 27.297954728382877, 22.262975373829025, 14.201890273629635],
    binary: [0.0, 1.0, 1.0, 1.0],
    multiclass: [1.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0],
  },
  "manhattan distance 5": {
    regression: [22.16122225693435, 27.4179124355294, 23.45206511254148, 14.001818143230512],
    binary: [0.5729262886570101, 0.9209132927639286, 0.8471187599690299, 1.0],
    multiclass: [
      0.6525513768074017, 0.34744862319259817, 0.0, 0.07908670723607138, 0.14210194259634223,
      0.7083848137108575, 0.3008882527154697, 0.3601100036987085,
    ],
  },
  "manhattan distance 12": {
    regression: [22.091277510644403, 26.392762694329335, 23.814672788311675, 14.487541094384634],
    binary: [0.5792471335285426, 0.9015135693541583, 0.9095707369666869, 0.788529372934204],
    multiclass: [
      0.5061563834296964, 0.262629178385994, 0.10751296336886765, 0.21557232811528818, 0.2024485089218949,
      0.48599072454331327, 0.4178782713697829, 0.2727975870653547,
    ],
  },
};

describe("nearest-neighbours", () => {
  for (const [name, expected] of Object.entries(figures)) {
    const [metric, weighting, neighbours] = name.split(" ");
    it(`answers as scikit-learn with ${metric} distance, ${weighting} weights and ${neighbours} neighbours`, async () => {
      const given = { metric, weighting, neighbours: Number(neighbours) };
      const params = nearestNeighbours.normalize(given, "", []);
      for (const kind of ["regression", "binary", "multiclass"] as const) {
        const set = formulaSet(tasks[kind]);
        const fitted = await nearestNeighbours.train(set, undefined, params, context);
        expect(farthest(answersOf(fitted, beside(set), 4, 2), expected[kind])).toBeLessThan(1e-12);
      }
    });
  }

  it("answers as scikit-learn for the training rows themselves, where only the row at distance 0 counts", async () => {
    const set = formulaSet(tasks.regression);
    const params = { ...defaults, weighting: "distance" } as const;
    const fitted = await nearestNeighbours.train(set, undefined, params, context);
    expect(farthest(answersOf(fitted, set, 3), [21.0, 28.37952463312098, 22.262975373829025])).toBeLessThan(
      1e-12,
    );
  });

  it("lets rows count together that are equally far, whatever their order", async () => {
    const set = onLine([0, 1, -1, 3], [0, 10, 20, 90]);
    const params = { ...defaults, neighbours: 2, scale: false };
    const fitted = await nearestNeighbours.train(set, undefined, params, context);
    expect(evaluateExpr(fitted.outputs[0]!, { x: 0 })).toBe(10);
    const turned = onLine([3, -1, 1, 0], [90, 20, 10, 0]);
    expect(await nearestNeighbours.train(turned, undefined, params, context)).toEqual(fitted);
  });

  it("counts neighbours by their weight, and holds equal rows once", async () => {
    const set = { ...onLine([0, 1, 1, 5], [0, 10, 20, 90]), weight: Float64Array.of(3, 1, 3, 1) };
    const params = { ...defaults, neighbours: 3, scale: false };
    const fitted = await nearestNeighbours.train(set, undefined, params, context);
    expect(fitted.details["storedRows"]).toBe(3);
    expect(evaluateExpr(fitted.outputs[0]!, { x: 0.2 })).toBe(0);
    expect(evaluateExpr(fitted.outputs[0]!, { x: 0.9 })).toBe(17.5);
  });

  it("answers with the mean of all rows where there are fewer than neighbours, or no feature varies", async () => {
    const few = onLine([0, 1], [4, 6]);
    const same = onLine([2, 2], [4, 6]);
    for (const set of [few, same]) {
      const { outputs } = await nearestNeighbours.train(set, undefined, defaults, context);
      expect(evaluateExpr(outputs[0]!, rowOf(set, 0))).toBe(5);
    }
  });

  it("gives probability 0 to a class that no row has", async () => {
    const set = formulaSet({ kind: "multiclass", classes: ["a", "b", "c", "d"], type: "Text" });
    const fitted = await nearestNeighbours.train(set, undefined, defaults, context);
    expect(answersOf(fitted, set, 1)[3]).toBe(0);
  });

  it("refuses to hold more rows than a Program takes", () => {
    expect(() => checkStoredRows("nearest-neighbours", 100_000, 10)).not.toThrow();
    expect(() => checkStoredRows("nearest-neighbours", 100_000, 10, 2)).toThrow(
      /T2701.*100,000 rows of 10 features, each row held 2 times.*1,000,000/,
    );
    expect(() => checkStoredRows("nearest-neighbours", 10, 501)).toThrow(/T2701/);
  });
});

const onLine = (x: readonly number[], target: readonly number[]): TrainingSet => ({
  task: tasks.regression,
  rowCount: x.length,
  features: [{ kind: "number", name: "x", values: Float64Array.from(x) }],
  target: Float64Array.from(target),
});
