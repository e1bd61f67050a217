import { describe, expect, it } from "vitest";
import { canonicalJson, exponential, hashJson, quietEffects } from "../../../base/index.ts";
import { evaluateExpr } from "../../../compile/index.ts";
import { call, float } from "../../../ir/index.ts";
import { weightedMean } from "../../baseline.ts";
import { boosting, type BoostingParameters } from "../../boosting.ts";
import { takeTrainingRows } from "../../prepare-training-set.ts";
import type { Task } from "../../task.ts";
import type { Fitted, TrainingSet } from "../../trainer.ts";
import { peerGroups, peerRows, type peerTargets } from "../fixtures/peer-rows.test-support.ts";
import { rowOf } from "../peer-set.test-support.ts";
import { customMetric } from "./custom-metric.ts";
import { customObjective, type CustomObjectiveSpec } from "./custom-objective.ts";

const context = { seed: 5, effects: quietEffects(() => 0) };
const regression: Task = { kind: "regression" };
const binary: Task = { kind: "binary", classes: [false, true], type: "Boolean" };
const multiclass: Task = { kind: "multiclass", classes: [0, 1, 2], type: "Int" };

const part = (task: Task, target: keyof typeof peerTargets, from: number, to: number): TrainingSet =>
  takeTrainingRows(
    peerRows(task, target, true),
    Uint32Array.from({ length: to - from }, (_, at) => from + at),
  );

const train = (
  set: TrainingSet,
  given: Partial<BoostingParameters>,
  validation?: TrainingSet,
): Promise<Fitted> =>
  boosting.train(
    set,
    validation,
    boosting.normalize({ numIterations: 8, numLeaves: 8, ...given }, "test", []),
    context,
  );

const squaredError: CustomObjectiveSpec = {
  name: "squares by hand",
  start: (target, weight) => weightedMean(target, weight),
  derivatives: ([score], target, weight, { gradient: [gradient], hessian: [hessian] }) => {
    for (let row = 0; row < target.length; row++) {
      gradient[row] = (score[row]! - target[row]!) * weight[row]!;
      hessian[row] = weight[row]!;
    }
  },
};

const poisson: CustomObjectiveSpec = {
  name: "counts by hand",
  start: () => 1,
  output: "exp",
  derivatives: ([score], target, weight, { gradient: [gradient], hessian: [hessian] }) => {
    for (let row = 0; row < target.length; row++) {
      const mean = exponential(score[row]!);
      gradient[row] = weight[row]! * (mean - target[row]!);
      hessian[row] = weight[row]! * mean;
    }
  },
  loss: ([mean], target, into) => {
    for (let row = 0; row < target.length; row++)
      into[row] = mean[row]! - target[row]! * Math.log(mean[row]!);
  },
};

describe("customObjective", () => {
  it("comes to the model of the library's own objective, to the bit, where it is the same", async () => {
    const set = part(regression, "number", 0, 500);
    const own = await train(set, { objective: customObjective(squaredError) });
    const known = await train(set, { objective: "regression" });
    expect(hashJson(own.outputs)).toBe(hashJson(known.outputs));
    expect(own.details).toMatchObject({ objective: "squares by hand", metric: "l2" });
  });

  it("has one score per class where there are more than two", async () => {
    const set = part(multiclass, "classes", 0, 500);
    const own = customObjective({
      name: "softmax by hand",
      derivatives: (scores, target, weight, { gradient, hessian }) => {
        for (let row = 0; row < target.length; row++) {
          const powers = scores.map((score) => exponential(score[row]!));
          const total = powers.reduce((sum, power) => sum + power, 0);
          for (const [index, power] of powers.entries()) {
            const p = power / total;
            gradient[index]![row] = (p - (target[row] === index ? 1 : 0)) * weight[row]!;
            hessian[index]![row] = 1.5 * p * (1 - p) * weight[row]!;
          }
        }
      },
    });
    const { outputs } = await train(set, { objective: own, numIterations: 30 });
    const known = await train(set, { objective: "multiclass", numIterations: 30 });
    for (const row of [0, 1, 2, 3]) {
      const answers = outputs.map((output) => Number(evaluateExpr(output, rowOf(set, row))));
      const theirs = known.outputs.map((output) => Number(evaluateExpr(output, rowOf(set, row))));
      expect(answers.reduce((sum, answer) => sum + answer, 0)).toBeCloseTo(1, 12);
      // Another start, the same goal.
      expect(answers.indexOf(Math.max(...answers))).toBe(theirs.indexOf(Math.max(...theirs)));
    }
  });

  it("gives predictions by a named link or by expressions, and is judged by its own loss", async () => {
    const [set, validation] = [part(regression, "count", 0, 500), part(regression, "count", 500, 800)];
    const named = await train(set, { objective: customObjective(poisson) }, validation);
    const built = await train(
      set,
      {
        objective: customObjective({
          ...poisson,
          output: ([score]) => [call("exp", call("multiply", score, float(1)))],
        }),
      },
      validation,
    );
    const known = await train(
      set,
      { objective: customObjective({ ...poisson, loss: undefined as never }), metric: "poisson" },
      validation,
    );
    expect(named.details["lossCurve"]).toEqual(known.details["lossCurve"]);
    expect(built.details["lossCurve"]).toEqual(known.details["lossCurve"]);
    for (const row of [0, 7, 11]) {
      const answer = Number(evaluateExpr(built.outputs[0]!, rowOf(set, row)));
      expect(answer).toBe(Number(evaluateExpr(named.outputs[0]!, rowOf(set, row))));
      expect(answer).toBeGreaterThan(0);
    }
    expect(named.details["metric"]).toBe("counts by hand");
    expect(canonicalJson(built.outputs)).not.toContain("score 1");
  });

  it("sees the groups of a ranking", async () => {
    let groups = 0;
    const objective = customObjective({
      ...squaredError,
      derivatives: (scores, target, weight, into, group) => {
        groups = new Set(group).size;
        squaredError.derivatives(scores, target, weight, into, group);
      },
    });
    const { details } = await train(peerGroups(false).train, { objective });
    expect(groups).toBe(134);
    expect(details["metric"]).toBe("ndcg@10");
  });

  it("is known by its name and the hash of its source, never by its code", () => {
    const made = customObjective(squaredError);
    const params = boosting.normalize({ objective: made, metric: "l2" }, "test", []);
    const stored = JSON.parse(canonicalJson(params)) as { objective: Record<string, string> };
    expect(Object.keys(stored.objective).sort()).toEqual(["kind", "name", "source"]);
    expect(stored.objective["source"]).toMatch(/^[0-9a-f]{64}$/);
    expect(customObjective({ ...squaredError }).source).toBe(made.source);
    expect(customObjective({ ...squaredError, start: () => 0 }).source).not.toBe(made.source);
    expect(customObjective({ ...squaredError, constants: { factor: 2 } }).source).not.toBe(made.source);
    expect(customObjective({ ...squaredError, output: "exp" }).source).not.toBe(made.source);
    // What a record holds has no functions, so it is no objective any more.
    const told: { code: string }[] = [];
    boosting.normalize({ objective: stored.objective }, "test", told as never);
    expect(told.map(({ code }) => code)).toEqual(["T1652"]);
  });

  it("cannot change the rows that it learns from", async () => {
    const set = part(regression, "number", 0, 300);
    const before = hashJson([...set.target]);
    const objective = customObjective({
      ...squaredError,
      derivatives: (scores, target, weight, into, group) => {
        squaredError.derivatives(scores, target, weight, into, group);
        scores[0].fill(0);
      },
      loss: ([predicted], _target, into) => {
        into.fill(1);
        predicted.fill(0);
      },
    });
    const { outputs } = await train(set, { objective });
    expect(hashJson([...set.target])).toBe(before);
    const known = await train(set, { objective: "regression" });
    expect(hashJson(outputs)).toBe(hashJson(known.outputs));
  });

  it.each([
    [
      "T2637",
      {
        derivatives: () => {
          throw new Error("no such thing");
        },
      },
    ],
    ["T2638", { derivatives: () => {} }],
    [
      "T2638",
      { derivatives: (_s, _t, _w, { gradient, hessian }) => void (gradient[0].fill(1), hessian[0].fill(-1)) },
    ],
    [
      "T2638",
      {
        derivatives: (_s, _t, _w, { gradient, hessian }) =>
          void (gradient[0].fill(Infinity), hessian[0].fill(1)),
      },
    ],
    ["T2639", { start: () => Number.NaN }],
    ["T2639", { start: () => [1, 2] }],
    ["T2639", { loss: () => {} }],
    ["T2640", { output: () => [] }],
    ["T2640", { output: ([score]) => [call("greater", score, float(0))] }],
    ["T1201", { output: () => [call("exp")] }],
    ["T2642", { output: "softmax" }],
  ] as readonly (readonly [string, Partial<CustomObjectiveSpec>])[])(
    "is refused by name (%s) where a function does not do what it is asked for: %o",
    async (code, change) => {
      const set = part(regression, "number", 0, 100);
      await expect(
        train(set, { objective: customObjective({ ...squaredError, ...change }) }),
      ).rejects.toThrow(new RegExp(code));
    },
  );

  it("is refused where it has no name, or a function hides its source", () => {
    expect(() => customObjective({ ...squaredError, name: "" })).toThrow(/T2636.*name/s);
    expect(() => customObjective({ name: "none" } as never)).toThrow(/T2636 derivatives/);
    const bound = squaredError.derivatives.bind(null);
    expect(() => customObjective({ ...squaredError, derivatives: bound })).toThrow(/T2636.*bind/s);
    expect(() => customMetric({ name: "none", higherIsBetter: true } as never)).toThrow(/T2636 evaluate/);
    expect(() => customMetric({ name: "none", evaluate: () => 1 } as never)).toThrow(/T2641/);
  });
});

describe("customMetric", () => {
  const [set, validation] = [part(binary, "rare", 0, 500), part(binary, "rare", 500, 800)];
  const found = customMetric({
    name: "found among the first 30",
    higherIsBetter: true,
    evaluate: ([probability], target) =>
      [...target.keys()]
        .sort((one, other) => probability[other]! - probability[one]! || one - other)
        .slice(0, 30)
        .reduce((sum, row) => sum + target[row]!, 0),
  });

  it("stops training, higher values being better where it says so", async () => {
    const { details } = await train(
      set,
      { metric: [found, "auc"], earlyStoppingRounds: 4, numIterations: 60 },
      validation,
    );
    const curve = details["lossCurve"] as { validation: number; iteration: number }[];
    expect(details["metric"]).toBe("found among the first 30");
    expect(details["iterationsRun"]).toBe(Number(details["bestIteration"]) + 4);
    expect(curve.at(-1)!.validation).toBeGreaterThan(10);
    expect(Object.keys(details["otherCurves"] as object)).toEqual(["auc"]);
  });

  it("is refused by name where it throws or gives no number", async () => {
    const of = (evaluate: () => number): Promise<Fitted> =>
      train(set, { metric: customMetric({ name: "own", higherIsBetter: false, evaluate }) }, validation);
    await expect(of(() => Number.NaN)).rejects.toThrow(/T2639 evaluate of "own"/);
    await expect(
      of(() => {
        throw new Error("broken");
      }),
    ).rejects.toThrow(/T2637.*broken/s);
  });
});
