import { describe, expect, it } from "vitest";
import {
  createRandom,
  quietEffects,
  shuffledIndexes,
  type Diagnostic,
  type Json,
} from "../../../base/index.ts";
import { evaluateExpr } from "../../../compile/index.ts";
import { createProgram, normalizeProgram, parseProgram, printProgram } from "../../../ir/index.ts";
import { boosting, type BoostingParameters } from "../../boosting.ts";
import { takeTrainingRows } from "../../prepare-training-set.ts";
import type { Feature, Fitted, TrainContext, TrainingSet } from "../../trainer.ts";
import { linearRows } from "../fixtures/linear-rows.test-support.ts";
import { peerParts, peerTasks, rowOf } from "../peer-set.test-support.ts";

const quiet = { seed: 1, effects: quietEffects(() => 0) };

const train = (
  set: TrainingSet,
  given: Partial<BoostingParameters> = {},
  more: Partial<TrainContext> = {},
): Promise<Fitted> =>
  boosting.train(set, undefined, boosting.normalize({ linearTree: true, ...given }, "test", []), {
    ...quiet,
    ...more,
  });

/** The trees of a training, as its state has them. */
type PlainTree = readonly (readonly [
  number,
  number,
  number[] | null,
  number,
  number,
  number,
  number,
  number,
  LeafParts?,
])[];
type LeafParts = readonly [number, readonly number[], readonly number[]];

async function treesOf(set: TrainingSet, given: Partial<BoostingParameters>) {
  let state: Json = null;
  const fitted = await train(set, given, { onCheckpoint: (one) => void (state = one) });
  return {
    fitted,
    trees: (state as unknown as { iterations: PlainTree[][] }).iterations.map(([tree]) => tree!),
  };
}

/** What a tree answers, as the paper has it: the function of the leaf, or its value where a number of it is missing. */
function answerOf(tree: PlainTree, values: readonly number[]): number {
  let node = tree[0]!;
  while (node[0] >= 0) {
    const [feature, threshold, levels, missingLeft, left, right] = node;
    const x = values[feature]!;
    const isMissing = Number.isNaN(x) || (levels !== null && x < 0);
    const goesLeft = isMissing ? missingLeft === 1 : levels ? levels.includes(x) : x <= threshold;
    node = tree[goesLeft ? left : right]!;
  }
  const [constant, features, coefficients] = node[8] ?? [node[6], [], []];
  if (features.some((feature) => Number.isNaN(values[feature]!))) return node[6];
  return features.reduce((sum, feature, at) => sum + coefficients[at]! * values[feature]!, constant);
}

const raw = ({ features }: TrainingSet, row: number): number[] =>
  features.map((one) => (one.kind === "number" ? one.values[row]! : one.codes[row]!));

/** Rows in which any number may be missing, whether it was in training or not. */
function withGaps(set: TrainingSet): TrainingSet {
  const random = createRandom("gaps");
  const punch = (one: Feature): Feature =>
    one.kind === "number"
      ? { ...one, values: one.values.map((value) => (random.next() < 0.3 ? Number.NaN : value)) }
      : one;
  return { ...set, features: set.features.map(punch) };
}

describe("linear leaves", () => {
  it("answer in the Program what their trees say, with numbers missing that training had", async () => {
    const parts = peerParts(peerTasks.regression);
    const cases = [
      [linearRows(peerTasks.regression, 600, 3), linearRows(peerTasks.regression, 400, 4)],
      [parts.train, parts.test],
    ] as const;
    for (const [set, fresh] of cases) {
      const { fitted, trees } = await treesOf(set, { numIterations: 12, minDataInLeaf: 10 });
      const start = Number(
        evaluateExpr(
          (await train(set, { numIterations: 1, numLeaves: 2, minDataInLeaf: 100_000 })).outputs[0]!,
          {},
        ),
      );
      const tested = withGaps(fresh);
      let sloping = 0;
      for (let row = 0; row < tested.rowCount; row++) {
        const values = raw(tested, row);
        const wanted = trees.reduce((sum, tree) => sum + answerOf(tree, values), start);
        const got = Number(evaluateExpr(fitted.outputs[0]!, rowOf(tested, row)));
        expect(Math.abs(got - wanted)).toBeLessThan(1e-9 * Math.max(1, Math.abs(wanted)));
        sloping += trees.some(
          (tree) =>
            answerOf(tree, values) !==
            answerOf(tree.map((node) => node.slice(0, 8)) as unknown as PlainTree, values),
        )
          ? 1
          : 0;
      }
      expect(sloping).toBeGreaterThan(tested.rowCount / 4);
    }
  });

  it("begin with the second tree, and are counted", async () => {
    const set = linearRows(peerTasks.regression, 600, 3);
    const { fitted, trees } = await treesOf(set, { numIterations: 5, numLeaves: 6 });
    const sloping = trees.map((tree) => tree.filter((node) => node.length === 9).length);
    expect(sloping[0]).toBe(0);
    for (const count of sloping.slice(1)) expect(count).toBeGreaterThan(3);
    expect(fitted.details["linearLeafCount"]).toBe(sloping.reduce((sum, count) => sum + count, 0));
    expect((await train(set, { linearTree: false })).details).not.toHaveProperty("linearLeafCount");
  });

  it("are constants where all features are categories or none varies, to the bytes of constant leaves", async () => {
    const { train: set } = peerParts(peerTasks.binary);
    const features = set.features.filter(({ kind }) => kind === "category");
    expect(features.length).toBeGreaterThan(0);
    const given = { numIterations: 5 };
    const [linear, constant] = [
      await train({ ...set, features }, given),
      await train({ ...set, features }, { ...given, linearTree: false }),
    ];
    expect(JSON.stringify(linear.outputs)).toBe(JSON.stringify(constant.outputs));
    expect(linear.details["linearLeafCount"]).toBe(0);
  });

  it("are the same to the bit for any order of rows and columns, and any number of threads", async () => {
    const set = linearRows(peerTasks.binary, 40_000, 11);
    const shuffled = takeTrainingRows(set, shuffledIndexes(set.rowCount, createRandom("shuffle")));
    const given = { numIterations: 20, numLeaves: 7 };
    const wanted = JSON.stringify(await train(set, given, { threads: 1 }));
    const turned = { ...shuffled, features: shuffled.features.toReversed() };
    expect(JSON.stringify(await train(turned, given, { threads: 2 })) === wanted).toBe(true);
  });

  it("are the same to the bit on few rows in any order, with weights and drawn rows", async () => {
    const set = linearRows(peerTasks.regression, 700, 12);
    const weight = Float64Array.from({ length: 700 }, (_, row) => 0.1 + (row % 5));
    const shuffle = shuffledIndexes(700, createRandom("few"));
    for (const given of [
      {},
      { dataSampleStrategy: "goss", learningRate: 0.5 },
      { baggingFraction: 0.5 },
    ] as const) {
      const params = { numIterations: 10, ...given };
      const [one, other] = [{ ...set, weight }, takeTrainingRows({ ...set, weight }, shuffle)];
      expect(JSON.stringify(await train(one, params)) === JSON.stringify(await train(other, params))).toBe(
        true,
      );
    }
  });

  it("go with every way of boosting, and with rankings", async () => {
    const set = linearRows(peerTasks.regression, 600, 3);
    const constant = (given: Partial<BoostingParameters>) => train(set, { ...given, linearTree: false });
    const lossOf = ({ details }: Fitted): number =>
      (details["lossCurve"] as { training: number }[]).at(-1)!.training;
    for (const given of [
      { boosting: "dart", skipDrop: 0.2 },
      { boosting: "rf", baggingFraction: 0.6 },
      { objective: "huber" },
      { objective: "fair" },
      { growPolicy: "depthwise", interactionConstraints: [["x0", "x1"]] },
    ] as const)
      expect(lossOf(await train(set, { ...given, numIterations: 12 }))).toBeLessThan(
        0.95 * lossOf(await constant({ ...given, numIterations: 12 })),
      );
    const group = Int32Array.from({ length: 600 }, (_, row) => Math.floor(row / 20));
    const ranked = {
      ...set,
      task: { kind: "ranking" } as const,
      group,
      target: set.target.map((value) => Math.max(0, Math.min(4, Math.round(value + 2)))),
    };
    expect(Number((await train(ranked, { numIterations: 5 })).details["linearLeafCount"])).toBeGreaterThan(0);
  });

  it("are read again from what was stored, as JSON and as text", async () => {
    const set = linearRows(peerTasks.binary, 400, 5);
    const { outputs } = await train(set, { numIterations: 4 });
    const fields = set.features.map(({ name }) => ({ name, type: "Float" as const, nullable: true }));
    const program = createProgram({ input: { fields }, lets: [], outputs: { y: outputs[0]! } });
    expect(normalizeProgram(JSON.parse(JSON.stringify(program)), "test", [])).toEqual(program);
    expect(parseProgram(printProgram(program))).toEqual(program);
  });

  it("are refused beside what they cannot keep to", () => {
    const told = (given: Partial<BoostingParameters>): string[] => {
      const diagnostics: Diagnostic[] = [];
      boosting.normalize({ linearTree: true, ...given }, "models.0", diagnostics);
      return diagnostics.map(({ code, place }) => `${code} ${place}`);
    };
    expect(told({ monotoneConstraints: { x: 1 }, maxDeltaStep: 1 })).toEqual([
      "T2670 models.0.monotoneConstraints",
      "T2672 models.0.maxDeltaStep",
    ]);
    for (const objective of ["regression_l1", "quantile", "mape"] as const)
      expect(told({ objective })).toEqual(["T2671 models.0.objective"]);
    expect(told({ monotoneConstraints: { x: 0 }, objective: "huber", linearLambda: 3 })).toEqual([]);
    expect(told({ linearTree: false, maxDeltaStep: 1, objective: "quantile" })).toEqual([]);
    expect(told({ linearLambda: -1 })).toHaveLength(1);
  });

  it("do not go on in a training of constant leaves, nor from a state that is broken", async () => {
    const set = linearRows(peerTasks.regression, 300, 5);
    const states: Json[] = [];
    await train(set, { numIterations: 5 }, { onCheckpoint: (state) => void states.push(state) });
    const initModel = states.at(-1)!;
    await expect(train(set, { linearTree: false }, { initModel })).rejects.toThrow(
      /T2673.*linearTree: true/s,
    );
    const text = JSON.stringify(initModel);
    const leaf = /\[(-?[\d.e-]+),\[([\d,]+)\],\[[^\]]+\]\]/.exec(text)!;
    for (const broken of ["[1,[0],[]]", "[1,[77],[2]]", "[1,[0],[null]]", "7", "[]"])
      await expect(
        train(set, {}, { initModel: JSON.parse(text.replace(leaf[0], broken)) as Json }),
      ).rejects.toThrow("T2656");
  });

  it("tells by name where a metric leaves float64 on rows far beyond those learnt from", async () => {
    const set = linearRows(peerTasks.regression, 300, 5);
    const far = {
      ...set,
      features: set.features.map((one) => ({ ...one, values: new Float64Array(300).fill(1e300) })),
    };
    const params = boosting.normalize({ linearTree: true, numIterations: 5 }, "test", []);
    await expect(boosting.train(set, far, params, quiet)).rejects.toThrow(/T2674.*row 1 /s);
    const counts = { ...set, target: set.target.map((value) => Math.max(0, Math.round(value + 3))) };
    const near = {
      ...counts,
      features: set.features.map((one) => ({
        ...one,
        values: new Float64Array(300).fill(one.name === "x1" ? 1e5 : 0.6),
      })),
    };
    const poisson = boosting.normalize(
      { linearTree: true, objective: "poisson", numIterations: 20 },
      "test",
      [],
    );
    await expect(boosting.train(counts, near, poisson, quiet)).rejects.toThrow("T2674");
    const { outputs } = await train(set, { numIterations: 5 });
    const answer = evaluateExpr(outputs[0]!, rowOf(far, 0));
    expect(answer === null || Number.isFinite(answer)).toBe(true);
  });
});
