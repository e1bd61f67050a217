import { describe, expect, it } from "vitest";
import { naturalLogarithm, quietEffects } from "../../../base/index.ts";
import { compileRow } from "../../../compile/index.ts";
import { createProgram } from "../../../ir/index.ts";
import { boosting, type BoostingParameters } from "../../boosting.ts";
import type { Fitted, TrainingSet } from "../../trainer.ts";
import { linearRows } from "../fixtures/linear-rows.test-support.ts";
import { peerTasks, rowOf } from "../peer-set.test-support.ts";

const train = (set: TrainingSet, given: Partial<BoostingParameters>): Promise<Fitted> =>
  boosting.train(set, undefined, boosting.normalize({ linearTree: true, ...given }, "test", []), {
    seed: 1,
    effects: quietEffects(() => 0),
  });

/** What a model answers for a row: one number, or the probability of each class. */
function answers({ outputs }: Fitted, set: TrainingSet): readonly (readonly number[])[] {
  const fields = set.features.map(({ name }) => ({ name, type: "Float" as const, nullable: true }));
  const named = Object.fromEntries(outputs.map((output, at) => [`y${at}`, output]));
  const score = compileRow(createProgram({ input: { fields }, lets: [], outputs: named }));
  return Array.from({ length: set.rowCount }, (_, row) => Object.values(score(rowOf(set, row))).map(Number));
}

/** Numbers of 20 values, so that both put them into the same bins. */
const inSteps = (set: TrainingSet): TrainingSet => ({
  ...set,
  features: set.features.map((one) =>
    one.kind === "number" ? { ...one, values: one.values.map((value) => Math.floor(value * 20)) } : one,
  ),
});

/**
 * Predictions of LightGBM 4.7.0 (linear_tree, num_leaves 5, learning_rate 0.3, min_data_in_leaf 10, min_data_in_bin 1, 6 iterations)
 * for 8 of these rows, learnt from 600, by objective, linear_lambda and whether weights are 1, 2, 3, 1, …
 */
const peerAnswers = [
  [
    "regression",
    0,
    false,
    [0.5808197, -1.23441, -2.5885263, 0.0034227, -1.1608554, 0.3207964, 0.0501017, -0.6657402],
  ],
  [
    "regression",
    0,
    true,
    [0.5242944, -1.2379479, -2.499264, 0.1184736, -1.1305832, 0.0972783, 0.2051682, -0.7791041],
  ],
  [
    "regression",
    20,
    false,
    [0.8415862, -1.2935136, -2.7340639, -0.0197216, -1.1722089, 0.4224201, 0.0364384, -0.7788954],
  ],
  [
    "regression",
    20,
    true,
    [0.5208752, -1.245573, -2.4997368, 0.1199308, -1.125662, 0.0935353, 0.2045487, -0.7779363],
  ],
  [
    "binary",
    0,
    false,
    [0.5672262, 0.1076508, 0.0552319, 0.3437722, 0.1099607, 0.3049782, 0.089766, 0.1615596],
  ],
  ["binary", 0, true, [0.589878, 0.0826563, 0.0512008, 0.154194, 0.0576464, 0.2510113, 0.1224098, 0.1163382]],
  [
    "binary",
    20,
    false,
    [0.5713522, 0.1054292, 0.0557168, 0.3494792, 0.1111784, 0.2826115, 0.0874199, 0.1637537],
  ],
  [
    "binary",
    20,
    true,
    [0.5890365, 0.0818899, 0.052202, 0.1603218, 0.0582898, 0.2462801, 0.1197842, 0.1175106],
  ],
] as const;

/** Its mean loss on 1,000 rows (40 iterations, num_leaves 15, min_data_in_bin 1 but for three classes, else defaults) with constant leaves, and by linear_lambda. */
const peerLosses = {
  regression: {
    constant: 0.23844890875102934,
    0: 0.12538800798562613,
    1: 0.14542066235692555,
    100: 0.22610216566300687,
  },
  binary: {
    constant: 0.21765850898904862,
    0: 0.20322318596774197,
    1: 0.21906240970022126,
    100: 0.21866587266497584,
  },
  multiclass: {
    constant: 0.27091352759655873,
    0: 0.21577615975567904,
    1: 0.2580497801391484,
    100: 0.2641432225926513,
  },
} as const;

function meanLoss(fitted: Fitted, set: TrainingSet): number {
  const losses = answers(fitted, set).map((answer, row) => {
    const truth = set.target[row]!;
    if (set.task.kind === "regression") return (answer[0]! - truth) ** 2;
    if (set.task.kind === "multiclass") return -naturalLogarithm(answer[truth]!);
    return -naturalLogarithm(truth === 1 ? answer[0]! : 1 - answer[0]!);
  });
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}

describe("linear leaves beside LightGBM", () => {
  it.each(peerAnswers)(
    "give its answers: %s, linearLambda %s, weights %s",
    async (kind, linearLambda, weighted, wanted) => {
      const task = peerTasks[kind];
      const weight = Float64Array.from({ length: 600 }, (_, row) => 1 + (row % 3));
      const set = { ...inSteps(linearRows(task, 600, 5)), ...(weighted ? { weight } : {}) };
      const given = { linearLambda, numLeaves: 5, learningRate: 0.3, minDataInLeaf: 10, numIterations: 6 };
      const got = answers(await train(set, given), inSteps(linearRows(task, 8, 77)));
      for (const [row, [answer]] of got.entries()) expect(answer).toBeCloseTo(wanted[row]!, 5);
    },
  );

  it.each(["regression", "binary", "multiclass"] as const)(
    "reach its loss on a function of linear pieces: %s",
    async (kind) => {
      const [set, fresh] = [linearRows(peerTasks[kind], 1500, 7), linearRows(peerTasks[kind], 1000, 99)];
      const given = { numLeaves: 15, numIterations: 40 };
      for (const linearLambda of [0, 1, 100] as const) {
        const loss = meanLoss(await train(set, { ...given, linearLambda }), fresh);
        expect(loss).toBeLessThan(peerLosses[kind][linearLambda] * 1.05);
      }
      const constant = meanLoss(await train(set, { ...given, linearTree: false }), fresh);
      expect(constant).toBeLessThan(peerLosses[kind].constant * 1.05);
      const linear = meanLoss(await train(set, given), fresh);
      expect(linear).toBeLessThan(constant * { regression: 0.6, binary: 0.95, multiclass: 0.85 }[kind]);
    },
  );
});
