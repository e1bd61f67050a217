import { describe, expect, it } from "vitest";
import { createRandom, hashJson, quietEffects, shuffledIndexes } from "../../../base/index.ts";
import { evaluateExpr } from "../../../compile/index.ts";
import { boosting, type BoostingParameters } from "../../boosting.ts";
import { takeTrainingRows } from "../../prepare-training-set.ts";
import type { Task } from "../../task.ts";
import type { Fitted, TrainingSet } from "../../trainer.ts";
import { peerRows, type peerTargets } from "../fixtures/peer-rows.test-support.ts";
import { rowOf } from "../peer-set.test-support.ts";
import type { ObjectiveName } from "./parameters.ts";

const context = { seed: 3, effects: quietEffects(() => 0) };
const regression: Task = { kind: "regression" };
const binary: Task = { kind: "binary", classes: [false, true], type: "Boolean" };
const multiclass: Task = { kind: "multiclass", classes: [0, 1, 2], type: "Int" };

const learnable: Readonly<
  Record<Exclude<ObjectiveName, "lambdarank" | "rank_xendcg">, readonly [Task, keyof typeof peerTargets]>
> = {
  regression: [regression, "number"],
  regression_l1: [regression, "number"],
  huber: [regression, "number"],
  fair: [regression, "number"],
  quantile: [regression, "number"],
  mape: [regression, "number"],
  poisson: [regression, "count"],
  gamma: [regression, "positive"],
  tweedie: [regression, "amount"],
  binary: [binary, "binary"],
  cross_entropy: [regression, "share"],
  multiclass: [multiclass, "classes"],
  multiclassova: [multiclass, "classes"],
};

const train = (
  set: TrainingSet,
  given: Partial<BoostingParameters>,
  validation?: TrainingSet,
): Promise<Fitted> => boosting.train(set, validation, boosting.normalize(given, "test", []), context);

/** The first rows of the peers' rows. */
const someRows = (task: Task, target: keyof typeof peerTargets, from: number, to: number): TrainingSet =>
  takeTrainingRows(
    peerRows(task, target, true),
    Uint32Array.from({ length: to - from }, (_, at) => from + at),
  );

describe("every objective", () => {
  for (const [name, [task, target]] of Object.entries(learnable)) {
    it(`of the name ${name} gives the same model to the bit whatever the order of the rows, and predictions of its kind`, async () => {
      const set = someRows(task, target, 0, 500);
      const validation = someRows(task, target, 500, 700);
      const given = {
        objective: name as ObjectiveName,
        numIterations: 6,
        numLeaves: 8,
        baggingFraction: 0.8,
      };
      const first = await train(set, given, validation);
      const order = shuffledIndexes(500, createRandom("order"));
      const second = await train(
        takeTrainingRows(set, order),
        given,
        takeTrainingRows(validation, shuffledIndexes(200, createRandom("validation"))),
      );
      expect(hashJson(second)).toBe(hashJson(first));
      expect(first.details).toMatchObject({ objective: name, bestIteration: 6 });
      const answers = first.outputs.map((output) => Number(evaluateExpr(output, rowOf(set, 0))));
      expect(answers).toHaveLength(task.kind === "multiclass" ? 3 : 1);
      if (task.kind !== "regression" || name === "cross_entropy")
        for (const answer of answers) expect(Math.abs(answer - 0.5)).toBeLessThan(0.5);
      if (task.kind === "multiclass")
        expect(answers.reduce((sum, answer) => sum + answer, 0)).toBeCloseTo(1, 12);
      if (["poisson", "gamma", "tweedie"].includes(name)) expect(answers[0]).toBeGreaterThan(0);
    });
  }
});

describe("the domain of a target", () => {
  const refusal = async (
    objective: ObjectiveName,
    task: Task,
    values: readonly number[],
    given: Partial<BoostingParameters> = {},
  ): Promise<string> => {
    const rowCount = 60;
    const set: TrainingSet = {
      task,
      rowCount,
      features: [
        { kind: "number", name: "x", values: Float64Array.from({ length: rowCount }, (_, row) => row) },
      ],
      target: Float64Array.from({ length: rowCount }, (_, row) => values[row % values.length]!),
    };
    return train(set, { objective, ...given }).then(
      () => "a model",
      (error: unknown) => String(error),
    );
  };

  it("is told by name where a value lies outside", async () => {
    expect(await refusal("poisson", regression, [1, -2])).toMatch(
      /T2631 The target is -2 in row 2.*poisson learns from numbers from 0/s,
    );
    expect(await refusal("poisson", regression, [0])).toMatch(/T2631 The target is 0 in every row/);
    expect(await refusal("gamma", regression, [1, 0])).toMatch(/T2631.*gamma learns from numbers above 0/s);
    expect(await refusal("tweedie", regression, [-1, 3])).toMatch(/T2631/);
    expect(await refusal("cross_entropy", regression, [0.5, 1.5])).toMatch(/T2631.*0 to 1/s);
    expect(await refusal("cross_entropy", binary, [0, 1])).toBe("a model");
  });

  it("is not asked where objective, task and parameters do not go together", async () => {
    expect(await refusal("poisson", binary, [0, 1])).toMatch(/T2630.*binary, cross_entropy/s);
    expect(await refusal("lambdarank", regression, [0, 1])).toMatch(/T2630/);
    expect(await refusal("quantile", regression, [1, 2], { alpha: 1 })).toMatch(/T2630.*below 1/s);
    expect(await refusal("binary", binary, [0, 1], { isUnbalance: true, scalePosWeight: 2 })).toMatch(
      /T2630.*Give one of the two/s,
    );
  });

  it("is checked by the numbers that come out, too", async () => {
    const given = { learningRate: 10, numIterations: 400, minDataInLeaf: 1, minSumHessianInLeaf: 0 };
    expect(await refusal("gamma", regression, [1e-60, 1e60], given)).toMatch(/T2632.*smaller/s);
  });
});

describe("leaves", () => {
  it("take the quantile of what their rows lack, weights counting as rows", async () => {
    const values = Float64Array.from({ length: 400 }, (_, row) => row % 2);
    const target = Float64Array.from({ length: 400 }, (_, row) => (row % 2) * 1000 + (row % 40));
    const weight = Float64Array.from({ length: 400 }, (_, row) => 1 + (row % 3));
    const features = [{ kind: "number", name: "x", values }] as const;
    const set: TrainingSet = { task: regression, rowCount: 400, features, target, weight };
    const given = {
      numIterations: 1,
      learningRate: 1,
      numLeaves: 2,
      objective: "quantile",
      alpha: 0.8,
    } as const;
    const [output] = (await train(set, given)).outputs;
    for (const side of [0, 1]) {
      const copies = [...target.keys()]
        .filter((row) => row % 2 === side)
        .flatMap((row) => Array.from({ length: weight[row]! }, () => target[row]!))
        .sort((one, other) => one - other);
      const at = 0.8 * copies.length;
      const wanted = Number.isInteger(at) ? (copies[at - 1]! + copies[at]!) / 2 : copies[Math.ceil(at) - 1]!;
      expect(Number(evaluateExpr(output!, { x: side }))).toBeCloseTo(wanted, 9);
    }
  });
});
