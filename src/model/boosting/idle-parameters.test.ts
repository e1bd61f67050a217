import { describe, expect, it } from "vitest";
import { quietEffects } from "../../base/index.ts";
import { boosting } from "../boosting.ts";
import type { TrainingSet } from "../trainer.ts";

const rowCount = 60;
const numbers = (value: (row: number) => number): Float64Array =>
  Float64Array.from({ length: rowCount }, (_, row) => value(row));
const regression: TrainingSet = {
  task: { kind: "regression" },
  rowCount,
  features: [{ kind: "number", name: "x", values: numbers((row) => row) }],
  target: numbers((row) => (row % 30) + 1),
};
const sets = {
  regression,
  binary: {
    ...regression,
    task: { kind: "binary", classes: [false, true], type: "Boolean" },
    target: numbers((row) => Number(row % 40 > 20)),
  },
  multiclass: {
    ...regression,
    task: { kind: "multiclass", classes: [0, 1, 2], type: "Int" },
    target: numbers((row) => row % 3),
  },
  ranking: {
    ...regression,
    task: { kind: "ranking" },
    target: numbers((row) => row % 4),
    group: Int32Array.from({ length: rowCount }, (_, row) => Math.floor(row / 10)),
  },
} satisfies Readonly<Record<string, TrainingSet>>;
type Kind = keyof typeof sets;

/** The parameters that a training says change nothing. */
async function idle(kind: Kind, given: object): Promise<readonly string[]> {
  const params = boosting.normalize({ numIterations: 2, ...given }, "idle", []);
  const context = { seed: 1, effects: quietEffects(() => 0) };
  const { diagnostics } = await boosting.train(sets[kind], undefined, params, context);
  return diagnostics.filter(({ code }) => code === "T2984").map(({ place }) => place ?? "");
}

describe("a parameter that changes nothing", () => {
  it.each([
    ["alpha", 0.5, "regression", {}, "regression", { objective: "quantile" }],
    ["alpha", 0.5, "regression", {}, "regression", { metric: ["l2", "huber"] }],
    ["fairC", 2, "regression", {}, "regression", { objective: "fair" }],
    ["poissonMaxDeltaStep", 0.2, "regression", { metric: "poisson" }, "regression", { objective: "poisson" }],
    ["tweedieVariancePower", 1.2, "regression", {}, "regression", { metric: "tweedie_deviance" }],
    ["sigmoid", 2, "multiclass", {}, "multiclass", { objective: "multiclassova" }],
    ["scalePosWeight", 3, "multiclass", {}, "binary", {}],
    ["isUnbalance", true, "binary", { objective: "cross_entropy" }, "binary", {}],
    ["labelGain", [0, 1, 2, 3], "ranking", { objective: "rank_xendcg" }, "ranking", {}],
    ["lambdarankTruncationLevel", 5, "regression", {}, "ranking", {}],
    ["lambdarankNorm", false, "binary", {}, "ranking", {}],
    ["dropRate", 0.3, "regression", {}, "regression", { boosting: "dart" }],
    ["topRate", 0.3, "regression", {}, "regression", { dataSampleStrategy: "goss" }],
    ["linearLambda", 1, "regression", {}, "regression", { linearTree: true }],
    [
      "monotoneConstraintsMethod",
      "basic",
      "regression",
      {},
      "regression",
      { monotoneConstraints: { x: 1 } as const },
    ],
    ["earlyStoppingRounds", 5, "regression", { boosting: "dart" }, "regression", {}],
    ["baggingFraction", 0.5, "regression", { baggingFreq: 0 }, "regression", { baggingFreq: 2 }],
  ] as const)("is told: %s", async (name, value, kind, without, otherKind, needed) => {
    expect(await idle(kind, { ...without, [name]: value })).toEqual([name]);
    expect(await idle(otherKind, { ...needed, [name]: value })).toEqual([]);
  });

  it("is not told where nothing was set, or dropouts are not to stop early", async () => {
    for (const kind of Object.keys(sets) as Kind[]) expect(await idle(kind, {})).toEqual([]);
    expect(await idle("regression", { boosting: "dart", earlyStoppingRounds: 0 })).toEqual([]);
  });
});

describe("a model of no iteration", () => {
  it("says that the rows to stop by wanted none", async () => {
    const params = boosting.normalize({ numIterations: 5, learningRate: 1, minDataInLeaf: 1 }, "none", []);
    const turned = { ...regression, target: regression.target.map((value) => 15.5 * 2 - value) };
    const context = { seed: 1, effects: quietEffects(() => 0) };
    const { diagnostics, details } = await boosting.train(regression, turned, params, context);
    expect(details["bestIteration"]).toBe(0);
    expect(diagnostics.map(({ message }) => message).join()).toMatch(/made the metric better on the rows/);
  });
});
